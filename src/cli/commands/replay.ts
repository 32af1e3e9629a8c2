import { join } from 'node:path'
import type { Command } from 'commander'
import { groupOutcomes, type Outcome } from '../../operate/replay/outcome.ts'
import { appendOnly } from '../../util/append-only.ts'
import { type AwsFlags, addAwsFlags, awsSettings } from '../aws.ts'
import { EXIT } from '../exit-codes.ts'
import { openJournal } from '../journal.ts'
import { positiveNumber } from '../numbers.ts'
import { givenPath, shownPath } from '../paths.ts'
import { progressBar } from '../progress.ts'
import { countOf, expiredText, outcomeTable, waitingText } from '../replay-report.ts'

interface Options extends AwsFlags {
  readonly stack: string
  readonly dryRun?: true
  readonly max?: number
  readonly folder: string
}

/** Adds the command `replay`, which `signal` interrupts. */
export function addReplay(program: Command, signal: AbortSignal): void {
  const command = program
    .command('replay')
    .description('Replays the records that the deployed stack failed to count.')
    .requiredOption('--stack <name>', 'name or ARN of the stack')
    .option('--dry-run', 'list the failed records and their causes, and change nothing')
    .option(
      '--max <number>',
      'maximum number of messages or batches (Source Logs and Kinesis)',
      positiveNumber,
    )
    .option('--folder <folder>', 'folder of the files that this command writes', '.')
  addAwsFlags(command)
    .addHelpText(
      'after',
      `
Fix the cause first. Then run this within 14 days, because CloudWatch rejects older metrics.
  Logs     invokes the function with each event in the failure queue
  Kinesis  invokes the function with each batch in the failure bucket
  S3       moves the messages in the failure queue back to the object queue (an SQS redrive)

Each message or batch is tried once, and removed only after it has been counted. If it fails again, it stays where it is.
Undecodable records are moved to STACK.ACCOUNT.REGION.kept-aside.jsonl, with the reason. You can interrupt this at any time
and run it again: STACK.ACCOUNT.REGION.replay.jsonl lists messages that have been counted but not yet removed.

Examples:
  api-usage replay --stack api-usage-tracker --dry-run
  api-usage replay --stack api-usage-tracker --max 1
  api-usage replay --stack api-usage-tracker --region eu-west-1 --profile audit

The permissions that replay needs are in policies/replay.json.
Exit codes: 0 everything received is counted or queued, 1 something failed again or was set aside, 2 the command is invalid
or an AWS call failed.`,
    )
    .action(async (options: Options) => {
      process.exitCode = await replay(options, signal)
    })
}

async function replay(options: Options, signal: AbortSignal): Promise<number> {
  // The AWS SDK takes long to load, so only the commands that need it load it.
  const [{ awsClients }, { readStack }, { replayStack }] = await Promise.all([
    import('../../operate/aws/clients.ts'),
    import('../../operate/aws/stack.ts'),
    import('../../operate/replay/replay-stack.ts'),
  ])
  const { dryRun = false, max = Number.POSITIVE_INFINITY } = options
  const aws = awsClients(awsSettings(options, process.env, 'api-usage'))
  const stack = await readStack(aws, options.stack)
  const base = join(givenPath(options.folder), `${stack.name}.${stack.account}.${stack.region}`)
  const keptPath = `${base}.kept-aside.jsonl`
  const kept = appendOnly(keptPath)
  const journal = await openJournal(`${base}.replay.jsonl`)
  const progress = progressBar('of the messages')
  const outcomes = groupOutcomes()
  let [done, all] = [0, 0]
  try {
    await replayStack(aws, stack, {
      dryRun,
      max,
      signal,
      journal,
      now: Date.now(),
      keepAside: (id, reason, content) =>
        kept.append(
          JSON.stringify({ stack: stack.arn, id, reason, keptAt: new Date().toISOString(), content }),
        ),
      onWaiting(state) {
        console.log(waitingText(state))
        all = Math.min(max, state?.waiting ?? 0)
      },
      onOutcome(outcome: Outcome) {
        outcomes.add(outcome)
        done++
        all = Math.max(all, done)
        progress.update(done, all)
      },
      onProgress: (text) => console.error(text),
    })
  } finally {
    progress.stop()
    await Promise.all([kept.close(), journal.close()])
    // Also printed after an interruption, because its work is done.
    report()
  }
  const groups = outcomes.groups()
  if (signal.aborted) {
    console.error('Interrupted. Run the command again to continue.')
    return EXIT.interrupted
  }
  return !dryRun && countOf(groups, 'failed again', 'set aside') > 0 ? EXIT.fails : EXIT.done

  function report(): void {
    const groups = outcomes.groups()
    if (groups.length === 0) return
    console.log(`\n${outcomeTable(groups, process.stdout.columns ?? 120)}`)
    const expired = groups.reduce((sum, group) => sum + group.expired, 0)
    if (expired > 0) console.log(`\n${expiredText(expired)}`)
    if (!dryRun && countOf(groups, 'set aside') > 0)
      console.log(`\nThe records that were set aside can't be decoded. They are in ${shownPath(keptPath)}.`)
    if (countOf(groups, 'failed again') > 0)
      console.log(
        '\nMessages and batches that failed again stay where they are. Fix the cause and run the command again.',
      )
    if (countOf(groups, 'redriven') > 0)
      console.log(
        '\nThe function now reads the log files. Those that fail again return to the failure queue after five attempts.',
      )
  }
}
