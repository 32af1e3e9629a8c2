/**
 * A made-up day of an organization with four accounts, as its trail delivers it: a shop with a release that is throttled,
 * a data platform, a sandbox, and a security account. The same each time, so that tests can say what is in it.
 */
import { backup } from './actors/backup.ts'
import { dataPlatform } from './actors/data-platform.ts'
import { deployments } from './actors/deployment.ts'
import { developers } from './actors/developers.ts'
import { scan } from './actors/scanner.ts'
import { security } from './actors/security.ts'
import { shop } from './actors/shop.ts'
import { type SampleFile, withFaults } from './faults.ts'
import { logFiles } from './log-files.ts'
import { randomFrom } from './random.ts'

/** Where the files are, by their keys. */
export const SAMPLE_FOLDER = 'sample/trail'

export function sampleTrail(): SampleFile[] {
  const calls = [
    ...shop(randomFrom(1)),
    ...dataPlatform(randomFrom(2)),
    ...backup(),
    ...scan(randomFrom(3)),
    ...deployments(randomFrom(4)),
    ...developers(randomFrom(5)),
    ...security(),
  ]
  return withFaults(logFiles(calls))
}
