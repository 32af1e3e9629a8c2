import { pathToFileURL } from 'node:url'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { GROUPINGS, type Grouping, parseGrouping } from '../../preview/analysis/grouping.ts'
import { canSortByLimits, SORTS, type Sort } from '../../preview/analysis/sort.ts'
import { reportModel } from '../../preview/report/build-model.ts'
import { FORMS } from '../../preview/report/forms.ts'
import { printable } from '../../util/printable.ts'
import { readPageAssets, SAMPLE_TRAIL } from '../assets.ts'
import { addBaselineFlags, type BaselineFlags, baselineOf } from '../baseline.ts'
import { addConfigFlags, configOf, settingsInForce, settingsOf } from '../configuration.ts'
import { count, countToFile } from '../counting.ts'
import { EXIT } from '../exit-codes.ts'
import { addFilterFlags, boundsOf, filtersOf } from '../filters.ts'
import { type FileFlags, readGivenFiles } from '../given-files.ts'
import { addInputFlags, givenInputs, type InputFlags } from '../given-inputs.ts'
import { positiveNumber } from '../numbers.ts'
import { refuseOverwriting } from '../paths.ts'
import { EMF_PATH, HTML_PATH, type OutputFlags, outputsOf, writeForms } from '../preview-outputs.ts'
import { sourceNames } from '../source-names.ts'
import { terminalWidth } from '../terminal.ts'
import { variantsOf } from '../variants.ts'

interface Options extends InputFlags, BaselineFlags, FileFlags, OutputFlags {
  readonly top: number
  readonly by: Grouping
  readonly sort?: Sort
  readonly json?: true
  readonly alternative?: readonly string[]
}

/** Adds the command `preview`, which `signal` interrupts. */
export function addPreview(program: Command, signal: AbortSignal): void {
  const command = program
    .command('preview')
    .description(
      'Counts the API calls in CloudTrail files, a bucket or the event history as the Lambda function would, and estimates the cost of the stack.',
    )
    .argument(
      '[path...]',
      's3://BUCKET/PREFIX of a trail, - for standard input, or files and folders: CloudTrail log files, JSON records, output of "aws cloudtrail lookup-events" or "aws logs filter-log-events", log exports, EventBridge or Lambda events, gzipped or not (default: the sample trail)',
    )
    .option('-n, --top <number>', 'maximum number of rows per list', positiveNumber, 20)
    .addOption(
      new Option(
        '-b, --by <grouping>',
        `how to group the calls: ${GROUPINGS.join(', ')}, or two of them, such as account,principal`,
      )
        .argParser(groupingFlag)
        .default(['operation'] satisfies Grouping, 'operation'),
    )
    .addOption(
      new Option(
        '--sort <key>',
        'order of that list and of the callers: highest first, or by name (default: calls; throttles for accounts and callers)',
      ).choices(SORTS),
    )
    .option(
      '--account-names <file>',
      'show account names from this file: output of "aws organizations list-accounts", or CSV with IDs and names',
    )
    .option(
      '--alternative <VARIABLE=value...>',
      'configurations to compare in the bill, instead of the default ones, each in quotes',
    )
    .option(
      '--limits <file...>',
      'your own rate limits, only for this report: output of "aws service-quotas list-service-quotas", or files in the format of src/core/rate-limits/documented/: --limits QUOTAS... -- TRAIL...',
    )
    .option('--prices <file>', 'your own prices, in the format of src/preview/analysis/prices.json')
    .option('--emf <file>', `where to write the EMF lines (default: ${EMF_PATH})`)
    .option(
      '--html <file>',
      `where to write the page with charts and tables, a single file that needs no network (default: ${HTML_PATH})`,
    )
    .option('--no-html', 'do not write the page')
    .option('--csv <folder>', 'where to write the report as CSV files, one per table (default: not written)')
    .option(
      '--json',
      'print the report as JSON, with the schema in docs/report.schema.json; with npm, use "npm start -s -- --json" to print nothing else',
    )
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
  api-usage preview --sort throttles trail/
  api-usage preview --csv report/ trail/
  api-usage preview --by account,principal --account-names accounts.json trail/
  api-usage preview --html usage.html trail/
  api-usage preview --baseline before/ -- after/
  api-usage preview --history 2h --region eu-west-1
  api-usage preview --since 2h --account 111122223333 s3://my-trail
  api-usage preview --since 1h --baseline-ago 1d s3://my-trail/PREFIX
  zcat *.json.gz | api-usage preview --service 's3,dynamodb' -
  api-usage preview --exclude 'kms:Decrypt' trail/
  api-usage preview --alternative 'dimension-sets=Service,Agent' 'max-series=50' -- trail/
  api-usage preview --json trail/ | jq '.operations[0]'

The permissions for s3:// and --history are in policies/preview.json. You need kms:Decrypt only if the objects
are encrypted with your own KMS key.
In the project's folder, you can also run "npm start -- ...".
Exit codes: 0 the report is shown, 1 no file can be read, 2 the command or the configuration is invalid.`,
    )
    .action(async (paths: string[], options: Options) => {
      process.exitCode = await preview(paths, options, signal)
    })
}

async function preview(paths: readonly string[], options: Options, signal: AbortSignal): Promise<number> {
  if (options.sort === 'used' && !canSortByLimits(options.by))
    throw new Error('--sort used: only operations have limits. Add --by operation or --by account,operation.')
  const now = Date.now()
  const settings = settingsOf({ ...options }, process.env)
  const variants = variantsOf(settings, options.alternative)
  const config = configOf(settings)
  const { history } = options
  const isSample = paths.length === 0 && history === undefined
  const outputs = outputsOf(options)
  const { emf, html, csv } = outputs
  const files = readGivenFiles(options)

  const asked = { paths, history, bounds: boundsOf(options, now) }
  const olderAsked = baselineOf(options, asked, now)
  const common = { flags: options, now, signal }
  const given = await givenInputs({ ...common, ...asked, paths: isSample ? [SAMPLE_TRAIL] : paths })
  const olderGiven = olderAsked && (await givenInputs({ ...common, ...olderAsked }))
  const inputNames = [...given.inputs, ...(olderGiven?.inputs ?? [])].map(({ name }) => name)
  const typed = [emf, html, csv].flatMap((output) => output?.typed ?? [])
  typed.push(...paths, ...(options.baseline ?? []))
  refuseOverwriting(outputs.paths, [...inputNames, ...files.paths], typed)

  const page = html === undefined ? undefined : readPageAssets()
  const counting = { config, limits: files.limits, grouping: options.by, signal, typed }
  const result = await countToFile(emf.path, {
    ...counting,
    inputs: given.inputs,
    filters: filtersOf(options, asked.bounds),
    variants,
  })
  const older =
    olderGiven &&
    (await count({
      ...counting,
      inputs: olderGiven.inputs,
      filters: filtersOf(options, olderAsked.bounds),
      variants: [],
    }))
  if (result.filesRead === 0 || older?.filesRead === 0) {
    console.error('No file with CloudTrail records could be read.')
    return EXIT.nothingRead
  }
  const model = reportModel({
    result,
    sources: sourceNames(paths, isSample, given.inputs),
    settings: settingsInForce(settings),
    notRead: given.notRead,
    baseline: older && {
      counted: older.counted,
      leftOut: older.leftOut,
      notRead: olderGiven.notRead,
    },
    variants: variants.map(({ name }) => name),
    prices: files.prices,
    limits: files.limits,
    limitFiles: files.limitFiles,
    grouping: options.by,
    sort: options.sort,
    accountNames: files.accountNames,
    top: options.top,
    htmlPath: html && printable(html.typed),
    htmlAddress: html && pathToFileURL(html.path).href,
    csvPath: csv && printable(csv.typed),
    emfPath: printable(emf.typed),
  })
  await writeForms(model, outputs, page)
  const width = terminalWidth(process.stdout, process.env)
  console.log(options.json ? FORMS.json(model) : FORMS.text(model, width))
  return EXIT.done
}

function groupingFlag(text: string): Grouping {
  const parsed = parseGrouping(text)
  if (parsed === undefined)
    throw new InvalidArgumentError(`Expected one or two of ${GROUPINGS.join(', ')}, separated by a comma.`)
  return parsed
}
