import { readFile } from 'node:fs/promises'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { readDashboard } from '../../cloudwatch/dashboard.ts'
import { type Config, DEFAULTS } from '../../core/config.ts'
import { LIMIT_FILES } from '../../core/rate-limits/limit-files.ts'
import { readAccountNames } from '../../inputs/account-names.ts'
import { readContents } from '../../inputs/contents.ts'
import { type GivenLimits, type LimitText, readLimits } from '../../inputs/limits.ts'
import { type Prices, readPrices } from '../../preview/analysis/bill.ts'
import { COMPARED_SETS } from '../../preview/analysis/compare.ts'
import { extraSetOf, GROUPINGS, type Grouping, parseGrouping } from '../../preview/analysis/usage.ts'
import { FORMS } from '../../preview/report/forms.ts'
import { reportModel } from '../../preview/report/model.ts'
import { LOCAL_FUNCTION, type RunOptions, type RunResult, runPreview } from '../../preview/run.ts'
import { openAtomic, writeAtomic } from '../../util/atomic-write.ts'
import { reasonOf } from '../../util/errors.ts'
import { readDefaultPrices, readPageAssets, readTemplate, SAMPLE_TRAIL } from '../assets.ts'
import { addBaselineFlags, type BaselineFlags, baselineOf } from '../baseline.ts'
import { addConfigFlags, settingsOf, withSets } from '../configuration.ts'
import { EXIT } from '../exit-codes.ts'
import { addFilterFlags, boundsOf, filtersOf } from '../filters.ts'
import { addInputFlags, concernsAll, givenInputs, type InputFlags } from '../given-inputs.ts'
import { positiveNumber } from '../numbers.ts'
import { givenPath, printable, refuseOverwriting, shownName, shownPath } from '../paths.ts'
import { progressBar } from '../progress.ts'
import { variantsOf } from '../variants.ts'

const EMF_PATH = 'out/api-usage.emf.jsonl'
const HTML_PATH = 'out/dashboard.html'

interface Options extends InputFlags, BaselineFlags {
  readonly top: number
  readonly by: Grouping
  readonly json?: true
  readonly emf?: string
  readonly html?: string
  readonly limits?: readonly string[]
  readonly prices?: string
  readonly accountNames?: string
  readonly alternative?: readonly string[]
}

/** Adds the command `preview`, which `signal` ends. */
export function addPreview(program: Command, signal: AbortSignal): void {
  const command = program
    .command('preview')
    .description(
      'Counts the API calls in CloudTrail files, in a bucket or in the event history as the Lambda function would, and what that would cost.',
    )
    .argument(
      '[path...]',
      's3://BUCKET/PREFIX of a trail, - for standard input, or files or folders: CloudTrail log files, JSON records, answers of "aws cloudtrail lookup-events" or "aws logs filter-log-events", log exports, EventBridge or Lambda events, gzipped or not (default: the sample trail)',
    )
    .option('-n, --top <number>', 'rows of each list', positiveNumber, 20)
    .addOption(
      new Option(
        '-b, --by <grouping>',
        `how to list the calls: ${GROUPINGS.join(', ')}, or two of them, such as account,principal`,
      )
        .argParser(grouping)
        .default(['operation'] satisfies Grouping, 'operation'),
    )
    .option(
      '--account-names <file>',
      'names to show for accounts: the answer of "aws organizations list-accounts", or CSV with IDs and names',
    )
    .option(
      '--alternative <VARIABLE=value...>',
      'configurations to bill in addition to yours, each in quotes, instead of the usual ones',
    )
    .option(
      '--limits <file...>',
      'your own rate limits, only for this report: answers of "aws service-quotas list-service-quotas", or files in the form of src/core/rate-limits/documented/: --limits QUOTAS... -- TRAIL...',
    )
    .option('--prices <file>', 'your own prices, in the form of src/preview/analysis/prices.json')
    .option('--emf <file>', `where to write the EMF lines (default: ${EMF_PATH})`)
    .option(
      '--html <file>',
      `where to write the dashboard as a page (default: ${HTML_PATH} for the sample trail, else nowhere)`,
    )
    .option('--json', 'print the report as JSON; with npm, "npm start -s -- --json" prints nothing else')
  addBaselineFlags(command)
  addInputFlags(command)
  addFilterFlags(command)
  addConfigFlags(command)
    .addHelpText(
      'after',
      `
Examples:
  api-usage preview ~/trail/2026/11/22
  api-usage preview --by principal --top 50 trail.json.gz
  api-usage preview --by account,principal --account-names accounts.json trail/
  api-usage preview --html dashboard.html trail/
  api-usage preview --baseline before/ -- after/
  api-usage preview --history 2h --region eu-west-1
  api-usage preview --since 2h --account 111122223333 s3://my-trail
  api-usage preview --since 1h --baseline-ago 1d s3://my-trail/PREFIX
  zcat *.json.gz | api-usage preview --service 's3,dynamodb' -
  api-usage preview --exclude 'kms:Decrypt' trail/
  api-usage preview --alternative 'dimension-sets=Service,Agent' 'max-series=50' -- trail/
  api-usage preview --json trail/ | jq '.usage[0]'

A bucket takes the permissions s3:ListBucket and s3:GetObject, the event history cloudtrail:LookupEvents.
In the project's folder, "npm start --" is "api-usage preview".
Exit codes: 0 the report is shown, 1 no file could be read, 2 the command or the configuration is wrong.`,
    )
    .action(async (paths: string[], options: Options) => {
      process.exitCode = await preview(paths, options, signal)
    })
}

async function preview(paths: readonly string[], options: Options, signal: AbortSignal): Promise<number> {
  const prices = await pricesFrom(options.prices)
  const accountNames = await namesFrom(options.accountNames)
  const limitPaths = (options.limits ?? []).map(givenPath)
  const limits = await limitsFrom(limitPaths)
  const settings = settingsOf({ ...options }, process.env)
  const variants = variantsOf(settings, options.alternative)
  const now = Date.now()
  const { history } = options
  const isSample = paths.length === 0 && history === undefined
  const asked = { paths, history, bounds: boundsOf(options, now) }
  const olderAsked = baselineOf(options, asked, now)
  const common = { flags: options, now, signal }
  const given = await givenInputs({ ...common, ...asked, paths: isSample ? [SAMPLE_TRAIL] : paths })
  const olderGiven = olderAsked && (await givenInputs({ ...common, ...olderAsked }))
  const emfPath = givenPath(options.emf ?? EMF_PATH)
  const htmlPath = htmlPathOf(options.html, isSample)
  await refuseOverwriting(
    [emfPath, ...(htmlPath === undefined ? [] : [htmlPath])],
    [...[...given.inputs, ...(olderGiven?.inputs ?? [])].map(({ name }) => name), ...limitPaths],
  )

  const pageAssets = htmlPath === undefined ? undefined : readPageAssets()

  const moreSets = setsFor(options)
  const config = moreSets.length === 0 ? variants[0].config : withSets(settings, moreSets)
  const dashboard = readDashboard(readTemplate(), dashboardValues(config), {
    CountByAccount: settings.env.COUNT_BY_ACCOUNT?.trim() || DEFAULTS.COUNT_BY_ACCOUNT,
  })
  const result = await runToFile(emfPath, {
    config,
    limits,
    signal,
    inputs: given.inputs,
    filters: filtersOf(options, asked.bounds),
    variants,
    onDocument: dashboard.add,
  })
  const older =
    olderGiven &&
    (await runWithProgress({
      config,
      limits,
      signal,
      inputs: olderGiven.inputs,
      filters: filtersOf(options, olderAsked.bounds),
      variants: [],
      writeLines: async () => {},
      onDocument: () => {},
    }))
  if (result.filesRead === 0 || older?.filesRead === 0) {
    console.error('No file with CloudTrail records could be read.')
    return EXIT.nothingRead
  }
  const model = reportModel({
    result,
    notRead: given.notRead,
    baseline: older && {
      extraction: older.extraction,
      leftOut: older.leftOut,
      notRead: olderGiven.notRead,
    },
    variants: variants.map(({ name }) => name),
    prices,
    limits,
    limitFiles: limitPaths.map(shownPath),
    dashboard: htmlPath === undefined ? undefined : dashboard,
    grouping: options.by,
    accountNames,
    topCallers: config.topCallers,
    top: options.top,
    htmlPath: htmlPath && shownPath(htmlPath),
    emfPath: shownPath(emfPath),
  })
  const width = process.stdout.columns ?? Number.POSITIVE_INFINITY
  if (htmlPath !== undefined && pageAssets !== undefined)
    await writeAtomic(htmlPath, FORMS.page(model, pageAssets))
  console.log(options.json ? FORMS.json(model) : FORMS.text(model, width))
  return EXIT.done
}

/** The default prices and, over them, those in the user's file. */
async function pricesFrom(path: string | undefined): Promise<Prices> {
  if (path === undefined) return readPrices(readDefaultPrices())
  return readPrices(readDefaultPrices(), { path, text: await readFile(givenPath(path), 'utf8') })
}

/** The names of accounts in the user's file. */
async function namesFrom(path: string | undefined): Promise<ReadonlyMap<string, string>> {
  return path === undefined
    ? new Map()
    : readAccountNames(await readFile(givenPath(path), 'utf8'), shownPath(path))
}

/**
 * The documented limits, and those in the user's files.
 * @throws {Error} naming a file that holds none
 */
async function limitsFrom(paths: readonly string[]): Promise<GivenLimits> {
  const files: LimitText[] = []
  for (const path of paths)
    files.push({ name: shownPath(path), text: readContents(await readFile(path)).toString('utf8') })
  return readLimits(files, LIMIT_FILES)
}

/** The page is written for the sample trail, and otherwise only if the user asks for it. */
function htmlPathOf(given: string | undefined, isSample: boolean): string | undefined {
  if (given !== undefined) return givenPath(given)
  return isSample ? givenPath(HTML_PATH) : undefined
}

/** The dimension sets that the report needs in addition to those of the configuration. They are not billed. */
function setsFor({ by, baseline, baselineAgo }: Options): string[] {
  return [
    ...[extraSetOf(by) ?? []].flat(),
    ...(baseline === undefined && baselineAgo === undefined ? [] : Object.values(COMPARED_SETS)),
  ]
}

/** The text for each name in the body of the dashboard. */
function dashboardValues(config: Config): Record<string, string> {
  return {
    MetricNamespace: config.namespace,
    ApiUsageFunction: LOCAL_FUNCTION,
    'AWS::StackName': 'api-usage-tracker',
  }
}

/** Runs the preview, with a progress bar, and names the files that can't be read. */
async function runWithProgress(options: Omit<RunOptions, 'onBadInput' | 'onProgress'>): Promise<RunResult> {
  const { update, stop } = progressBar()
  try {
    return await runPreview({
      ...options,
      onBadInput(name, error) {
        if (options.signal.aborted || concernsAll(error)) throw error
        console.error(`Passed over ${shownName(name)}: ${printable(reasonOf(error))}`)
      },
      onProgress: update,
    })
  } finally {
    stop()
  }
}

/** Runs the preview and writes its EMF lines to a file, which is not made if no input can be read. */
async function runToFile(
  path: string,
  options: Omit<RunOptions, 'onBadInput' | 'onProgress' | 'writeLines'>,
): Promise<RunResult> {
  const file = await openAtomic(path)
  try {
    const writeLines = (lines: readonly string[]) => file.write(lines.map((line) => `${line}\n`).join(''))
    const result = await runWithProgress({ ...options, writeLines })
    if (result.filesRead > 0) await file.keep()
    return result
  } finally {
    await file.close()
  }
}

function grouping(text: string): Grouping {
  const parsed = parseGrouping(text)
  if (parsed === undefined)
    throw new InvalidArgumentError(`Expected one or two of ${GROUPINGS.join(', ')}, separated by a comma.`)
  return parsed
}
