import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { deliveriesOf, inOrderOfDelivery } from '../../src/preview/deliveries.ts'
import { at, message, record } from '../support/records.ts'

const named = (time: string) => ({ name: `trail/111122223333_CloudTrail_eu-west-1_${time}_abc.json.gz` })
const call = (seconds: number) => message(record({ eventTime: at(seconds) }))

describe('inOrderOfDelivery', () => {
  const [first, second, other] = [named('20261001T1205Z'), named('20261001T1210Z'), { name: 'other.json' }]

  it('sorts by the times in the names', () =>
    assert.deepEqual(inOrderOfDelivery([second, first]), [first, second]))

  it('keeps the order if a name has no time', () =>
    assert.deepEqual(inOrderOfDelivery([second, other, first]), [second, other, first]))
})

describe('deliveriesOf', () => {
  const sizes = (deliveries: ReturnType<typeof deliveriesOf>) =>
    deliveries.map(({ now, messages }) => [now, messages.length])

  it('is one delivery at the time in the name', () => {
    const now = Date.parse(at(7200))
    assert.deepEqual(sizes(deliveriesOf([call(0), message('x'), call(3700)], now)), [[now, 3]])
  })

  it('is one delivery per hour if there is no such time, or if records are later', () => {
    const expected = [
      [Date.parse(at(60)), 3],
      [Date.parse(at(3700)), 1],
    ]
    const messages = [call(3700), call(0), message('x'), call(60)]
    assert.deepEqual(sizes(deliveriesOf(messages, undefined)), expected)
    assert.deepEqual(sizes(deliveriesOf(messages, Date.parse(at(60)))), expected)
  })

  it('has only the calls that are kept, with the clock of the newest of them', () => {
    const keeps = ({ time }: { time: number }) => time < Date.parse(at(100))
    const messages = [call(3700), call(0), message('x'), call(60)]
    assert.deepEqual(sizes(deliveriesOf(messages, undefined, keeps)), [[Date.parse(at(60)), 3]])
    assert.deepEqual(deliveriesOf([call(3700)], undefined, keeps), [])
    assert.deepEqual(sizes(deliveriesOf([call(3700), message('x')], 7, keeps)), [[7, 1]])
  })

  it('is one delivery even if no message is a call', () => {
    assert.deepEqual(sizes(deliveriesOf([message('x')], 7)), [[7, 1]])
    assert.deepEqual(sizes(deliveriesOf([], 7)), [[7, 0]])
  })
})
