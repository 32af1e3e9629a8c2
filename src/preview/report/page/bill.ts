import type { ReportModel } from '../model.ts'
import type { Section } from './content.ts'
import { column, tables } from './table.ts'
import { counted, numberText } from './words.ts'

type Configuration = ReportModel['bills'][number]

/** The costs of a month, with the configuration and its alternatives. */
export function billSection({ bills, prices, assumed }: ReportModel): Section {
  const [first] = bills
  const hasHours = first !== undefined && first.meter.hours > 1
  const columns = [
    column<Configuration>('Configuration', 'text', ({ name }) => name),
    column<Configuration>('Total a month', 'dollars', ({ bill }) => bill.total),
    ...(hasHours
      ? [
          column<Configuration>('Total if all hours were typical', 'dollars', (one) => one.typicalHour.total),
          column<Configuration>(
            'Total if all hours were the busiest',
            'dollars',
            (one) => one.busiestHour.total,
          ),
        ]
      : []),
    column<Configuration>('Metrics of the calls', 'dollars', ({ bill }) => bill.callMetrics),
    column<Configuration>('Metrics of the function', 'dollars', ({ bill }) => bill.ownMetrics),
    column<Configuration>('Alarms', 'dollars', ({ bill }) => bill.alarms),
    column<Configuration>('Dashboard', 'dollars', ({ bill }) => bill.dashboard),
    column<Configuration>('Log', 'dollars', ({ bill }) => bill.log),
    column<Configuration>('Lambda', 'dollars', ({ bill }) => bill.lambda),
    column<Configuration>('Metrics per hour', 'count', ({ meter }) => meter.metricHours / meter.hours),
  ]
  return {
    title: 'Cost a month',
    text: first === undefined ? [] : assumptions(first, prices, assumed),
    tables: tables('Cost a month', 'cost', columns, bills),
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
      : ` The typical hour is the median, the busiest the highest of the ${counted(hoursWithCalls, 'hour')} with calls.`
  return [
    `US dollars, ${region}, prices of ${date}, as if each of the ${hoursOfMonth} hours of a month were like the ${counted(hours, 'hour')} of this trail, with ${counted(records / hours, 'record')} per hour.${typical}`,
    `CloudWatch bills a metric for each hour in which it has values. The metrics and the log are measured. The rest is assumed: ${numberText(secondsPerRecord * 1000)} ms of Lambda per record at ${numberText(memoryGB * 1024)} MB, ${logRetentionDays} days of log, ${alarmMetrics} metrics in alarms plus one for each account and service that is throttled and each operation close to its limit, and one of the free dashboards. The trail, its log group and queries in Logs Insights are not included.`,
  ]
}
