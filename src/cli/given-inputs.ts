import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Message, ParsedMessage } from '../core/cloudtrail/call.ts'
import { type BucketPlace, bucketInputs, bucketPlace, isObject, objectInput } from '../inputs/bucket.ts'
import { fileInputs, type Input } from '../inputs/input.ts'
import { streamInput } from '../inputs/stream.ts'
import { ThreadError, threadedFiles } from '../inputs/threaded-files.ts'
import { awsClients } from '../operate/aws/clients.ts'
import { AwsError, calling } from '../operate/aws/errors.ts'
import { bucketListing, objectReader } from '../operate/backfill/trail-objects.ts'
import type { NotRead } from '../preview/report/model.ts'
import type { ReadObject } from '../sources/source.ts'
import { counted } from '../util/number-text.ts'
import { printable } from '../util/printable.ts'
import { awsSettings } from './aws.ts'
import { historyInput } from './event-history.ts'
import type { Bounds, FilterFlags } from './filters.ts'
import { positiveNumber } from './numbers.ts'
import { givenPath } from './paths.ts'
import { durationFlag } from './times.ts'

/** The flags of {@link addInputFlags}. */
export interface InputFlags extends FilterFlags {
  /** Milliseconds before the end of the time. */
  readonly history?: number
  readonly historyMax: number
  readonly historyRate: number
  readonly readObjects?: true
  readonly profile?: string
}

/** The path that means standard input. */
export const STANDARD_INPUT = '-'

/** Adds the flags for inputs other than files. */
export function addInputFlags(command: Command): Command {
  const flags = [
    new Option(
      '--history <duration>',
      "read this much of CloudTrail's event history, such as 2h, up to now or --until; needs no trail. Reads the Region of your environment or profile, or all of --region",
    ).argParser(durationFlag),
    new Option('--history-max <number>', 'maximum number of events to read per Region, newest first')
      .argParser(positiveNumber)
      .default(10_000),
    new Option(
      '--history-rate <number>',
      'requests per second, 1 or 2; AWS allows 2 per account and Region, including the console',
    )
      .argParser(rateFlag)
      .default(1),
    new Option('--read-objects', 'read the objects in S3 that event files refer to'),
    new Option('--profile <name>', 'profile in your AWS configuration to use'),
  ]
  for (const flag of flags) command.addOption(flag.helpGroup('Inputs from AWS:'))
  return command
}

function rateFlag(text: string): number {
  if (text !== '1' && text !== '2') throw new InvalidArgumentError('Expected 1 or 2.')
  return Number(text)
}

/** The inputs to read, with options. */
export interface InputSettings {
  readonly paths: readonly string[]
  /** How far back to read the event history, in milliseconds. It isn't read if undefined. */
  readonly history: number | undefined
  readonly flags: InputFlags
  readonly bounds: Bounds
  /** Milliseconds since 1970. */
  readonly now: number
  readonly signal: AbortSignal
}

/** All inputs that a user gave. */
export interface GivenInputs {
  readonly inputs: readonly Input<Message | ParsedMessage>[]
  /** The time ranges that could not be read so far. */
  readonly notRead: readonly NotRead[]
}

/** Minimum bytes of the stored files for a thread. To start one takes as long as to read some hundred small files. */
const LEAST_BYTES_FOR_THREAD = 1024 * 1024

/** Maximum number of attempts to read an object, because connections can break. */
const OBJECT_ATTEMPTS = 3

/**
 * The inputs for the given paths and URIs, in order, followed by the event history.
 * @throws {Error} if a bucket can't be listed, or the path of a file is empty
 */
export async function givenInputs(settings: InputSettings): Promise<GivenInputs> {
  const { paths, history, flags, bounds, now, signal } = settings
  const regions = flags.region ?? []
  const awsOptions = awsSettings(regionAndProfile(flags), process.env, 'api-usage-preview')
  const aws = awsClients(awsOptions)
  const readObject = retrying(objectReader(aws))
  const readNamed = flags.readObjects ? readObject : undefined
  const inputs: Input[] = []
  const files = new Set<Input>()
  for (const path of paths) {
    signal.throwIfAborted()
    if (path === STANDARD_INPUT) inputs.push(streamInput('standard input', process.stdin, readNamed))
    else if (path.startsWith('s3://'))
      for (const input of await inBucket(bucketPlace(path))) inputs.push(input)
    else
      for (const input of fileInputs([givenPath(path)], { readObject: readNamed, parsed: true })) {
        inputs.push(input)
        files.add(input)
      }
  }
  const notRead: NotRead[] = []
  if (history !== undefined) {
    const to = bounds.to ?? now
    const common = {
      range: { from: to - history, to },
      maxEvents: flags.historyMax,
      requestsPerSecond: flags.historyRate,
      signal,
      onNotRead: (one: NotRead) => void notRead.push(one),
    }
    if (regions.some((region) => /[*?]/.test(region)))
      throw new Error('--history: --region must be names of Regions, not patterns.')
    // Each attempt takes as much time as a separate request.
    const oneAttempt = awsClients({ ...awsOptions, maxAttempts: 1 })
    const cloudTrail = await oneAttempt.cloudTrail()
    const asked =
      regions.length > 0
        ? regions
        : [await calling('cloudtrail:LookupEvents', () => cloudTrail.config.region())]
    for (const region of asked) inputs.push(historyInput(oneAttempt.in(region), region, common))
  }
  return { inputs: readNamed === undefined ? withThread(inputs, files, signal) : inputs, notRead }

  async function inBucket(place: BucketPlace): Promise<readonly Input[]> {
    if (isObject(place)) return [objectInput(place, 0, readObject)]
    const wanted = { ...bounds, accounts: flags.account, regions: flags.region }
    const listing = bucketListing(aws, place.bucket)
    const found = await bucketInputs(place, wanted, listing, readObject, now)
    const bytes = found.reduce((sum, input) => sum + input.bytes, 0)
    const uri = printable(`s3://${place.bucket}/${place.prefix}`)
    console.error(
      found.length === 0
        ? `No CloudTrail log files for this time range in ${uri}. Expected the bucket of a trail, with the prefix if the trail has one.`
        : `Reading ${counted(found.length, 'log file')} (${megabytes(bytes)} MB) in ${uri}`,
    )
    return found
  }
}

/** The inputs, with a thread that reads the files among them if they are large enough. */
function withThread(
  inputs: readonly Input[],
  files: ReadonlySet<Input>,
  signal: AbortSignal,
): readonly Input<Message | ParsedMessage>[] {
  const list = [...files]
  if (list.reduce((sum, { bytes }) => sum + bytes, 0) < LEAST_BYTES_FOR_THREAD) return inputs
  const threaded = threadedFiles(list, signal).values()
  return inputs.map((input) => (files.has(input) ? (threaded.next().value ?? input) : input))
}

/** Whether an error affects all inputs: without the thread, credentials or network, none of its kind can be read. */
export function concernsAll(error: unknown): boolean {
  if (error instanceof ThreadError) return true
  return error instanceof AwsError && ['credentials', 'region', 'unreachable'].includes(error.problem.kind)
}

/** A given Region is also the one whose endpoints are called. */
function regionAndProfile({ region: regions = [], profile }: InputFlags) {
  const region = regions.find((one) => !/[*?]/.test(one))
  return { ...(region === undefined ? {} : { region }), ...(profile === undefined ? {} : { profile }) }
}

/** Retries interrupted transfers. The SDK retries requests, but not the transfer of a response. */
function retrying(readObject: ReadObject): ReadObject {
  return async (location, maxBytes) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await readObject(location, maxBytes)
      } catch (error) {
        const isTransient = error instanceof AwsError && error.problem.kind === 'unreachable'
        if (attempt === OBJECT_ATTEMPTS || !isTransient) throw error
      }
    }
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toLocaleString('en-US', { maximumFractionDigits: 1, minimumFractionDigits: 1 })
}
