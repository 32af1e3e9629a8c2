import type { BucketListing } from '../../src/inputs/trail-bucket.ts'

/** Lists keys as S3 does, and remembers the requests. */
export function listingOf(keys: readonly string[]): BucketListing & { readonly requests: string[] } {
  const sorted = [...keys].sort()
  const requests: string[] = []
  return {
    requests,
    async *folders(prefix) {
      requests.push(`${prefix}*/`)
      const below = sorted.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
      const names = below
        .filter((rest) => rest.includes('/'))
        .map((rest) => rest.slice(0, rest.indexOf('/') + 1))
      yield* [...new Set(names)].map((name) => prefix + name)
    },
    async *objects(prefix, startAfter) {
      requests.push(`${prefix} after ${startAfter}`)
      for (const key of sorted)
        if (key.startsWith(prefix) && key > startAfter) yield { key, bytes: key.length }
    },
  }
}
