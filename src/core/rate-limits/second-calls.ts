import type { Bucket } from './buckets.ts'

/** Calls counted by second. */
export interface SecondCalls {
  /** The seconds since 1970 that have calls, in order. */
  readonly seconds: number[]
  /** The number of calls in each. */
  readonly calls: number[]
}

/** Calls of one operation in one Region that took from one bucket. */
export interface OperationCalls extends SecondCalls {
  readonly bucket: Bucket
}

/** Later and earlier than every second. */
export const NEVER = Number.POSITIVE_INFINITY
export const LONG_AGO = Number.NEGATIVE_INFINITY

/** Counts one call. Calls usually come in order of time. */
export function count(counted: SecondCalls, second: number): void {
  const { seconds, calls } = counted
  const last = seconds.length - 1
  if (seconds[last] === second) calls[last] = (calls[last] ?? 0) + 1
  else addCalls(counted, { seconds: [second], calls: [1] })
}

/** Adds calls to those already counted. Usually they are later than those. */
export function addCalls(counted: SecondCalls, more: SecondCalls): void {
  const start = indexAfter(counted.seconds, (more.seconds[0] ?? NEVER) - 1)
  if (start === counted.seconds.length) {
    for (const second of more.seconds) counted.seconds.push(second)
    for (const calls of more.calls) counted.calls.push(calls)
    return
  }
  const seconds = counted.seconds.splice(start)
  const calls = counted.calls.splice(start)
  let i = 0
  let j = 0
  while (i < seconds.length || j < more.seconds.length) {
    const ours = seconds[i] ?? NEVER
    const theirs = more.seconds[j] ?? NEVER
    let both = 0
    if (ours <= theirs) both += calls[i++] ?? 0
    if (theirs <= ours) both += more.calls[j++] ?? 0
    counted.seconds.push(Math.min(ours, theirs))
    counted.calls.push(both)
  }
}

/** Removes the seconds up to `last` and returns their calls. */
export function takeUntil({ seconds, calls }: SecondCalls, last: number): number {
  const end = indexAfter(seconds, last)
  if (end === 0) return 0
  seconds.splice(0, end)
  return sum(calls.splice(0, end))
}

/** The calls of all seconds together. */
export function sumOf({ calls }: SecondCalls): number {
  return sum(calls)
}

function sum(calls: readonly number[]): number {
  let all = 0
  for (const one of calls) all += one
  return all
}

/** The index of the first second after `second`, or the number of seconds if there is none. */
export function indexAfter(seconds: readonly number[], second: number): number {
  let low = 0
  let high = seconds.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((seconds[middle] ?? 0) <= second) low = middle + 1
    else high = middle
  }
  return low
}
