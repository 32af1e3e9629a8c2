import { type Command, InvalidArgumentError, Option } from 'commander'
import { COMPARED_SETS } from '../../preview/analysis/compare.ts'
import { extraSetOf, GROUPINGS, type Grouping, parseGrouping } from '../../preview/analysis/usage.ts'
import { FORMS } from '../../preview/report/forms.ts'
import { reportModel } from '../../preview/report/model.ts'
import { writeAtomic } from '../../util/atomic-write.ts'
import { SAMPLE_TRAIL } from '../assets.ts'
import { addBaselineFlags, type BaselineFlags, baselineOf } from '../baseline.ts'
import { addConfigFlags, settingsOf, withSets } from '../configuration.ts'
import { count, countToFile } from '../counting.ts'
import { EXIT } from '../exit-codes.ts'
import { addFilterFlags, boundsOf, filtersOf } from '../filters.ts'
import { type FileFlags, readGivenFiles } from '../given-files.ts'
import { addInputFlags, givenInputs, type InputFlags } from '../given-inputs.ts'
import { positiveNumber } from '../numbers.ts'
import { refuseOverwriting, shownPath } from '../paths.ts'
import { EMF_PATH, HTML_PATH, type OutputFlags, outputsOf, pageParts } from '../preview-outputs.ts'
import { variantsOf } from '../variants.ts'

interface Options extends InputFlags, BaselineFlags, FileFlags, OutputFlags {
  readonly top: number
  readonly by: Grouping
  readonly json?: true
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
        .argParser(groupingFlag)
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

The permissions for s3:// and --history are in policies/preview.json. kms:Decrypt is needed only for a bucket whose objects are
encrypted with a KMS key of your own.
In the project's folder, "npm start --" is "api-usage preview".
Exit codes: 0 the report is shown, 1 no file could be read, 2 the command or the configuration is wrong.`,
    )
    .action(async (paths: string[], options: Options) => {
      process.exitCode = await preview(paths, options, signal)
    })
}

async function preview(paths: readonly string[], options: Options, signal: AbortSignal): Promise<number> {
  const now = Date.now()
  const settings = settingsOf({ ...options }, process.env)
  const variants = variantsOf(settings, options.alternative)
  const config = withSets(settings, setsFor(options))
  const { history } = options
  const isSample = paths.length === 0 && history === undefined
  const { emfPath, htmlPath } = outputsOf(options, isSample)
  const files = readGivenFiles(options)

  const asked = { paths, history, bounds: boundsOf(options, now) }
  const olderAsked = baselineOf(options, asked, now)
  const common = { flags: options, now, signal }
  const given = await givenInputs({ ...common, ...asked, paths: isSample ? [SAMPLE_TRAIL] : paths })
  const olderGiven = olderAsked && (await givenInputs({ ...common, ...olderAsked }))
  refuseOverwriting(htmlPath === undefined ? [emfPath] : [emfPath, htmlPath], [
    ...[...given.inputs, ...(olderGiven?.inputs ?? [])].map(({ name }) => name),
    ...files.paths,
  ])

  const page = htmlPath === undefined ? undefined : pageParts(settings, config)
  const counting = { config, limits: files.limits, signal }
  const result = await countToFile(emfPath, {
    ...counting,
    inputs: given.inputs,
    filters: filtersOf(options, asked.bounds),
    variants,
    onDocument: page?.dashboard.add ?? (() => {}),
  })
  const older =
    olderGiven &&
    (await count({
      ...counting,
      inputs: olderGiven.inputs,
      filters: filtersOf(options, olderAsked.bounds),
      variants: [],
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
    prices: files.prices,
    limits: files.limits,
    limitFiles: files.limitFiles,
    dashboard: page?.dashboard,
    grouping: options.by,
    accountNames: files.accountNames,
    topCallers: config.topCallers,
    top: options.top,
    htmlPath: htmlPath && shownPath(htmlPath),
    emfPath: shownPath(emfPath),
  })
  if (htmlPath !== undefined && page !== undefined)
    await writeAtomic(htmlPath, FORMS.page(model, page.assets))
  const width = process.stdout.columns ?? Number.POSITIVE_INFINITY
  console.log(options.json ? FORMS.json(model) : FORMS.text(model, width))
  return EXIT.done
}

/** The dimension sets that the report needs in addition to those of the configuration. They are not billed. */
function setsFor({ by, baseline, baselineAgo }: Options): string[] {
  return [
    ...[extraSetOf(by) ?? []].flat(),
    ...(baseline === undefined && baselineAgo === undefined ? [] : Object.values(COMPARED_SETS)),
  ]
}

function groupingFlag(text: string): Grouping {
  const parsed = parseGrouping(text)
  if (parsed === undefined)
    throw new InvalidArgumentError(`Expected one or two of ${GROUPINGS.join(', ')}, separated by a comma.`)
  return parsed
}
