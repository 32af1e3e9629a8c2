import { join } from 'node:path'
import type { Command } from 'commander'
import { logFilesOf, type TimeRange } from '../../inputs/trail-bucket.ts'
import type { AwsClients } from '../../operate/aws/clients.ts'
import type { Stack } from '../../operate/aws/stack.ts'
import type { Backfill, FileOutcome } from '../../operate/backfill/backfill.ts'
import { type BackfillPlan, planBackfill } from '../../operate/backfill/plan.ts'
import { maxAgeHours } from '../../operate/max-age.ts'
import { printable } from '../../util/printable.ts'
import { HOUR_MS, MINUTE_MS } from '../../util/time.ts'
import { type AwsFlags, addAwsFlags, awsSettings } from '../aws.ts'
import { backfillSums, cutText, foundText } from '../backfill-report.ts'
import { EXIT } from '../exit-codes.ts'
import { openJournal } from '../journal.ts'
import { minutesFlag } from '../numbers.ts'
import { givenPath, shownPath } from '../paths.ts'
import { progressBar } from '../progress.ts'
import { timeFlag } from '../times.ts'

interface Options extends AwsFlags {
  readonly stack: string
  readonly from: number
  readonly to: number
  readonly margin: number
  readonly dryRun?: true
  readonly folder: string
}

/** The location of the files. */
interface Place {
  readonly bucket: string
  readonly prefix: string
}

const MARGIN_MINUTES = 60

/** Adds the command `backfill`, which `signal` interrupts. */
export function addBackfill(program: Command, signal: AbortSignal): void {
  const command = program
    .command('backfill')
    .description("Makes the deployed stack count log files that are already in the trail's bucket.")
    .argument('<bucket>', 's3://BUCKET/PREFIX: the prefix of the trail, or a folder below it, down to a day')
    .requiredOption('--stack <name>', 'name or ARN of the stack')
    .requiredOption('--from <time>', 'count calls since this time, such as 2026-11-22T10:00Z', timeFlag)
    .requiredOption('--to <time>', 'count calls before this time', timeFlag)
    .option(
      '--margin <minutes>',
      'minutes after --to in which CloudTrail may have delivered the files',
      minutesFlag,
      MARGIN_MINUTES,
    )
    .option('--dry-run', 'show the number of files and records and the cost, and count nothing')
    .option('--folder <folder>', 'folder of the file that records progress', '.')
  addAwsFlags(command)
    .addHelpText(
      'after',
      `
With Source=S3, this puts a message for each log file on the queue of the stack. The function counts whole files, including
calls shortly before --from and calls between --to and the end of the margin. With the other sources, this reads the files and
invokes the function with the records of the time range.

Calls that have already been counted are counted again, unless the function still remembers them (an environment remembers at
least its last 25,000). To backfill up to the time when a stack began to count, use that time as --to, with --margin 0.
CloudWatch rejects metrics older than 14 days.

You can interrupt this at any time and run it again to continue. STACK.ACCOUNT.REGION.backfill.jsonl records the progress.

Examples:
  api-usage backfill --stack api-usage-tracker s3://my-trail --from 2026-11-22T10:00Z --to 2026-11-22T14:00Z --dry-run
  api-usage backfill --stack api-usage-tracker s3://my-trail/AWSLogs/o-a1b2c3d4e5/111122223333 --from 2026-11-22 --to 2026-11-23

The permissions that backfill needs are in policies/backfill.json.
Exit codes: 0 all files are counted or queued, 1 some can't be read or there are none, 2 the command is invalid or an AWS
call failed.`,
    )
    .action(async (uri: string, options: Options) => {
      process.exitCode = await backfill(placeOf(uri), options, signal)
    })
}

function placeOf(uri: string): Place {
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]+)(?:\/(.*))?$/s.exec(uri) ?? []
  if (bucket === undefined) throw new Error(`Expected s3://BUCKET/PREFIX, given ${printable(uri)}`)
  return { bucket, prefix }
}

async function backfill({ bucket, prefix }: Place, options: Options, signal: AbortSignal): Promise<number> {
  // The AWS SDK takes long to load, so only the commands that need it load it.
  const [{ awsClients }, { readStack }, { bucketListing }] = await Promise.all([
    import('../../operate/aws/clients.ts'),
    import('../../operate/aws/stack.ts'),
    import('../../operate/backfill/trail-objects.ts'),
  ])
  const aws = awsClients(awsSettings(options, process.env, 'api-usage'))
  const stack = await readStack(aws, options.stack)
  const plan = planBackfill(stack, {
    bucket,
    prefix,
    range: { from: options.from, to: options.to },
    marginMs: options.margin * MINUTE_MS,
    now: Date.now(),
  })
  const listing = bucketListing(aws, bucket)
  const filesOf = (range: TimeRange) => logFilesOf(listing, plan.prefix, range)
  const { countFiles } = await import('../../operate/backfill/estimate.ts')
  const files = await countFiles(stopping(filesOf(plan.delivered), signal))
  console.log(foundText(files, `s3://${bucket}/${plan.prefix}`, plan.delivered))
  if (plan.isCut) console.log(cutText(plan.range.from, maxAgeHours(stack)))
  if (files.files === 0) {
    console.log(
      'Check the prefix: log files are below [PREFIX/]AWSLogs/[o-ORGANIZATION/]ACCOUNT/CloudTrail/REGION/.',
    )
    return EXIT.fails
  }
  if (options.dryRun) {
    const hour = { from: files.busiest, to: files.busiest + HOUR_MS }
    const { estimateBackfill } = await import('../backfill-estimate.ts')
    console.log(await estimateBackfill(aws, stack, bucket, files, filesOf(within(hour, plan.delivered))))
    console.log(
      plan.objectQueueUrl === undefined
        ? 'Nothing was counted. The function would be invoked with the records of this time range.'
        : 'Nothing was counted. The files would be put on the queue of the stack.',
    )
    return EXIT.done
  }
  return count(
    aws,
    stack,
    plan,
    bucket,
    { all: files.files, files: filesOf(plan.delivered) },
    options,
    signal,
  )
}

async function count(
  aws: AwsClients,
  stack: Stack,
  plan: BackfillPlan,
  bucket: string,
  { all, files }: { readonly all: number; readonly files: Backfill['files'] },
  options: Options,
  signal: AbortSignal,
): Promise<number> {
  console.log(
    'Calls that have already been counted are counted again, unless the function still remembers them.',
  )
  const path = join(
    givenPath(options.folder),
    `${stack.name}.${stack.account}.${stack.region}.backfill.jsonl`,
  )
  const journal = await openJournal(path)
  const progress = progressBar()
  const sums = backfillSums()
  let done = 0
  const onFile = (outcome: FileOutcome) => {
    sums.add(outcome)
    if (outcome.fate === 'unreadable') console.error(`Skipped ${printable(outcome.reason)}`)
    progress.update(++done, Math.max(all, done))
  }
  const work: Backfill = { bucket, files, range: plan.range, journal, signal, onFile }
  try {
    await countFilesOf(aws, plan, work)
  } finally {
    progress.stop()
    await journal.close()
    for (const line of sums.lines(shownPath(path))) console.log(line)
  }
  if (signal.aborted) {
    console.error('Interrupted. Run the command again to continue.')
    return EXIT.interrupted
  }
  return sums.filesOf('unreadable') > 0 ? EXIT.fails : EXIT.done
}

async function countFilesOf(aws: AwsClients, plan: BackfillPlan, work: Backfill): Promise<void> {
  if (plan.objectQueueUrl !== undefined) {
    const { backfillByQueue, messageSender } = await import('../../operate/backfill/by-queue.ts')
    return backfillByQueue(work, messageSender(aws, plan.objectQueueUrl))
  }
  const [{ backfillByInvocation }, { functionOf }, { objectReader }] = await Promise.all([
    import('../../operate/backfill/by-invocation.ts'),
    import('../../operate/function.ts'),
    import('../../operate/backfill/trail-objects.ts'),
  ])
  return backfillByInvocation(work, functionOf(aws, plan.functionName), objectReader(aws))
}

async function* stopping<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  for await (const item of items) {
    signal.throwIfAborted()
    yield item
  }
}

function within(range: TimeRange, other: TimeRange): TimeRange {
  return { from: Math.max(range.from, other.from), to: Math.min(range.to, other.to) }
}
