import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

const CORPUS = new URL('../../../shared/corpus/', import.meta.url)

/** Why tests over real records are skipped; false where they can run. */
export const NO_CORPUS: string | false = existsSync(CORPUS)
  ? false
  : 'the folder of real records is not next to the project'

const SETS = ['invictus-aws_dataset', 'umccr-cloudtrail-parquet', 'stratus-red-team'] as const

export type CorpusSet = (typeof SETS)[number]

/** The texts of the real records of one set, or of all. */
export function realRecords(set?: CorpusSet): string[] {
  const sets = set === undefined ? SETS : [set]
  return sets.flatMap((name) => linesOf(`${name}/records.jsonl.gz`))
}

/** What other projects test their subscription handlers with: base64, or plain text that never was a payload. */
export function realPayloads(): {
  readonly b64: string | null
  readonly decoded: unknown
  readonly kind: string
}[] {
  return linesOf('subscription-payloads/payloads.jsonl.gz').map((line) => JSON.parse(line))
}

function linesOf(path: string): string[] {
  return gunzipSync(readFileSync(new URL(path, CORPUS)))
    .toString('utf8')
    .trim()
    .split('\n')
}
