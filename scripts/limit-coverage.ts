// Shows the share of the calls in a trail that have a documented rate limit: npx tsx scripts/limit-coverage.ts PATH...
import { resolve } from 'node:path'
import { program } from 'commander'
import { createBucketFinder } from '../src/core/rate-limits/buckets.ts'
import { documentedLimits } from '../src/core/rate-limits/documented-limits.ts'
import { fileInputs, readAll } from '../src/inputs/input.ts'
import { reasonOf } from '../src/util/errors.ts'
import { counted, numberText, wholePercent } from '../src/util/number-text.ts'
import { limitCoverage } from '../test/support/limit-coverage.ts'

const SERVICES_SHOWN = 10

const paths = program
  .name('limit-coverage')
  .description('Show the share of the calls in a trail that have a documented rate limit.')
  .argument('<path...>', 'CloudTrail files and folders')
  .parse().args

try {
  const messages = await readAll(await fileInputs(paths.map((path) => resolve(path))))
  const { calls, limited, unlimited } = limitCoverage(messages, createBucketFinder(documentedLimits))
  if (calls === 0) program.error('There are no API calls in these files.')
  console.log(
    `${numberText(limited)} of ${counted(calls, 'API call')} (${wholePercent((100 * limited) / calls)}) have a documented rate limit. Most calls without one:`,
  )
  for (const [service, count] of [...unlimited].sort(([, a], [, b]) => b - a).slice(0, SERVICES_SHOWN))
    console.log(`${numberText(count).padStart(9)} ${service}`)
} catch (error) {
  program.error(reasonOf(error))
}
