import { setTimeout } from 'node:timers/promises'
import type { Command } from 'commander'
import type { AwsClients } from '../../operate/aws/clients.ts'
import type { Stack } from '../../operate/aws/stack.ts'
import type { Finding } from '../../operate/doctor/check.ts'
import { printable } from '../../util/printable.ts'
import { readVersion } from '../assets.ts'
import { type AwsFlags, addAwsFlags, awsSettings } from '../aws.ts'
import { EXIT } from '../exit-codes.ts'

interface Options extends AwsFlags {
  readonly stack: string
  readonly json?: true
  readonly wait?: true
  readonly functionOnly?: true
}

/** Adds the command `doctor`, which `signal` interrupts. */
export function addDoctor(program: Command, signal: AbortSignal): void {
  const command = program
    .command('doctor')
    .description(
      'Checks whether the deployed stack works, and explains how to fix problems. Changes nothing.',
    )
    .requiredOption('--stack <name>', 'name or ARN of the stack')
    .option('--json', 'print the checks as JSON')
    .option('--wait', 'also make a read-only call and wait until the function has counted it')
    .option('--function-only', 'only invoke the function, with an empty payload')
  addAwsFlags(command)
    .addHelpText(
      'after',
      `
Examples:
  api-usage doctor --stack api-usage-tracker
  api-usage doctor --stack api-usage-tracker --wait
  api-usage doctor --stack api-usage-tracker --region eu-west-1 --profile audit --json | jq '.checks[] | select(.verdict == "fail")'

--wait tests the whole path: it makes a read-only call, such as sts:GetCallerIdentity, and looks for it in the function's
log. That takes 5 minutes on average, 20 at most. It doesn't write to any trail, bucket, stream or log group.
The permissions that doctor needs are in policies/doctor.json.
Exit codes: 0 it works, with or without warnings; 1 a check fails; 2 the result is unknown, or the command is invalid.`,
    )
    .action(async (options: Options) => {
      if (options.wait && options.functionOnly)
        throw new Error('--wait and --function-only exclude each other: --wait tests the function as well.')
      process.exitCode = await doctor(options, signal)
    })
}

async function doctor(options: Options, signal: AbortSignal): Promise<number> {
  // The AWS SDK takes long to load, so only the commands that need it load it.
  const [{ awsClients }, { readStack }] = await Promise.all([
    import('../../operate/aws/clients.ts'),
    import('../../operate/aws/stack.ts'),
  ])
  const aws = awsClients(awsSettings(options, process.env, 'api-usage'))
  const stack = await readStack(aws, options.stack)
  return options.functionOnly
    ? invokeOnly(aws, stack, options, signal)
    : checkAll(aws, stack, options, signal)
}

async function checkAll(
  aws: AwsClients,
  stack: Stack,
  options: Options,
  signal: AbortSignal,
): Promise<number> {
  const [{ gatherFacts }, { judge }, { reportText, findingText }] = await Promise.all([
    import('../../operate/doctor/gather/gather.ts'),
    import('../../operate/doctor/report.ts'),
    import('../../operate/doctor/text.ts'),
  ])
  const around = { aws, now: Date.now(), version: readVersion(), profile: options.profile }
  const facts = await gatherFacts(around, stack)
  const report = judge(facts)
  if (!options.json) print(reportText(report))
  if (!options.wait) {
    if (options.json) console.log(JSON.stringify(report, null, 2))
    return exitCodeFor(report.verdict)
  }
  const [{ proveByCall }, { DOCTOR_AGENT }, { awsClients }] = await Promise.all([
    import('../../operate/doctor/proof/wait.ts'),
    import('../../operate/doctor/proof/call.ts'),
    import('../../operate/aws/clients.ts'),
  ])
  const caller = awsClients(awsSettings(options, process.env, DOCTOR_AGENT))
  const proof = await proveByCall({ ...waiting(signal), aws, caller }, facts, report)
  if (options.json) console.log(JSON.stringify({ ...report, proof }, null, 2))
  else print(`\n${findingText('A call gets from CloudTrail to the log of the function', proof)}`)
  return exitCodeFor(report.verdict === 'fail' ? 'fail' : worse(report.verdict, proof))
}

async function invokeOnly(
  aws: AwsClients,
  stack: Stack,
  options: Options,
  signal: AbortSignal,
): Promise<number> {
  const [{ proveByInvocation }, { namesOf }, { findingText }] = await Promise.all([
    import('../../operate/doctor/proof/invoke.ts'),
    import('../../operate/doctor/gather/names.ts'),
    import('../../operate/doctor/text.ts'),
  ])
  const proof = await proveByInvocation({ ...waiting(signal), aws }, namesOf(stack).names)
  const { name, account, region } = stack
  if (options.json) console.log(JSON.stringify({ stack: name, account, region, proof }, null, 2))
  else print(findingText('The function works', proof))
  return exitCodeFor(proof.verdict)
}

/** The clock, and progress on stderr, so that stdout has only the JSON. */
function waiting(signal: AbortSignal) {
  return {
    now: Date.now,
    sleep: (ms: number) => setTimeout(ms, undefined, { signal }),
    tell: (line: string) => console.error(line.split('\n').map(printable).join('\n')),
  }
}

/** AWS responses contain names that other people chose. */
function print(text: string): void {
  console.log(text.split('\n').map(printable).join('\n'))
}

function worse(verdict: Finding['verdict'], proof: Finding): Finding['verdict'] {
  return proof.verdict === 'fail' || verdict === 'pass' ? proof.verdict : verdict
}

function exitCodeFor(verdict: Finding['verdict']): number {
  if (verdict === 'fail') return EXIT.fails
  return verdict === 'unknown' ? EXIT.wrong : EXIT.done
}
