import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { callersOf } from '../../../src/preview/analysis/callers.ts'
import { canSortByLimits, SORTS, sorted, sortedCallers } from '../../../src/preview/analysis/sort.ts'
import { countedIn, fewRecords } from '../../support/counted.ts'

const number = fc.nat(5)
const row = fc.record({
  name: fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y')),
  calls: number,
  errors: number,
  throttles: number,
  peak: number,
  utilizationPercent: fc.option(number, { nil: undefined }),
})

describe('sorted', () => {
  for (const by of SORTS)
    it(`puts every row in order by ${by} and keeps the order of equal rows`, () => {
      fc.assert(
        fc.property(fc.array(row), (rows) => {
          const before = rows.map((one, place) => ({ ...one, place }))
          const after = sorted(before, by)
          assert.deepEqual(new Set(after), new Set(before))
          for (const [i, one] of after.entries()) {
            const next = after[i + 1]
            if (next === undefined) continue
            const [a, b] = [one, next].map((each) =>
              by === 'name' ? each.name.join() : by === 'used' ? (each.utilizationPercent ?? -1) : each[by],
            )
            assert.ok(a !== undefined && b !== undefined)
            assert.ok(a === b ? one.place < next.place : by === 'name' ? a < b : a > b)
          }
        }),
      )
    })
})

describe('sortedCallers', () => {
  const callers = callersOf(countedIn(fewRecords()))
  const names = (by?: 'calls' | 'used' | 'name') =>
    sortedCallers(callers, by).map(({ principal }) => principal)

  it('accepts the keys that callers have', () => {
    assert.equal(names('calls')[0], 'role/scanner')
    assert.equal(names('name')[0], '111122223333:role/scanner')
  })

  it('keeps the order without a key, or with limits, which callers do not have', () => {
    assert.equal(names()[0], 'role/deployer')
    assert.equal(names('used')[0], 'role/deployer')
  })
})

describe('canSortByLimits', () => {
  it('is possible for operations, also by account', () => {
    assert.ok(canSortByLimits(['operation']))
    assert.ok(canSortByLimits(['account', 'operation']))
    assert.ok(!canSortByLimits(['principal']))
    assert.ok(!canSortByLimits(['operation', 'principal']))
  })
})
