import { counted, numberText } from '../../../util/number-text.ts'
import type { ReportModel } from '../model.ts'
import type { Section } from './content.ts'
import { column, tables } from './table.ts'

type Configuration = ReportModel['bills'][number]

/** The monthly cost of the configuration and its alternatives. */
export function billSection({ bills, sameBills, prices, assumed }: ReportModel): Section {
  const [first] = bills
  const hasHours = first !== undefined && first.meter.hours > 1
  const columns = [
    column<Configuration>('Configuration', 'text', ({ name }) => name),
    column<Configuration>(hasHours ? 'Average hour' : 'Total', 'dollars', ({ bill }) => bill.total),
    ...(hasHours
      ? [
          column<Configuration>('Typical hour', 'dollars', (one) => one.typicalHour.total),
          column<Configuration>('Busiest hour', 'dollars', (one) => one.busiestHour.total),
        ]
      : []),
    column<Configuration>('Call metrics', 'dollars', ({ bill }) => bill.callMetrics),
    column<Configuration>('Function metrics', 'dollars', ({ bill }) => bill.ownMetrics),
    column<Configuration>('Alarms', 'dollars', ({ bill }) => bill.alarms),
    column<Configuration>('Dashboard', 'dollars', ({ bill }) => bill.dashboard),
    column<Configuration>('Log', 'dollars', ({ bill }) => bill.log),
    column<Configuration>('Lambda', 'dollars', ({ bill }) => bill.lambda),
    column<Configuration>('Metrics per hour', 'count', ({ meter }) => meter.metricHours / meter.hours),
  ]
  return {
    title: 'Cost per month',
    text: first === undefined ? [] : [...assumptions(first, prices, assumed), ...notes(bills, sameBills)],
    tables: tables('Cost per month', 'cost', columns, bills),
  }
}

function assumptions(
  { meter: { hours, hoursWithCalls, records } }: Configuration,
  { region, date }: ReportModel['prices'],
  assumed: ReportModel['assumed'],
): string[] {
  const { secondsPerRecord, memoryGB, logRetentionDays, alarmMetrics, hoursOfMonth } = assumed
  const typical =
    hours === 1
      ? ''
      : ` The average hour is that of all ${counted(hours, 'hour')} of this input. The typical hour is the median of the ${counted(hoursWithCalls, 'hour')} with calls, and the busiest is the one with the most metrics. The columns from "Call metrics" on are those of the average hour.`
  return [
    `US dollars, ${region}, prices of ${date}, for a month of ${hoursOfMonth} hours that are all like ${hours === 1 ? 'this one' : 'the average, typical or busiest hour'}. This input has ${counted(records / hours, 'record')} per hour.${typical}`,
    `CloudWatch bills each metric only for the hours in which it has values. The costs of metrics and log are measured from this input. The rest is assumed: ${numberText(secondsPerRecord * 1000)} ms of Lambda per record at ${numberText(memoryGB * 1024)} MB, ${logRetentionDays} days of log retention, ${alarmMetrics} alarm metrics, plus one for each account and service that is throttled and one for each operation close to its limit, and one of the free dashboards. Not included: the trail, its log group, and Logs Insights queries.`,
  ]
}

/** Explains equal bills, and function metrics that differ. */
function notes([chosen, ...others]: ReportModel['bills'], sameBills: ReportModel['sameBills']): string[] {
  const hasOtherMetrics = others.some(({ meter }) => meter.ownMetricHours !== chosen?.meter.ownMetricHours)
  return [
    ...sameBills.map(({ name, reason }) => `${name} has the same bill, because ${reason}.`),
    ...(hasOtherMetrics
      ? [
          'The number of function metrics varies: the function emits RecordsFiltered if operations are excluded, and CallsFolded if calls count as (other).',
        ]
      : []),
  ]
}
