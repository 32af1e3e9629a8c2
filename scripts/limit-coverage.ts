// Shows the share of the calls in a trail that have a documented rate limit: npx tsx scripts/limit-coverage.ts FILE...
import { resolve } from 'node:path'
import { createBucketFinder } from '../src/core/rate-limits/buckets.ts'
import { documentedLimits } from '../src/core/rate-limits/documented-limits.ts'
import { fileInputs, readAll } from '../src/inputs/input.ts'
import { limitCoverage } from '../test/support/limit-coverage.ts'

const SERVICES_SHOWN = 10

const messages = await readAll(await fileInputs(process.argv.slice(2).map((path) => resolve(path))))
const { calls, limited, unlimited } = limitCoverage(messages, createBucketFinder(documentedLimits))
const share = ((100 * limited) / Math.max(1, calls)).toFixed(0)
console.log(
  `${limited} of ${calls} API calls (${share} %) have a documented rate limit. Most calls without one:`,
)
for (const [service, count] of [...unlimited].sort(([, a], [, b]) => b - a).slice(0, SERVICES_SHOWN)) {
  console.log(`${String(count).padStart(8)} ${service}`)
}
