import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SeriesBudget } from '../../src/usage/budget.ts'
import { NOW } from '../support/records.ts'

const HOUR = 60 * 60 * 1000

describe('SeriesBudget', () => {
  it('admits so many series in an hour, and those it admitted again', () => {
    const budget = new SeriesBudget(2)
    const plan = budget.plan(NOW)
    assert.deepEqual(['a', 'b', 'c', 'a'].map(plan.admits), [true, true, false, true])
    plan.commit()
    assert.deepEqual(['c', 'b'].map(budget.plan(NOW).admits), [false, true])
  })

  it('starts afresh with the next hour of the clock', () => {
    const budget = new SeriesBudget(1)
    const last = Date.parse('2026-10-01T12:59:59.999Z')
    const plan = budget.plan(last)
    assert.ok(plan.admits('a'))
    plan.commit()
    assert.ok(!budget.plan(last).admits('b'))
    const next = budget.plan(last + 1)
    assert.ok(next.admits('b'))
    assert.ok(!next.admits('a'))
    next.commit()
    assert.ok(budget.plan(last + HOUR).admits('b'))
    assert.ok(!budget.plan(last + HOUR).admits('c'))
  })

  it('forgets what was not committed', () => {
    const budget = new SeriesBudget(1)
    assert.ok(budget.plan(NOW).admits('a'))
    assert.ok(budget.plan(NOW).admits('b'))
  })
})
