import type { Fact } from './facts/fact.ts'
import type { Facts } from './facts/facts.ts'

/** `unknown`: it could not be checked, usually because of a missing permission. */
export type Verdict = 'pass' | 'warn' | 'fail' | 'unknown'

/** The result of a check. */
export interface Finding {
  readonly verdict: Verdict
  /** One or two sentences about the current state. */
  readonly found: string
  /** Details, one per line. */
  readonly details?: readonly string[]
  /** The action to take, unless the check passes. */
  readonly next?: string
}

/** A condition that must hold for the stack to work. */
export interface Check {
  /** The name of the check in JSON output. */
  readonly id: string
  /** A sentence that is true if the check passes. */
  readonly title: string
  /** The API operation or metric that it uses. */
  readonly looksAt: string
  /** Judges the facts; undefined if the check doesn't apply to this stack. */
  readonly judge: (facts: Facts) => Finding | undefined
}

/** The checks of one part of the data path. */
export interface CheckGroup {
  readonly name: string
  readonly checks: readonly Check[]
}

export const pass = (found: string): Finding => ({ verdict: 'pass', found })
export const warn = (found: string, next: string): Finding => ({ verdict: 'warn', found, next })
export const fail = (found: string, next: string): Finding => ({ verdict: 'fail', found, next })

const RANK: readonly Verdict[] = ['pass', 'unknown', 'warn', 'fail']

/** Combines findings of the same kind: the worst one, with the texts of the others as details. */
export function worst(findings: readonly Finding[]): Finding | undefined {
  const sorted = [...findings].sort((a, b) => RANK.indexOf(b.verdict) - RANK.indexOf(a.verdict))
  const [first, ...others] = sorted
  if (first === undefined || others.length === 0) return first
  return { ...first, details: others.map(({ found }) => found) }
}

/** Judges a fact if it is known. Otherwise, the finding is unknown, with the reason. */
export function given<T>(fact: Fact<T>, judge: (value: T) => Finding): Finding {
  if ('known' in fact) return judge(fact.known)
  const { message, permission } = fact.unknown
  const next =
    permission === undefined
      ? 'Run doctor again when AWS responds, or check it in the console.'
      : `Allow ${permission} to the user or role that runs doctor. policies/doctor.json has all permissions that doctor uses.`
  return { verdict: 'unknown', found: message, next }
}
