import { counted, dollars, numberText, percentOf, wholePercent } from '../../../util/number-text.ts'
import { secondText } from '../../../util/time.ts'
import type { ReportModel } from '../model.ts'
import { type KeyNumber, NEAR_LIMIT } from './content.ts'
import { operationName } from './names.ts'

/** The key numbers at the top of the page. */
export function keyNumbers(model: ReportModel): KeyNumber[] {
  const { totals, operations, throttled, accounts, callers, regions } = model
  const { calls, errors, throttles, peak, peakTime } = totals
  const services = new Set(operations.map(({ name: [service] }) => service)).size
  return [
    {
      label: 'Calls',
      value: numberText(calls),
      note: `${counted(model.operationCount, 'operation')} of ${counted(services, 'service')}`,
      isAlarming: false,
    },
    {
      label: 'Errors',
      value: numberText(errors),
      note: `${percentOf(errors, calls)} of calls, including throttled calls`,
      isAlarming: false,
    },
    {
      label: 'Throttled calls',
      value: numberText(throttles),
      note:
        throttles === 0
          ? 'No calls were throttled'
          : `${percentOf(throttles, calls)} of calls, in ${counted(throttled.length, 'operation')}`,
      isAlarming: throttles > 0,
    },
    {
      label: 'Accounts',
      value: numberText(accounts.length),
      note: `${counted(callers.length, 'caller')} in ${counted(regions.length, 'Region')}`,
      isAlarming: false,
    },
    {
      label: 'Peak',
      value: counted(peak, 'call'),
      note: peak === 0 ? '' : `in one second, at ${secondText(peakTime)} UTC`,
      isAlarming: false,
    },
    closest(model),
    ...cost(model),
  ]
}

function closest({ closest: [first], hasAccounts }: ReportModel): KeyNumber {
  const label = 'Highest use of a rate limit'
  const nothing = 'Operations with known limits have too few calls to tell'
  if (first === undefined) return { label, value: '–', note: nothing, isAlarming: false }
  const { percent } = first.highest
  const account = hasAccounts ? `, account ${first.account}` : ''
  return {
    label,
    value: wholePercent(percent),
    note: `${operationName(first)} in ${first.region}${account}, an estimate`,
    isAlarming: percent >= NEAR_LIMIT,
    tooltip: `Highlighted from ${NEAR_LIMIT} %, the default of the parameter RateLimitAlarmThreshold`,
  }
}

function cost({ bills: [first], prices }: ReportModel): KeyNumber[] {
  if (first === undefined) return []
  return [
    {
      label: 'Cost per month',
      value: dollars(first.bill.total),
      note: `of the stack, estimated from these calls, at ${prices.region} prices`,
      isAlarming: false,
    },
  ]
}
