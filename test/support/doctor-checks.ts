import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Check, Verdict } from '../../src/operate/doctor/check.ts'
import type { Facts, SourceName } from '../../src/operate/doctor/facts/facts.ts'
import { judge } from '../../src/operate/doctor/report.ts'
import { facts } from './doctor-facts.ts'

/** The problem, the source, and doctor's output: the finding and the action. */
export type CheckCase = readonly [
  what: string,
  source: SourceName,
  changes: Partial<Facts>,
  verdict: Verdict,
  found: RegExp,
  next?: RegExp,
]

/** A fact that a check needs is unknown, for a missing permission. */
export const denied = (source: SourceName, changes: Partial<Facts>): CheckCase => [
  'no permission',
  source,
  changes,
  'unknown',
  /lacks the permission a:B/,
  /Allow a:B/,
]

/** The result of a check in the report on a stack. */
export const resultOf = (id: string, given: Facts) => judge(given).checks.find((check) => check.id === id)

/**
 * Tests checks.
 * @param cases for each check, every verdict that it can have in addition to that of a stack that works
 */
export function testChecks(
  checks: readonly Check[],
  cases: Readonly<Record<string, readonly CheckCase[]>>,
): void {
  it('has cases for every check', () => {
    assert.deepEqual(Object.keys(cases).sort(), checks.map(({ id }) => id).sort())
  })

  for (const { id, title } of checks) {
    describe(`${id}: "${title}"`, () => {
      for (const [what, source, changes, verdict, found, next] of cases[id] ?? []) {
        it(`${verdict}: ${what} (${source})`, () => {
          const result = resultOf(id, facts(source, changes))
          assert.equal(result?.verdict, verdict, result?.found)
          assert.match(result.found, found)
          if (next) assert.match(result.next ?? '', next)
          assert.equal(Boolean(result.next), verdict !== 'pass', 'has a next step unless it passes')
        })
      }
    })
  }
}
