import { brotliDecompressSync } from 'node:zlib'
import type { RateLimit, ServiceLimits } from './limit.ts'
import { PACKED_LIMITS } from './packed-limits.ts'

/** Limits in few bytes. Most bytes are names, so the names of all limits are stored separately and share nouns and verbs. */
export interface PackedLimits {
  /** Up to 26 verbs, each encoded as a letter from a to z. */
  readonly verbs: readonly string[]
  /** A line for each limit with its operations. `abTags` means two operations, with the first and the second verb. */
  readonly names: string
  readonly services: readonly (Pick<ServiceLimits, 'service'> & {
    readonly limits: readonly Omit<RateLimit, 'operations'>[]
  })[]
}

let unpacked: readonly ServiceLimits[] | undefined

/**
 * The documented limits of all services. They are unpacked on first use, so that they don't delay the start of the
 * function.
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
