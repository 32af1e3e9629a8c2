import { counted, numberText, percentOf } from '../../../util/number-text.ts'
import { secondText } from '../../../util/time.ts'
import type { RecordCounts, ReportModel } from '../model.ts'
import { gaps } from './gaps.ts'
import { labelled, title, wrapped } from './prose.ts'
import { spanText } from './time-format.ts'

/** Maximum number of Regions or sources to name. */
const NAMED = 4

/** The other outcomes of records, in singular and plural. */
const NOT_COUNTED: readonly (readonly [keyof RecordCounts, string, string])[] = [
  ['RecordsDuplicate', 'duplicate', 'duplicates'],
  ['RecordsSkipped', 'not an API call', 'not API calls'],
  ['RecordsFiltered', 'excluded by operation', 'excluded by operation'],
  ['RecordsExpired', 'too old or in the future', 'too old or in the future'],
  ['RecordsMalformed', 'malformed', 'malformed'],
]

/** The totals, and the input that they were counted from. */
export function summary(model: ReportModel, width: number): string[] {
  const { totals, span, callsFolded, callsUnderOther } = model
  const { calls, errors, throttles, peak, peakTime } = totals
  const entries: (readonly [string, string])[] = [
    ['Calls', numberText(calls)],
    [
      'Errors',
      `${numberText(errors)}${partOf(errors, calls)}${throttles > 0 ? ', including throttled calls' : ''}`,
    ],
    ['Throttled', `${numberText(throttles)}${partOf(throttles, calls)}`],
    ...(peak > 0
      ? [['Peak', `${counted(peak, 'call')} in one second, at ${secondText(peakTime)} UTC`] as const]
      : []),
    ['Accounts', accountsText(model)],
    ['Callers', `${numberText(model.callers.length)}, using ${counted(model.operationCount, 'operation')}`],
    ['Files read', filesText(model)],
    ['Records', recordsText(model.records)],
    ...lagEntry(model),
    ['Configuration', configurationText(model)],
  ]
  return [
    ...title(span === undefined ? 'API usage: no calls' : `API usage from ${spanText(span)}`, width),
    ...labelled(entries, width),
    ...gaps(model, 'Excluded by filters', width),
    ...(callsFolded > 0
      ? wrapped(
          `The metrics count ${counted(callsFolded, 'call')} as (other), because MAX_SERIES (--max-series) was reached.${callsUnderOther > 0 ? '' : ' This report shows all names.'}`,
          width,
        )
      : []),
    ...(callsUnderOther > 0
      ? wrapped(
          `This report shows ${counted(callsUnderOther, 'call')} as (other), because there are too many callers, operations and errors to name. The totals are complete.`,
          width,
        )
      : []),
  ]
}

function partOf(part: number, whole: number): string {
  return part === 0 ? '' : ` (${percentOf(part, whole)} of calls)`
}

function accountsText({ accounts, regions }: ReportModel): string {
  const names = regions.length > 0 && regions.length <= NAMED ? `: ${regions.join(', ')}` : ''
  return `${numberText(accounts.length)}, in ${counted(regions.length, 'Region')}${names}`
}

function filesText({ files, sources }: ReportModel): string {
  const skipped = files.skipped > 0 ? `, ${numberText(files.skipped)} skipped` : ''
  const more = sources.length > NAMED ? ` and ${numberText(sources.length - NAMED)} more` : ''
  const names = sources.length === 0 ? '' : `: ${sources.slice(0, NAMED).join(', ')}${more}`
  return `${numberText(files.read)}${skipped}${names}`
}

function recordsText(records: RecordCounts): string {
  const others = NOT_COUNTED.filter(([metric]) => records[metric] > 0).map(([metric, one, several]) =>
    counted(records[metric], one, several),
  )
  const counts = [counted(records.RecordsCounted, 'counted as a call', 'counted as calls'), ...others]
  return `${numberText(records.RecordsReceived)}: ${counts.join(', ')}`
}

function lagEntry({ lag }: ReportModel): (readonly [string, string])[] {
  if (lag === undefined) return []
  const [least, most] = [Math.round(lag.least), Math.round(lag.most)]
  return [
    [
      'Delivery lag',
      `${numberText(least)} to ${counted(most, 'second')} after the call, according to the file names`,
    ],
  ]
}

/** The settings that differ from their defaults. */
function configurationText({ settings }: ReportModel): string {
  const given = settings.filter(({ from }) => from !== 'default')
  const texts = given.map(({ variable, flag, value, from }) =>
    from === 'flag' ? `${flag} ${value}` : `${variable}=${value} (environment)`,
  )
  const change = 'change it with flags such as --exclude and --max-series (see --help)'
  return texts.length === 0 ? `defaults; ${change}` : `${texts.join(', ')}, otherwise defaults; ${change}`
}
