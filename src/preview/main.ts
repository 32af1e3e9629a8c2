import { mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import { SingleBar } from 'cli-progress'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { BOUNDS, type Config, DEFAULTS, readConfig } from '../config.ts'
import { reasonOf } from '../errors.ts'
import { monthlyBill, readPrices } from './bill.ts'
import { COMPARED_SETS, compare } from './compare.ts'
import { type Dashboard, readDashboard } from './dashboard.ts'
import { findFiles } from './files.ts'
import { jsonReport } from './json-report.ts'
import { page } from './page.ts'
import { FUNCTION_NAME, type PreviewOptions, type PreviewResult, preview, type Variant } from './preview.ts'
import { type ReportInput, report } from './report.ts'
import { GROUPINGS, type Grouping, ownSums } from './usage.ts'

const SAMPLE_TRAIL = 'sample/trail'
const EMF_PATH = 'out/api-usage.emf.jsonl'
const HTML_PATH = 'out/dashboard.html'
const TEMPLATE = 'template.yaml'
/** A bar that is gone in a blink only disturbs. */
const PROGRESS_AFTER_MS = 1000

const CHOSEN = 'as configured'

/** Billed beside the configuration, where no others are asked for. */
const ALTERNATIVES: readonly string[] = [
  'EXTRA_DIMENSION_SETS=Service,Operation,Region,Account',
  'EXTRA_DIMENSION_SETS=Service,Operation,Region,Principal',
  'EXCLUDE_OPERATIONS=*:Get*,*:List*,*:Describe*',
  'MAX_SERIES=100',
]

/** npm runs scripts in the project's folder and tells where it was called. */
const calledFrom = process.env.INIT_CWD ?? process.cwd()
const fromHere = (path: string) => resolve(calledFrom, path)

interface Options {
  readonly top: number
  readonly by: Grouping
  readonly json?: true
  readonly emf?: string
  readonly html?: string
  readonly prices?: string
  readonly baseline?: readonly string[]
  readonly alternative?: readonly string[]
}

const command = new Command('npm start --')
  .description(
    'Counts the API calls in CloudTrail files as the Lambda function would, and what that would cost.',
  )
  .argument(
    '[path...]',
    'files or folders: CloudTrail delivery files, JSON records one a line, answers of "aws cloudtrail lookup-events", Lambda events, gzipped or not (default: the sample trail)',
  )
  .option('-n, --top <number>', 'rows of each list', wholeNumber, 20)
  .addOption(
    new Option('-b, --by <what>', 'what the calls are listed by').choices(GROUPINGS).default('operation'),
  )
  .option('--baseline <path...>', 'an older trail to compare with: --baseline OLD... -- NEW...')
  .option('--alternative <VARIABLE=value...>', 'configurations to bill beside the one given, each in quotes')
  .option('--prices <file>', 'prices of yours, of the form of src/preview/prices.json')
  .option('--emf <file>', `where to write the EMF lines (default: ${EMF_PATH})`)
  .option(
    '--html <file>',
    `where to write the dashboard as a page (default: ${HTML_PATH} for the sample trail, else nowhere)`,
  )
  .option('--json', 'the report as JSON; say "npm start -s --", as npm prints lines of its own')
  .addHelpText(
    'after',
    `
Examples:
  npm start -- ~/trail/2026/11/22
  npm start -- --by principal --top 50 trail.json.gz
  npm start -- --html dashboard.html trail/
  npm start -- --baseline before/ -- after/
  EXCLUDE_OPERATIONS='kms:Decrypt' npm start -- trail/
  npm start -- --alternative 'EXTRA_DIMENSION_SETS=Service,Agent' 'MAX_SERIES=50' -- trail/
  npm start -s -- --json trail/ | jq '.usage[0]'

The configuration is that of the function, by the same environment variables: ${Object.keys(DEFAULTS).join(', ')}.
Exit codes: 0 the report is shown, 1 no file could be read, 2 the command or the configuration is wrong.`,
  )
  .exitOverride()

const stop = new AbortController()
// Not only once: a terminal and the programs between it and this one may each pass the same interrupt on.
process.on('SIGINT', () => stop.abort())

try {
  command.parse()
  process.exitCode = await main(command.args, command.opts<Options>())
} catch (error) {
  process.exitCode = exitCodeOf(error)
}

async function main(paths: readonly string[], options: Options): Promise<number> {
  const prices = readPrices(options.prices === undefined ? undefined : inputPath(options.prices))
  const chosen: Variant = { name: CHOSEN, config: configOf(process.env) }
  const variants = [chosen, ...(options.alternative ?? ALTERNATIVES).map(alternative)]
  if (options.baseline !== undefined && paths.length === 0) {
    throw new InvalidArgumentError(
      '--baseline: expected a newer trail behind it: --baseline OLD... -- NEW...',
    )
  }
  const files = await findFiles(paths.length > 0 ? paths.map(inputPath) : [SAMPLE_TRAIL])
  const olderFiles = await findFiles((options.baseline ?? []).map(inputPath))
  const emfPath = outputPath(options.emf) ?? resolve(EMF_PATH)
  const htmlPath = outputPath(options.html) ?? (paths.length > 0 ? undefined : resolve(HTML_PATH))
  await refuseOverwriting([emfPath, ...(htmlPath === undefined ? [] : [htmlPath])], [...files, ...olderFiles])

  const moreSets = setsFor(options)
  const config = moreSets.length === 0 ? chosen.config : withSets(process.env, moreSets)
  const dashboard = readDashboard(TEMPLATE, dashboardValues(config))
  const result = await run(files, { config, variants, emfPath, onDocument: dashboard.add })
  const baseline =
    options.baseline &&
    (await run(olderFiles, { config, variants: [], emfPath: undefined, onDocument: () => {} }))
  if (result.filesRead === 0 || baseline?.filesRead === 0) {
    console.error('No file with CloudTrail records could be read.')
    return 1
  }
  if (htmlPath !== undefined) await writePage(htmlPath, result, dashboard)
  const input: ReportInput = {
    ...result,
    htmlPath: htmlPath && shown(htmlPath),
    emfPath: shown(emfPath),
    grouping: options.by,
    topCallers: config.topCallers,
    top: options.top,
    prices,
    bills: result.meters.map((meter, i) => ({
      name: variants[i]?.name ?? '',
      meter,
      bill: monthlyBill(meter, prices),
    })),
    comparison: baseline && compare(baseline.extraction, result.extraction),
  }
  console.log(
    options.json
      ? JSON.stringify(jsonReport(input))
      : report(input, process.stdout.columns ?? Number.POSITIVE_INFINITY),
  )
  return 0
}

/** The dimension sets that the report needs beside those of the configuration. They are not billed. */
function setsFor({ by, baseline }: Options): string[] {
  return [
    ...(by === 'account' ? ['Account'] : []),
    ...(baseline === undefined ? [] : Object.values(COMPARED_SETS)),
  ]
}

function inputPath(path: string): string {
  if (path === '') throw new InvalidArgumentError('Expected the path of a file or folder, given nothing.')
  return fromHere(path)
}

function outputPath(path: string | undefined): string | undefined {
  return path === undefined ? undefined : inputPath(path)
}

/** A path as the user would write it, without what a terminal would obey. */
function shown(path: string): string {
  return relative(calledFrom, path).replace(/\p{Cc}/gu, '?')
}

/** Refuses outputs that are inputs, folders or one another. */
async function refuseOverwriting(outputs: readonly string[], inputs: readonly string[]): Promise<void> {
  const taken = new Set<string>()
  for (const input of inputs) taken.add(await realpath(input).catch(() => input))
  for (const output of outputs) {
    const real = await realpath(output).catch(() => output)
    if (taken.has(real))
      throw new InvalidArgumentError(
        `${shown(output)} would be overwritten: it is an input or another output.`,
      )
    const target = await stat(real).catch(() => undefined)
    if (target?.isDirectory())
      throw new InvalidArgumentError(`${shown(output)} is a folder: expected the path of a file.`)
    taken.add(real)
  }
}

interface Work {
  readonly config: Config
  readonly variants: readonly Variant[]
  readonly emfPath: string | undefined
  readonly onDocument: PreviewOptions['onDocument']
}

/** What the names in the body of the dashboard stand for here. */
function dashboardValues(config: Config): Record<string, string> {
  return {
    MetricNamespace: config.namespace,
    ApiUsageFunction: FUNCTION_NAME,
    'AWS::StackName': 'api-usage-tracker',
  }
}

async function writePage(
  path: string,
  { extraction, filesRead, knowsLag }: PreviewResult,
  dashboard: Dashboard,
): Promise<void> {
  // Where nothing tells when the files were delivered, their lag is that of a made-up clock.
  const series = [...extraction.series()].filter(({ metric }) => knowsLag || metric !== 'DeliveryLag')
  const lag = knowsLag
    ? ''
    : ' The names of the files do not tell when they were delivered, so there is no lag.'
  const source = `The dashboard of the stack over the records of ${filesRead} ${filesRead === 1 ? 'file' : 'files'}.${lag} All times are UTC.`
  const calls = ownSums(extraction).get('RecordsCounted') ?? 0
  const text = page({
    title: 'API usage: the dashboard, drawn locally',
    source,
    calls,
    widgets: dashboard.draw(series),
  })
  const partial = `${path}.partial`
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(partial, text)
    await rename(partial, path)
  } finally {
    await rm(partial, { force: true })
  }
}

async function run(files: readonly string[], work: Work): Promise<PreviewResult> {
  const bar = new SingleBar({
    format: '{bar} {percentage} % of the files, {eta_formatted} to go',
    stream: process.stderr,
    clearOnComplete: true,
  })
  const start = Date.now()
  try {
    return await preview({
      ...work,
      files,
      signal: stop.signal,
      onBadFile: (path, error) =>
        console.error(`Passed over ${shown(path)}: ${reasonOf(error).replace(/\p{Cc}/gu, '?')}`),
      onProgress: (done, all) => {
        if (!process.stderr.isTTY || Date.now() - start < PROGRESS_AFTER_MS) return
        if (!bar.isActive) bar.start(all, done)
        bar.update(done)
      },
    })
  } finally {
    bar.stop()
  }
}

/** Records may be of any age here. */
function configOf(env: Readonly<Record<string, string | undefined>>): Config {
  return readConfig({ MAX_AGE_HOURS: String(BOUNDS.MAX_AGE_HOURS[1]), ...env })
}

/** The configuration of `VARIABLE=value` over that of the environment; more dimension sets are added to its own. */
function alternative(text: string): Variant {
  const [variable = '', ...value] = text.split('=')
  if (!Object.hasOwn(DEFAULTS, variable)) {
    throw new InvalidArgumentError(
      `--alternative: expected VARIABLE=value with one of ${Object.keys(DEFAULTS).join(', ')}, given ${text}`,
    )
  }
  const config =
    variable === 'EXTRA_DIMENSION_SETS'
      ? withSets(process.env, [value.join('=')])
      : configOf({ ...process.env, [variable]: value.join('=') })
  return {
    name: text.replace('EXTRA_DIMENSION_SETS=', '+ ').replace('EXCLUDE_OPERATIONS=', 'without '),
    config,
  }
}

function withSets(env: Readonly<Record<string, string | undefined>>, sets: readonly string[]): Config {
  const all = [env.EXTRA_DIMENSION_SETS, ...sets].filter(Boolean)
  return configOf({ ...env, EXTRA_DIMENSION_SETS: all.join(';') })
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1.')
  return Number(text)
}

function exitCodeOf(error: unknown): number {
  if (stop.signal.aborted) return 130
  // Commander has said what is wrong, or shown the help, itself.
  if (error instanceof CommanderError && error.code !== 'commander.invalidArgument')
    return error.exitCode === 0 ? 0 : 2
  if (!(error instanceof CommanderError) || error instanceof InvalidArgumentError)
    console.error(reasonOf(error))
  return 2
}
