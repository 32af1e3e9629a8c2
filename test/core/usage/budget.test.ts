import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SeriesBudget } from '../../../src/core/usage/budget.ts'
import { NOW } from '../../support/records.ts'

const HOUR = 60 * 60 * 1000

describe('SeriesBudget', () => {
  const admitted = (budget: SeriesBudget, names: readonly string[], set = 'Service') => {
    const plan = budget.plan(NOW)
    return { plan, names: names.filter((name) => plan.admits(set, name)) }
  }

  it('admits a number of series per set and hour, and those it admitted again', () => {
    const budget = new SeriesBudget(2)
    const { plan, names } = admitted(budget, ['a', 'b', 'c', 'a'])
    assert.deepEqual(names, ['a', 'b', 'a'])
    plan.commit()
    assert.deepEqual(admitted(budget, ['c', 'b']).names, ['b'])
  })

  it('has a budget for each dimension set, in one invocation and over several', () => {
    const budget = new SeriesBudget(1)
    const plan = budget.plan(NOW)
    assert.deepEqual(
      ['Agent', 'Agent', 'Service'].map((set, i) => plan.admits(set, `${set} ${i}`)),
      [true, false, true],
    )
    plan.commit()
    assert.deepEqual(admitted(budget, ['x'], 'Agent').names, [])
    assert.deepEqual(admitted(budget, ['x'], 'Operation').names, ['x'])
  })

  it('starts over with the next hour of the clock', () => {
    const budget = new SeriesBudget(1)
    const last = Date.parse('2026-10-01T12:59:59.999Z')
    const plan = budget.plan(last)
    assert.ok(plan.admits('Service', 'a'))
    plan.commit()
    assert.ok(!budget.plan(last).admits('Service', 'b'))
    const next = budget.plan(last + 1)
    assert.ok(next.admits('Service', 'b'))
    assert.ok(!next.admits('Service', 'a'))
    next.commit()
    assert.ok(budget.plan(last + HOUR).admits('Service', 'b'))
    assert.ok(!budget.plan(last + HOUR).admits('Service', 'c'))
  })

  it('forgets uncommitted series', () => {
    const budget = new SeriesBudget(1)
    assert.deepEqual(admitted(budget, ['a']).names, ['a'])
    assert.deepEqual(admitted(budget, ['b']).names, ['b'])
  })
})
