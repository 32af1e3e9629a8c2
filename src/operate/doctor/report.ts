import type { Finding, Verdict } from './check.ts'
import { CHECKLIST } from './checklist.ts'
import type { Facts, SourceName } from './facts.ts'

/** A check and its answer. */
export interface CheckResult extends Finding {
  readonly id: string
  readonly title: string
  readonly group: string
  readonly looksAt: string
}

/** What doctor has to say of a stack. */
export interface DoctorReport {
  readonly stack: string
  readonly account: string
  readonly region: string
  readonly source: SourceName
  readonly checks: readonly CheckResult[]
  /** How many checks have each verdict. */
  readonly summary: Readonly<Record<Verdict, number>>
  /** `fail` if anything fails, else `unknown` if anything is, else `pass`, warnings or not. */
  readonly verdict: 'pass' | 'fail' | 'unknown'
}

/** Judges the facts. Checks that do not apply to the stack are not in the report. */
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
