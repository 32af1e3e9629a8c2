import { brotliCompressSync, constants } from 'node:zlib'
import type { PackedLimits } from '../../src/core/rate-limits/documented-limits.ts'
import type { FileLimit, LimitFile } from '../../src/core/rate-limits/limit-file.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** The module that holds limits as one short text, as `documentedLimits` unpacks it. */
export function packedModule(files: readonly LimitFile[]): string {
  const json = Buffer.from(JSON.stringify(pack(files)))
  const packed = brotliCompressSync(json, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: json.length,
    },
  })
  return [
    '// Made from documented/*.json: npm run limits',
    '',
    `export const PACKED_LIMITS =\n  '${packed.toString('base64')}'`,
    '',
  ].join('\n')
}

function pack(files: readonly LimitFile[]): PackedLimits {
  const limits = files.flatMap(({ limits }) => limits)
  const verbs = verbsOf(limits.flatMap(({ operations }) => operations))
  return {
    verbs,
    names: limits.map(({ operations }) => wordsOf(operations, verbs)).join('\n'),
    services: files.map(({ service, limits }) => ({ service, limits: limits.map(valuesOf) })),
  }
}

/** What the function needs of a limit besides its operations. */
function valuesOf({ operations, note, source, quotaNames, ...limit }: FileLimit) {
  return limit
}

/** An operation as a verb and a noun: `CreateTags`, but not `Encrypt` and no pattern. */
function parted(operation: string): [verb: string, noun: string] | undefined {
  const [, verb, noun] = /^([A-Z][a-z]+)([A-Z]\w*)$/.exec(operation) ?? []
  return verb === undefined || noun === undefined ? undefined : [verb, noun]
}

/** The most frequent verbs, as many as have a letter. */
function verbsOf(operations: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const operation of operations) {
    const [verb] = parted(operation) ?? []
    if (verb !== undefined) counts.set(verb, (counts.get(verb) ?? 0) + 1)
  }
  const byCount = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
  return byCount.slice(0, LETTERS.length).map(([verb]) => verb)
}

function wordsOf(operations: readonly string[], verbs: readonly string[]): string {
  const codes = new Map<string, string>()
  const alone: string[] = []
  for (const operation of operations) {
    const [verb = '', noun = ''] = parted(operation) ?? []
    const place = verbs.indexOf(verb)
    if (place < 0) alone.push(operation)
    else codes.set(noun, (codes.get(noun) ?? '') + LETTERS[place])
  }
  const byNoun = [...codes].sort(([a], [b]) => (a < b ? -1 : 1))
  return [...alone, ...byNoun.map(([noun, code]) => code + noun)].join(' ')
}
