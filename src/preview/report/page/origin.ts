import type { ReportModel } from '../model.ts'
import { counted, durationText, minuteText, numberText } from './words.ts'

/** Sources that the page names; the others are counted. */
const SOURCES = 5

/** The files and the time that the page was made from, and settings other than the defaults. */
export function origin({ span, files, sources, settings }: ReportModel): string[] {
  const more = sources.length > SOURCES ? ` and ${numberText(sources.length - SOURCES)} more` : ''
  const names = sources.length === 0 ? '' : `: ${sources.slice(0, SOURCES).join(', ')}${more}`
  const given = settings.filter(({ from }) => from !== 'default')
  return [
    ...(span === undefined
      ? ['There are no calls in these records.']
      : [
          `Calls from ${minuteText(span.from)} to ${minuteText(span.to)} UTC (${durationText(span.to - span.from)})`,
        ]),
    `${counted(files.read, 'file')} read${names}`,
    ...(given.length === 0
      ? []
      : [`Configuration: ${given.map(({ variable, value }) => `${variable}=${value}`).join(', ')}`]),
  ]
}

/** Calls that are missing in the numbers, or that the metrics won't name. */
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
    ...(files.passedOver === 0
      ? []
      : [`${counted(files.passedOver, 'file')} could not be read: see the messages of the command.`]),
    ...notRead.map(
      ({ source, from, to, reason }) =>
        `Calls from ${minuteText(from)} to ${minuteText(to)} UTC in the ${source} were not read: ${reason}`,
    ),
    ...leftOut.map((one) => `Left out before counting: ${counted(one.records, 'record')} by ${one.filter}`),
    ...(malformed === 0
      ? []
      : [
          `${counted(malformed, 'record')} could not be read and ${malformed === 1 ? 'is' : 'are'} not counted.`,
        ]),
    ...(callsFolded === 0
      ? []
      : [
          `The metrics, and so the charts, count ${counted(callsFolded, 'call')} under (other), because MAX_SERIES (--max-series) was reached.${callsUnderOther > 0 ? '' : ' The tables name them all.'}`,
        ]),
    ...(callsUnderOther === 0
      ? []
      : [
          `The tables count ${counted(callsUnderOther, 'call')} under (other), because there are too many callers, operations and errors to name. The totals are complete.`,
        ]),
  ]
}
