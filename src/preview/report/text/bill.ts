import { counted, dollars, numberText } from '../../../util/number-text.ts'
import type { ConfigurationBill, ReportModel } from '../model.ts'
import { type Column, numbers, texts } from './column.ts'
import { title, wrapped } from './prose.ts'
import { table } from './table.ts'

type Bill = ConfigurationBill['bill']

const PARTS: readonly (readonly [label: string, part: keyof Bill])[] = [
  ['Call metrics', 'callMetrics'],
  ['Function metrics', 'ownMetrics'],
  ['Alarms', 'alarms'],
  ['Dashboard', 'dashboard'],
  ['Log (EMF lines)', 'log'],
  ['Lambda', 'lambda'],
  ['Total', 'total'],
]

/** The hours that a month may consist of. */
const BASES = [
  ['Average', ({ bill }) => bill],
  ['Typical hour', ({ typicalHour }) => typicalHour],
  ['Busiest hour', ({ busiestHour }) => busiestHour],
] as const satisfies readonly (readonly [string, (one: ConfigurationBill) => Bill])[]

/** An input of one hour has no other hours. */
const ONE_BASIS = [['Cost per month', ({ bill }: ConfigurationBill) => bill]] as const

/** The monthly cost of the configuration and its alternatives, with the assumptions. */
export function bill(model: ReportModel, width: number): string[] {
  const { bills, sameBills, prices } = model
  const [chosen, ...others] = bills
  if (chosen === undefined) return []
  const different = others.filter(({ name }) => sameBills.every((same) => same.name !== name))
  const bases = chosen.meter.hours === 1 ? ONE_BASIS : BASES
  const columns = (head: string): Column[] => [texts(head), ...bases.map(([name]) => numbers(name))]
  const costs = (one: ConfigurationBill, part: keyof Bill) =>
    bases.map(([, billOf]) => dollars(billOf(one)[part]))
  return [
    ...title(
      `Monthly cost of the stack in US dollars, estimated from these calls (${prices.region}, prices of ${prices.date})`,
      width,
    ),
    ...table(
      columns('Part'),
      PARTS.map(([label, part]) => [label, ...costs(chosen, part)]),
      width,
    ),
    ...(different.length === 0
      ? []
      : table(
          columns('Total with other settings'),
          different.map((one) => [one.name, ...costs(one, 'total')]),
          width,
        )),
    ...sameBills.flatMap(({ name, reason }) => wrapped(`${name}: same bill, because ${reason}.`, width)),
    ...notes(model, chosen).flatMap((text) => wrapped(text, width)),
  ]
}

function notes({ assumed }: ReportModel, { meter }: ConfigurationBill): string[] {
  const { secondsPerRecord, secondsPerInvocation, memoryGB, logRetentionDays, alarmMetrics } = assumed
  return [
    ...hourNotes(meter, assumed.hoursOfMonth),
    'CloudWatch bills each metric only for the hours in which it has values. The costs of metrics and log are measured from this input.',
    `Assumed: ${numberText(secondsPerRecord * 1000)} ms per record and ${numberText(secondsPerInvocation * 1000)} ms per invocation at ${numberText(memoryGB * 1024)} MB; one invocation per file, or per hour if file names have no time of delivery; ${logRetentionDays} days of log retention; ${alarmMetrics} alarm metrics, plus one for each account and service that is throttled and one for each operation close to its limit; one of the three free dashboards.`,
    'Not included: the trail, its log group, and Logs Insights queries.',
  ]
}

/** Describes the hours that the costs are based on. */
function hourNotes(meter: ConfigurationBill['meter'], hoursOfMonth: number): string[] {
  const { hours, hoursWithCalls, records, metricHours, typicalHour, busiestHour } = meter
  const perHour = `${aboutText(records / hours, 'record')} and ${aboutText(metricHours / hours, 'metric')}`
  if (hours === 1)
    return [
      `A month has ${hoursOfMonth} hours, all equal in this estimate. The hour of this input has ${perHour}.`,
    ]
  const without = hours > hoursWithCalls ? ` (${numberText(hours - hoursWithCalls)} without calls)` : ''
  return [
    `A month has ${hoursOfMonth} hours, all equal in this estimate. Average: ${perHour} per hour, the mean of the ${counted(hours, 'hour')} of this input${without}. Typical hour: ${counted(typicalHour.metrics, 'metric')}, the median of the hours with calls. Busiest hour: ${counted(busiestHour.metrics, 'metric')}.`,
  ]
}

/** `51 metrics`. A few in many hours aren't rounded to none. */
function aboutText(count: number, noun: string): string {
  return count > 0 && count < 0.5 ? `less than one ${noun}` : counted(Math.round(count), noun)
}
