import { brotliDecompressSync } from 'node:zlib'
import type { RateLimit, ServiceLimits } from './limit.ts'
import { PACKED_LIMITS } from './packed-limits.ts'

/** Limits in few bytes: names are most of them, so those of all limits are apart, and share nouns and verbs. */
export interface PackedLimits {
  /** Up to 26 verbs, of which a letter from a to z is the code. */
  readonly verbs: readonly string[]
  /** A line for each limit: its operations, where `abTags` is two of them, by the first verb and by the second. */
  readonly names: string
  readonly services: readonly (Pick<ServiceLimits, 'service'> & {
    readonly limits: readonly Omit<RateLimit, 'operations'>[]
  })[]
}

let unpacked: readonly ServiceLimits[] | undefined

/**
 * The documented limits of all services. They are unpacked when they are asked for first: a function that starts need
 * not wait for it.
 */
export function documentedLimits(): readonly ServiceLimits[] {
  unpacked ??= unpack(JSON.parse(brotliDecompressSync(Buffer.from(PACKED_LIMITS, 'base64')).toString()))
  return unpacked
}

function unpack({ verbs, names, services }: PackedLimits): ServiceLimits[] {
  const operationsOf = (word: string) => {
    const noun = word.replace(/^[a-z]+/, '')
    if (noun === word) return word
    return Array.from(word.slice(0, -noun.length), (code) => verbs[code.charCodeAt(0) - 97] + noun)
  }
  const lines = names.split('\n').map((line) => line.split(' ').flatMap(operationsOf))
  let place = 0
  return services.map(({ service, limits }) => ({
    service,
    limits: limits.map((limit) => ({ operations: lines[place++] ?? [], ...limit })),
  }))
}
