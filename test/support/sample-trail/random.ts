/** Numbers from 0 to below 1, the same for the same seed: the mulberry32 generator. */
export type Random = () => number

export function randomFrom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function pick<T>(random: Random, [first, ...others]: readonly T[]): T {
  if (first === undefined) throw new RangeError('nothing to pick from')
  return others[Math.floor(random() * (others.length + 1)) - 1] ?? first
}

/** A whole number, `expected` on average. */
export function roughly(random: Random, expected: number): number {
  return Math.floor(expected + random())
}
