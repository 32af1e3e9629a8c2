import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CountedCalls } from '../../../src/preview/analysis/call-meter.ts'
import { type Change, compare } from '../../../src/preview/analysis/compare.ts'
import { countedIn } from '../../support/counted.ts'
import { ACCOUNT, assumedRole, at, type Json, records } from '../../support/records.ts'

/** Calls in one hour or more, with the number of each operation per hour. */
function trail(operations: Record<string, number>, members: Json = {}, hours = 1): CountedCalls {
  const all = Object.entries(operations).flatMap(([eventName, perHour]) =>
    records(perHour * hours, (i) => ({
      eventID: `${eventName}-${i}`,
      eventName,
      eventTime: at((i * 3600) / perHour),
      ...members,
    })),
  )
  // Calls in the first and the last minute complete the hours.
  const ends = records(2 * hours, (i) => ({
    eventID: `end-${i}`,
    eventName: 'End',
    eventTime: at(i % 2 === 0 ? 0 : hours * 3600 - 1),
  }))
  return countedIn([...all, ...ends], { now: Date.parse(at(hours * 3600)) })
}

const rates = (changes: readonly Change[]) =>
  changes.map(({ name, before, after }) => [name.join(' '), Math.round(before), Math.round(after)])

describe('compare', () => {
  it('finds operations that are new, gone or more frequent, greatest change first', () => {
    const before = trail({ Same: 60, Grown: 60, More: 60, Gone: 60, Less: 120 }, {}, 2)
    const after = trail({ Same: 60, Grown: 180, More: 80, New: 30, Newer: 90, Less: 60 })
    const { operations } = compare(before, after)
    assert.deepEqual(rates(operations.appeared), [
      ['ec2 Newer eu-west-1', 0, 90],
      ['ec2 New eu-west-1', 0, 30],
    ])
    assert.deepEqual(rates(operations.disappeared), [['ec2 Gone eu-west-1', 60, 0]])
    assert.deepEqual(rates(operations.grown), [
      ['ec2 Grown eu-west-1', 60, 180],
      ['ec2 More eu-west-1', 60, 80],
    ])
  })

  it('finds callers, throttles and errors', () => {
    const before = trail({ A: 60 })
    const after = trail(
      { A: 60, B: 60 },
      { userIdentity: assumedRole('new'), errorCode: 'ThrottlingException' },
    )
    const { callers, throttles, errors } = compare(before, after)
    assert.deepEqual(rates(callers.appeared), [[`${ACCOUNT} role/new`, 0, 120]])
    assert.deepEqual(rates(throttles), [
      ['ec2 A eu-west-1', 0, 60],
      ['ec2 B eu-west-1', 0, 60],
    ])
    assert.deepEqual(rates(errors), [
      ['ThrottlingException ec2 A eu-west-1', 0, 60],
      ['ThrottlingException ec2 B eu-west-1', 0, 60],
    ])
  })

  it('tells callers of different accounts apart, although they have the same name', () => {
    const before = trail({ A: 60 }, { userIdentity: assumedRole('same'), recipientAccountId: '444455556666' })
    const after = trail({ A: 60 }, { userIdentity: assumedRole('same') })
    const { callers } = compare(before, after)
    assert.deepEqual(rates(callers.appeared), [[`${ACCOUNT} role/same`, 0, 60]])
    assert.deepEqual(rates(callers.disappeared), [['444455556666 111122223333:role/same', 60, 0]])
  })

  it('does not report a caller as new that was only less frequent before', () => {
    const calls = (counts: readonly number[]) =>
      counts.flatMap((count, user) =>
        records(count, (i) => ({
          eventID: `${user}-${i}`,
          userIdentity: { type: 'IAMUser', userName: `u${user}` },
        })),
      )
    const [before, after] = [
      [10, 9, 8, 7, 6, 5],
      [5, 6, 7, 8, 9, 10],
    ].map((counts) => countedIn(calls(counts)))
    assert.ok(before && after)
    const { callers } = compare(before, after)
    assert.deepEqual([callers.appeared, callers.disappeared], [[], []])
    assert.deepEqual(rates(callers.grown)[0], [`${ACCOUNT} user/u5`, 300, 600])
  })

  it('finds nothing between a trail and itself', () => {
    const same = trail({ A: 60, B: 3 })
    const { operations, callers, throttles, errors } = compare(same, same)
    assert.deepEqual([operations, callers], new Array(2).fill({ appeared: [], disappeared: [], grown: [] }))
    assert.deepEqual([throttles, errors], [[], []])
  })

  it('can compare with an empty trail', () => {
    assert.equal(compare(countedIn([]), trail({ A: 60 })).operations.appeared.length, 2)
  })
})
