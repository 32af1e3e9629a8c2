import { parseMessage } from '../core/cloudtrail/call.ts'
import { type Config, DEFAULTS, readConfig } from '../core/config.ts'
import { createPipeline } from '../core/pipeline.ts'
import type { FileCount, Sample } from '../operate/backfill/estimate.ts'
import { HOURS_OF_MONTH, type Prices } from '../preview/analysis/bill.ts'
import { linesMeter } from '../preview/analysis/meter.ts'

/** The cost in dollars of counting log files once, by item. */
export interface BackfillCost {
  /** Records in all files, extrapolated from the sample. */
  readonly records: number
  /** An upper bound, because every hour is assumed to be like the busiest one. */
  readonly metrics: number
  readonly log: number
  /** Requests to S3, SQS and Lambda, and the run time of the function. */
  readonly requests: number
}

/** https://aws.amazon.com/s3/pricing/ and https://aws.amazon.com/sqs/pricing/, us-east-1, 2026-11 */
const S3_GET = 0.0000004
const SQS_REQUEST = 0.0000004

/** Messages are sent, received and deleted in batches of ten. Polling of the empty queue isn't included. */
const SQS_REQUESTS_PER_FILE = 0.3

const BYTES_OF_GB = 2 ** 30

/** The configuration of a stack, whose parameters are named like the variables. */
export function configOfStack(parameters: Readonly<Record<string, string>>): Config {
  const env = Object.keys(DEFAULTS).flatMap((variable): [string, string][] => {
    const value = parameters[parameterOf(variable)]
    return value === undefined ? [] : [[variable, value]]
  })
  return readConfig(Object.fromEntries(env))
}

/** The parameter of the template that sets a variable: `MaxAgeHours` for `MAX_AGE_HOURS`. */
export function parameterOf(variable: string): string {
  return variable.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** The cost of counting files, estimated from a sample. */
export function costOf(
  files: FileCount,
  sample: Sample,
  config: Config,
  now: number,
  prices: Prices,
): BackfillCost {
  const pipeline = createPipeline(config, 'backfill')
  const meter = linesMeter()
  for (const { messages } of sample.deliveries) {
    const outcome = pipeline.run(messages.map(parseMessage), now)
    outcome.commit()
    meter.add(outcome.lines, outcome.counts.received)
  }
  const { metricHours, hoursWithCalls, emfBytes } = meter.read()
  const share = sample.bytes === 0 ? 0 : files.bytes / sample.bytes
  // The files of an hour also have some calls of the hour before.
  const metricsPerHour = hoursWithCalls === 0 ? 0 : metricHours / Math.max(1, hoursWithCalls - 1)
  return {
    records: Math.round(sample.records * share),
    metrics: (metricsPerHour * files.hours * prices.metricMonth) / HOURS_OF_MONTH,
    log: (emfBytes * share * prices.logIngestionGB) / BYTES_OF_GB,
    requests:
      files.files * (S3_GET + SQS_REQUEST * SQS_REQUESTS_PER_FILE + prices.lambdaMillionRequests / 1e6),
  }
}
