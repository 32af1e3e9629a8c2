import type { LogFile } from '../inputs/trail-bucket.ts'
import type { AwsClients } from '../operate/aws/clients.ts'
import type { Stack } from '../operate/aws/stack.ts'
import { type FileCount, readSample } from '../operate/backfill/estimate.ts'
import { readLogFile } from '../operate/backfill/log-file.ts'
import { objectReader } from '../operate/backfill/trail-objects.ts'
import { readPrices } from '../preview/analysis/bill.ts'
import { readDefaultPrices } from './assets.ts'
import { configOfStack, costOf } from './backfill-cost.ts'
import { estimateText } from './backfill-report.ts'

/**
 * Estimates the records and the cost of a backfill from a sample of its files.
 * @param files all files of the backfill
 * @param busiest the files of the busiest hour
 */
export async function estimateBackfill(
  aws: AwsClients,
  stack: Stack,
  bucket: string,
  files: FileCount,
  busiest: AsyncIterable<LogFile>,
): Promise<string> {
  const readObject = objectReader(aws)
  const sample = await readSample(busiest, ({ key }) => readLogFile({ bucket, key }, readObject))
  const prices = readPrices(readDefaultPrices())
  const cost = costOf(files, sample, configOfStack(stack.parameters), Date.now(), prices)
  return estimateText(cost, sample, prices.region)
}
