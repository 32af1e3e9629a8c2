import type { Finding, Verdict } from './check.ts'
import { CHECKLIST } from './checklist.ts'
import type { Facts, SourceName } from './facts/facts.ts'

/** A check and its result. */
export interface CheckResult extends Finding {
  readonly id: string
  readonly title: string
  readonly group: string
  readonly looksAt: string
}

/** The results for a stack. */
export interface DoctorReport {
  readonly stack: string
  readonly account: string
  readonly region: string
  readonly source: SourceName
  readonly checks: readonly CheckResult[]
  /** The number of checks with each verdict. */
  readonly summary: Readonly<Record<Verdict, number>>
  /** `fail` if any check fails, else `unknown` if any is unknown, else `pass`, even with warnings. */
  readonly verdict: 'pass' | 'fail' | 'unknown'
}

/** Judges the facts. Checks that don't apply to the stack aren't in the report. */
export function judge(facts: Facts): DoctorReport {
  const checks = CHECKLIST.flatMap(({ name, checks }) =>
    checks.flatMap(({ id, title, looksAt, judge }) => {
      const finding = judge(facts)
      return finding === undefined ? [] : [{ id, title, group: name, looksAt, ...finding }]
    }),
  )
  const number = (verdict: Verdict) => checks.filter((check) => check.verdict === verdict).length
  const summary = {
    pass: number('pass'),
    warn: number('warn'),
    fail: number('fail'),
    unknown: number('unknown'),
  }
  const { name, account, region } = facts.stack
  return {
    stack: name,
    account,
    region,
    source: facts.source,
    checks,
    summary,
    verdict: summary.fail > 0 ? 'fail' : summary.unknown > 0 ? 'unknown' : 'pass',
  }
}
