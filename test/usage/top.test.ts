import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Caller, Failure } from '../../src/usage/tally.ts'
import { topCallers, topErrors } from '../../src/usage/top.ts'

function details(callers: readonly Caller[]): ReadonlyMap<string, Caller> {
  return new Map(callers.map((caller) => [`${caller.principal}\n${caller.agent}`, caller]))
}

function failed(failures: readonly Failure[]): ReadonlyMap<string, Failure> {
  return new Map(failures.map((failure) => [`${failure.code}\n${failure.principal}`, failure]))
}

const caller = (principal: string, calls: number, throttles = 0): Caller => ({
  principal,
  agent: 'x',
  calls,
  throttles,
})

describe('topCallers', () => {
  it('puts the most throttled first, then the most active, and leaves out zero throttles', () => {
    const all = details([caller('a', 9), caller('b', 3, 1), caller('c', 50), caller('d', 4, 2)])
    assert.deepEqual(topCallers(all, 5), [
      { Principal: 'd', Agent: 'x', Calls: 4, Throttles: 2 },
      { Principal: 'b', Agent: 'x', Calls: 3, Throttles: 1 },
      { Principal: 'c', Agent: 'x', Calls: 50 },
      { Principal: 'a', Agent: 'x', Calls: 9 },
    ])
  })

  it('sums up the rest as (other)', () => {
    const all = details([caller('a', 9), caller('b', 8), caller('c', 7, 1), caller('d', 6)])
    assert.deepEqual(topCallers(all, 1), [
      { Principal: 'c', Agent: 'x', Calls: 7, Throttles: 1 },
      { Principal: '(other)', Agent: '(other)', Calls: 23 },
    ])
    assert.deepEqual(topCallers(details([caller('a', 1), caller('b', 1, 1), caller('c', 1, 1)]), 1).at(-1), {
      Principal: '(other)',
      Agent: '(other)',
      Calls: 2,
      Throttles: 1,
    })
  })

  it('does not depend on who came first', () => {
    const all = [caller('b', 1), caller('a', 1), caller('c', 1)]
    assert.deepEqual(topCallers(details(all), 2), topCallers(details(all.toReversed()), 2))
  })
})

describe('topErrors', () => {
  it('puts the most frequent first and sums up the rest as (other)', () => {
    const failures = [
      { code: 'X', principal: 'a', calls: 1 },
      { code: 'Y', principal: 'a', calls: 5 },
      { code: 'X', principal: 'b', calls: 3 },
      { code: 'Z', principal: 'b', calls: 1 },
    ]
    assert.deepEqual(topErrors(failed(failures), 2), [
      { Code: 'Y', Principal: 'a', Calls: 5 },
      { Code: 'X', Principal: 'b', Calls: 3 },
      { Code: '(other)', Principal: '(other)', Calls: 2 },
    ])
    assert.equal(topErrors(failed(failures), 4).length, 4)
  })
})
