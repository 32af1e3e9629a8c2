import { type Command, Option } from 'commander'
import {
  EVENT_KINDS,
  EVENT_SOURCES,
  type EventKind,
  type EventSource,
  makeEvent,
} from '../../events/make-event.ts'
import { findFiles } from '../../inputs/files.ts'
import { fileInputs, readAll } from '../../inputs/input.ts'
import { createObjectReader } from '../../sources/s3-client.ts'
import { writeAtomic } from '../../util/atomic-write.ts'
import { reasonOf } from '../../util/errors.ts'
import { EXIT } from '../exit-codes.ts'
import { givenPath, refuseOverwriting } from '../paths.ts'

interface Options {
  readonly source: EventSource
  readonly kind: EventKind
  readonly out?: string
  readonly readObjects?: true
}

/** Adds the command `event`, which `signal` interrupts. */
export function addEvent(program: Command, signal: AbortSignal): void {
  const command = program
    .command('event')
    .description('Creates an event file for "sam local invoke" from CloudTrail files.')
    .argument(
      '[file...]',
      'files or folders with records; for the source s3, existing objects as s3://BUCKET/KEY',
    )
    .addOption(
      new Option('--source <source>', 'source that delivers the records')
        .choices(EVENT_SOURCES)
        .default('logs'),
    )
    .addOption(new Option('--kind <kind>', 'content of the event').choices(EVENT_KINDS).default('data'))
    .option('--out <file>', 'where to write the event (default: standard output)')
    .option('--read-objects', 'read the objects in S3 that event files refer to, with your credentials')
    .addHelpText(
      'after',
      `
Sources:
  logs         a CloudWatch Logs subscription that invokes the function
  kinesis      a subscription that writes to a data stream, in payloads of 100 records
  s3           a queue of messages about new objects

Kinds:
  data         the records in the files, or the lines of a text file as they are
  control      the test that the source sends during setup; takes no files
  undecodable  the same as data, with one payload or message truncated

Examples:
  api-usage event --out out/mine.json trail.json.gz
  api-usage event trail.json.gz > mine.json
  api-usage event --source s3 --out out/mine.json s3://BUCKET/KEY

In the project's folder, you can also run "npm run -s event -- ...".
Exit codes: 0 the event is written, 1 a file can't be read, 2 the command is invalid.`,
    )
    .action(async (files: string[], options: Options) => {
      if (files.length === 0 && options.kind !== 'control') command.help({ error: true })
      process.exitCode = await event(files, options, signal)
    })
}

async function event(files: readonly string[], options: Options, signal: AbortSignal): Promise<number> {
  const { source, kind, out, readObjects } = options
  if (kind === 'control' && files.length > 0) throw new Error('--kind control takes no files.')
  const from = source === 's3' ? files : files.map(givenPath)
  const path = out === undefined ? undefined : givenPath(out)
  if (path !== undefined) refuseOverwriting([path], source === 's3' ? [] : findFiles(from))
  const readObject = readObjects ? createObjectReader(process.env) : undefined
  let made: object
  try {
    made = await makeEvent({ source, kind, from }, async (paths) =>
      readAll(fileInputs(paths, { readObject }), signal),
    )
  } catch (error) {
    if (signal.aborted) throw error
    console.error(reasonOf(error))
    return EXIT.nothingRead
  }
  const text = `${JSON.stringify(made, null, 2)}\n`
  if (path === undefined) process.stdout.write(text)
  else await writeAtomic(path, text)
  return EXIT.done
}
