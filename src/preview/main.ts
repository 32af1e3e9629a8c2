import { relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { BOUNDS, readConfig } from '../config.ts'
import { preview } from './preview.ts'
import { report } from './report.ts'

const SAMPLE_TRAIL = 'sample/trail'
const EMF_PATH = 'out/api-usage.emf.jsonl'
const TOP = 20

const HELP = `Counts the API calls in CloudTrail files as the Lambda function would.

  npm start                  over the sample trail
  npm start -- PATH...       over files of yours: CloudTrail delivery files, one JSON record a line, answers of
                             "aws cloudtrail lookup-events", Lambda event files, all gzipped or not, or folders

Variables are those of the function: EXTRA_DIMENSION_SETS, INCLUDE_OPERATIONS, EXCLUDE_OPERATIONS, EVENT_TYPES,
TOP_CALLERS, MAX_SERIES, METRIC_NAMESPACE, MAX_AGE_HOURS (here without a limit by default).
Files that can't be read are named and passed over. Exit codes: 0 the report is shown, 1 no file could be read,
2 the command or the configuration is wrong.`

/** npm runs scripts in the project's folder and tells where it was called. */
const calledFrom = process.env.INIT_CWD ?? process.cwd()

process.exitCode = await main()

async function main(): Promise<number> {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' } },
    })
    if (values.help) {
      console.log(HELP)
      return 0
    }
    const result = await preview({
      config: readConfig({ MAX_AGE_HOURS: String(BOUNDS.MAX_AGE_HOURS[1]), ...process.env }),
      paths: positionals.length > 0 ? positionals.map((path) => resolve(calledFrom, path)) : [SAMPLE_TRAIL],
      emfPath: EMF_PATH,
      onBadFile: (path, error) => {
        console.error(`Passed over ${relative(calledFrom, path)}: ${reasonOf(error)}`)
      },
    })
    if (result.filesRead === 0) {
      console.error('No file with CloudTrail records could be read.')
      return 1
    }
    console.log(report(result, TOP))
    return 0
  } catch (error) {
    console.error(reasonOf(error))
    return 2
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
