import { secondText } from '../../../util/time.ts'
import type { ReportModel } from '../model.ts'
import type { KeyNumber } from './content.ts'
import { operationName } from './names.ts'
import { counted, dollars, numberText, percentOf, usedText } from './words.ts'

/** The percentage of a documented limit from which the stack's alarm goes off by default. */
const NEAR_LIMIT = 80

/** The numbers that the page starts with. */
export function keyNumbers(model: ReportModel): KeyNumber[] {
  const { totals, operations, throttled, accounts, callers, regions } = model
  const { calls, errors, throttles, peak, peakTime } = totals
  const services = new Set(operations.map(({ name: [service] }) => service)).size
  return [
    {
      label: 'Calls',
      value: numberText(calls),
      note: `${counted(operations.length, 'operation')} of ${counted(services, 'service')}`,
      isAlarming: false,
    },
    {
      label: 'Errors',
      value: numberText(errors),
      note: `${percentOf(errors, calls)} of the calls, throttled calls included`,
      isAlarming: false,
    },
    {
      label: 'Throttled calls',
      value: numberText(throttles),
      note:
        throttles === 0
          ? 'No calls were throttled'
          : `${percentOf(throttles, calls)} of the calls, ${counted(throttled.length, 'operation')}`,
      isAlarming: throttles > 0,
    },
    {
      label: 'Accounts',
      value: numberText(accounts.length),
      note: `${counted(callers.length, 'caller')} in ${counted(regions.length, 'Region')}`,
      isAlarming: false,
    },
    {
      label: 'Busiest second',
      value: counted(peak, 'call'),
      note: peak === 0 ? '' : `${secondText(peakTime)} UTC`,
      isAlarming: false,
    },
    closest(model),
    ...cost(model),
  ]
}

function closest({ closest: [first], hasAccounts }: ReportModel): KeyNumber {
  const label = 'Closest to its rate limit'
  const nothing = 'No operation with a known limit has enough calls to tell'
  if (first === undefined) return { label, value: '–', note: nothing, isAlarming: false }
  const { percent } = first.highest
  const account = hasAccounts ? ` of ${first.account}` : ''
  return {
    label,
    value: usedText(percent),
    note: `${operationName(first)} in ${first.region}${account}, an estimate`,
    isAlarming: percent >= NEAR_LIMIT,
  }
}

function cost({ bills: [first], prices }: ReportModel): KeyNumber[] {
  if (first === undefined) return []
  return [
    {
      label: 'Cost of the metrics a month',
      value: dollars(first.bill.total),
      note: `if every hour were like these, at the prices of ${prices.region}`,
      isAlarming: false,
    },
  ]
}
