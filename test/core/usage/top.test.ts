import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Agents, type Caller, DetailsBudget, type Failure } from '../../../src/core/usage/details.ts'
import { topCallers, topErrors } from '../../../src/core/usage/top.ts'
import { ACCOUNT } from '../../support/records.ts'

const OTHER = '(other)'

function details(callers: readonly Caller[]): ReadonlyMap<string, Caller> {
  return new Map(callers.map((caller) => [`${caller.account}\n${caller.principal}`, caller]))
}

function failed(failures: readonly Failure[]): ReadonlyMap<string, Failure> {
  return new Map(
    failures.map((failure) => [`${failure.code}\n${failure.account}\n${failure.principal}`, failure]),
  )
}

function caller(principal: string, calls: number, throttles = 0, agentNames = ['x']): Caller {
  const agents = new Agents()
  for (const name of agentNames) agents.add(name, new DetailsBudget())
  return { account: ACCOUNT, principal, calls, throttles, agents }
}

const entry = (Principal: string) => ({ Account: ACCOUNT, Principal, Agent: 'x' })
const OTHERS = { Account: OTHER, Principal: OTHER }

describe('topCallers', () => {
  it('puts the most throttled first, then the most active, and leaves out zero throttles', () => {
    const all = details([caller('a', 9), caller('b', 3, 1), caller('c', 50), caller('d', 4, 2)])
    assert.deepEqual(topCallers(all, 5), [
      { ...entry('d'), Calls: 4, Throttles: 2 },
      { ...entry('b'), Calls: 3, Throttles: 1 },
      { ...entry('c'), Calls: 50 },
      { ...entry('a'), Calls: 9 },
    ])
  })

  it('says how many agents a caller has, if several', () => {
    const all = details([caller('a', 3, 0, ['y', 'z', 'y'])])
    assert.deepEqual(topCallers(all, 5), [
      { Account: ACCOUNT, Principal: 'a', Agent: 'y', Agents: 2, Calls: 3 },
    ])
  })

  it('adds up the rest as (other)', () => {
    const all = details([caller('a', 9), caller('b', 8), caller('c', 7, 1), caller('d', 6)])
    assert.deepEqual(topCallers(all, 1), [
      { ...entry('c'), Calls: 7, Throttles: 1 },
      { ...OTHERS, Agent: OTHER, Calls: 23 },
    ])
    assert.deepEqual(topCallers(details([caller('a', 1), caller('b', 1, 1), caller('c', 1, 1)]), 1).at(-1), {
      ...OTHERS,
      Agent: OTHER,
      Calls: 2,
      Throttles: 1,
    })
  })

  it('counts callers beyond the cap among the rest, however many calls they have', () => {
    const all = new Map([
      [OTHER, { ...caller(OTHER, 100, 9), account: OTHER }],
      ...details([caller('a', 1), caller('b', 2)]),
    ])
    assert.deepEqual(topCallers(all, 1), [
      { ...entry('b'), Calls: 2 },
      { ...OTHERS, Agent: OTHER, Calls: 101, Throttles: 9 },
    ])
  })

  it('does not depend on who came first', () => {
    const all = [caller('b', 1), caller('a', 1), caller('c', 1)]
    assert.deepEqual(topCallers(details(all), 2), topCallers(details(all.toReversed()), 2))
  })
})

describe('topErrors', () => {
  it('puts the most frequent first and adds up the rest as (other)', () => {
    const failure = (code: string, principal: string, calls: number) => ({
      code,
      account: ACCOUNT,
      principal,
      calls,
    })
    const failures = [failure('X', 'a', 1), failure('Y', 'a', 5), failure('X', 'b', 3), failure('Z', 'b', 1)]
    assert.deepEqual(topErrors(failed(failures), 2), [
      { Code: 'Y', Account: ACCOUNT, Principal: 'a', Calls: 5 },
      { Code: 'X', Account: ACCOUNT, Principal: 'b', Calls: 3 },
      { Code: OTHER, ...OTHERS, Calls: 2 },
    ])
    assert.equal(topErrors(failed(failures), 4).length, 4)
  })
})
