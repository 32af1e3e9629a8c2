import { counted, numberText } from '../../../util/number-text.ts'
import { lengthText, minuteText } from '../../../util/time.ts'
import type { ReportModel } from '../model.ts'

/** Maximum number of sources to name. */
const SOURCES = 5

/** The files and the time range of the page, and settings that differ from the defaults. */
export function origin({ span, files, sources, settings }: ReportModel): string[] {
  const more = sources.length > SOURCES ? ` and ${numberText(sources.length - SOURCES)} more` : ''
  const names = sources.length === 0 ? '' : `: ${sources.slice(0, SOURCES).join(', ')}${more}`
  const given = settings.filter(({ from }) => from !== 'default')
  return [
    ...(span === undefined
      ? ['There are no calls in these records.']
      : [
          `Calls from ${minuteText(span.from)} to ${minuteText(span.to)} UTC (${lengthText(span.from, span.to)})`,
        ]),
    `${counted(files.read, 'file')} read${names}`,
    ...(given.length === 0
      ? []
      : [`Configuration: ${given.map(({ variable, value }) => `${variable}=${value}`).join(', ')}`]),
  ]
}

/** Calls that are missing from the numbers, or counted as `(other)` in the metrics or the tables. */
export function notices({
  files,
  notRead,
  leftOut,
  callsFolded,
  callsUnderOther,
  records,
}: ReportModel): string[] {
  const { RecordsMalformed: malformed } = records
  return [
    ...(files.skipped === 0
      ? []
      : [
          `Skipped ${counted(files.skipped, 'file')} that could not be read. The command printed the reasons.`,
        ]),
    ...notRead.map(
      ({ source, from, to, reason }) =>
        `Calls from ${minuteText(from)} to ${minuteText(to)} UTC in the ${source} were not read: ${reason}`,
    ),
    ...leftOut.map((one) => `Excluded by ${one.filter}: ${counted(one.records, 'record')}`),
    ...(malformed === 0
      ? []
      : [`${counted(malformed, 'malformed record was', 'malformed records were')} not counted.`]),
    ...(callsFolded === 0
      ? []
      : [
          `The metrics and charts count ${counted(callsFolded, 'call')} as (other), because MAX_SERIES (--max-series) was reached.${callsUnderOther > 0 ? '' : ' The tables show all names.'}`,
        ]),
    ...(callsUnderOther === 0
      ? []
      : [
          `The tables count ${counted(callsUnderOther, 'call')} as (other), because there are too many callers, operations and errors to name. The totals are complete.`,
        ]),
  ]
}
