import type { Fact } from './fact.ts'
import type { Facts } from './facts.ts'

/** `unknown`: it could not be looked at, most often for a missing permission. */
export type Verdict = 'pass' | 'warn' | 'fail' | 'unknown'

/** The answer to one check. */
export interface Finding {
  readonly verdict: Verdict
  /** One or two sentences on what is there. */
  readonly found: string
  /** The single things that were found, one a line. */
  readonly details?: readonly string[]
  /** What to do, unless it passes. */
  readonly next?: string
}

/** One thing that must be right for the stack to work. */
export interface Check {
  /** Names it in JSON output. */
  readonly id: string
  /** A sentence that is true when it passes. */
  readonly title: string
  /** The API operation or metric that it rests on. */
  readonly looksAt: string
  /** Judges the facts; undefined where the check does not apply to this stack. */
  readonly judge: (facts: Facts) => Finding | undefined
}

/** Checks of one part of the path that records take. */
export interface CheckGroup {
  readonly name: string
  readonly checks: readonly Check[]
}

export const pass = (found: string): Finding => ({ verdict: 'pass', found })
export const warn = (found: string, next: string): Finding => ({ verdict: 'warn', found, next })
export const fail = (found: string, next: string): Finding => ({ verdict: 'fail', found, next })

const RANK: readonly Verdict[] = ['pass', 'unknown', 'warn', 'fail']

/** One finding for several things of a kind: the worst, with the others' texts as details. */
export function worst(findings: readonly Finding[]): Finding | undefined {
  const sorted = [...findings].sort((a, b) => RANK.indexOf(b.verdict) - RANK.indexOf(a.verdict))
  const [first, ...others] = sorted
  if (first === undefined || others.length === 0) return first
  return { ...first, details: others.map(({ found }) => found) }
}

/** Judges a fact where it is known. Where it is not, nobody can tell, and the finding says why. */
export function given<T>(fact: Fact<T>, judge: (value: T) => Finding): Finding {
  if ('known' in fact) return judge(fact.known)
  const { message, permission } = fact.unknown
  const next =
    permission === undefined
      ? 'Run doctor again when AWS answers, or look in the console.'
      : `Allow ${permission} to the user or role that runs doctor. policies/doctor.json has all the permissions that it uses.`
  return { verdict: 'unknown', found: message, next }
}
