import type { ConfigurationBill, ReportModel } from '../model.ts'
import { type Column, numbers, texts } from './column.ts'
import { counted, dollars, numberText } from './format.ts'
import { title, wrapped } from './prose.ts'
import { table } from './table.ts'

type Bill = ConfigurationBill['bill']

const PARTS: readonly (readonly [label: string, part: keyof Bill])[] = [
  ['Metrics of the calls', 'callMetrics'],
  ["Metrics of the function's own work", 'ownMetrics'],
  ['Alarms', 'alarms'],
  ['Dashboard', 'dashboard'],
  ['Log: the metrics as EMF lines', 'log'],
  ['Lambda', 'lambda'],
  ['Total', 'total'],
]

/** Costs of a month: on average, and if all of it were like one hour. */
const BASES = [
  ['Average', ({ bill }) => bill],
  ['Typical hour', ({ typicalHour }) => typicalHour],
  ['Busiest hour', ({ busiestHour }) => busiestHour],
] as const satisfies readonly (readonly [string, (one: ConfigurationBill) => Bill])[]

/** An input of one hour has no other hours. */
const ONE_BASIS = [['Cost a month', ({ bill }: ConfigurationBill) => bill]] as const

/** What the configuration and its alternatives cost a month, and what that assumes. */
export function bill(model: ReportModel, width: number): string[] {
  const { bills, prices } = model
  const [chosen, ...others] = bills
  if (chosen === undefined) return []
  const bases = chosen.meter.hours === 1 ? ONE_BASIS : BASES
  const columns = (head: string): Column[] => [texts(head), ...bases.map(([name]) => numbers(name))]
  const costs = (one: ConfigurationBill, part: keyof Bill) =>
    bases.map(([, billOf]) => dollars(billOf(one)[part]))
  return [
    ...title(`Cost of the stack, in US dollars a month (${prices.region}, prices of ${prices.date})`, width),
    ...table(
      columns('Part'),
      PARTS.map(([label, part]) => [label, ...costs(chosen, part)]),
      width,
    ),
    ...(others.length === 0
      ? []
      : table(
          columns('Total with another configuration'),
          others.map((one) => [one.name, ...costs(one, 'total')]),
          width,
        )),
    ...notes(model, chosen).flatMap((text) => wrapped(text, width)),
  ]
}

function notes({ assumed }: ReportModel, { meter }: ConfigurationBill): string[] {
  const { secondsPerRecord, secondsPerInvocation, memoryGB, logRetentionDays, alarmMetrics } = assumed
  return [
    ...hourNotes(meter, assumed.hoursOfMonth),
    'CloudWatch bills a metric for each hour in which it has values. Metrics and log are measured.',
    `Assumed: ${numberText(secondsPerRecord * 1000)} ms per record and ${numberText(secondsPerInvocation * 1000)} ms per invocation at ${numberText(memoryGB * 1024)} MB, an invocation for each file or hour, ${logRetentionDays} days of log, ${alarmMetrics} metrics in alarms and one more for each account and service that is throttled and each operation close to its limit, one of three free dashboards.`,
    'Not included: the trail, its log group, Logs Insights.',
  ]
}

/** Which hours the costs are of. */
function hourNotes(meter: ConfigurationBill['meter'], hoursOfMonth: number): string[] {
  const { hours, hoursWithCalls, records, metricHours, typicalHour, busiestHour } = meter
  const perHour = `${numberText(Math.round(records / hours))} records and ${numberText(Math.round(metricHours / hours))} metrics`
  if (hours === 1)
    return [
      `A month in which each of the ${hoursOfMonth} hours is like the hour of this input, with ${perHour}.`,
    ]
  return [
    `Average: a month in which the ${numberText(hours)} hours of this input, ${numberText(hours - hoursWithCalls)} of them without calls, come again and again: ${perHour} an hour.`,
    `Typical and busiest hour: a month in which each of the ${hoursOfMonth} hours is like that one: ${counted(typicalHour.metrics, 'metric')} (the median of the hours with calls) and ${counted(busiestHour.metrics, 'metric')}.`,
  ]
}
