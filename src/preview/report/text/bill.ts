import type { ReportModel } from '../model.ts'
import { dollars } from './format.ts'
import { bold, cellText, left, right, table } from './table.ts'

const HEADS = [
  'Metrics/h',
  'Of calls',
  'Own',
  'Alarms',
  'Dashboard',
  'Log',
  'Lambda',
  'A month',
  'By PutMetricData',
]

/** What the configuration and its alternatives cost a month, and what that assumes. */
export function bill({ bills, prices, assumed }: ReportModel, width: number): string[] {
  const [chosen] = bills
  if (chosen === undefined) return []
  const { hours, hoursWithCalls, records } = chosen.meter
  const rows = bills.map(({ name, meter, bill }) => [
    name,
    meter.metricHours / meter.hours,
    ...[
      bill.callMetrics,
      bill.ownMetrics,
      bill.alarms,
      bill.dashboard,
      bill.log,
      bill.lambda,
      bill.total,
    ].map(dollars),
    dollars(bill.byPutMetricData),
  ])
  const { secondsPerRecord, secondsPerInvocation, memoryGB, logRetentionDays, alarmMetrics, hoursOfMonth } =
    assumed
  return [
    bold(`The bill, in US dollars a month (${prices.region}, prices of ${prices.date})`),
    table([left('Configuration'), ...HEADS.map(right)], rows, width),
    `As if every hour of a month (${hoursOfMonth}) were like ${hours === 1 ? 'the hour' : `the ${cellText(hours)} hours`} of this input, ` +
      `with ${cellText(records / hours)} records each.`,
    ...(hoursWithCalls < hours / 2
      ? [
          `Only ${cellText(hoursWithCalls)} of the ${cellText(hours)} hours have calls: the bill of a busier time is higher.`,
        ]
      : []),
    'Measured: metrics that are reported in each clock hour, bytes of EMF. By PutMetricData: the month with its requests, ' +
      '1,000 metrics each, in place of the log.',
    `Assumed: ${cellText(secondsPerRecord * 1000)} ms a record and ${cellText(secondsPerInvocation * 1000)} ms an invocation at ` +
      `${cellText(memoryGB * 1024)} MB, one invocation for each file or hour, ${logRetentionDays} days of log, ${alarmMetrics} metrics ` +
      'in alarms and one more for each account and service that is throttled and each operation close to its limit, a ' +
      'dashboard that is one of three free ones.',
    'Not in it: the trail, its log group, Logs Insights.',
  ]
}
