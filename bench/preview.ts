import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { median } from './median.ts'
import { renewed } from './records.ts'

/** The built command line, started as its first line says. */
const PREVIEW = ['--max-old-space-size=320', '--max-semi-space-size=8', 'dist/cli/main.js', 'preview']

/** Counts only the first list of the report. */
const JQ = `jq -r '.Records[] | [.eventSource, .eventName, .awsRegion] | @tsv'`

const ROUNDS = 7
/** The average of a real trail is 8 records per file. */
const LEAST_RECORDS = 30_000
const RECORDS_A_FILE = 8
const MINUTE_MS = 60_000

/** How long a preview of small log files takes, as a multiple of one count by common tools. */
export function previewRow(texts: readonly string[]): Record<string, string> {
  if (spawnSync('jq', ['--version']).status !== 0) return { ratio: 'skipped: jq is not installed' }
  const folder = mkdtempSync(join(tmpdir(), 'bench-preview-'))
  try {
    const files = deliver(texts, join(folder, 'trail'))
    const list = join(folder, 'files')
    writeFileSync(list, files.join('\n'))
    const outputs = ['--emf', join(folder, 'emf.jsonl'), '--html', join(folder, 'page.html')]
    const [jq, preview]: [number[], number[]] = [[], []]
    for (let round = 0; round < ROUNDS; round++) {
      jq.push(timeOf('bash', ['-o', 'pipefail', '-c', `xargs gzip -dc < ${list} | ${JQ} | sort | uniq -c`]))
      preview.push(timeOf(process.execPath, [...PREVIEW, ...outputs, join(folder, 'trail')]))
    }
    return { ratio: (median(preview) / median(jq)).toFixed(1), files: String(files.length) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Writes log files as CloudTrail delivers them, with enough copies of the records. Returns their paths. */
function deliver(texts: readonly string[], folder: string): string[] {
  const copies = Math.ceil(LEAST_RECORDS / texts.length)
  const all = Array.from({ length: copies }, (_, i) => renewed(texts, i)).flat()
  const files: string[] = []
  for (let start = 0; start < all.length; start += RECORDS_A_FILE) {
    const records = all.slice(start, start + RECORDS_A_FILE)
    const path = join(folder, nameOf(records, files.length))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, gzipSync(`{"Records":[${records.join()}]}`))
    files.push(path)
  }
  return files
}

/** The name of a file that is delivered some minutes after its last call. */
function nameOf(records: readonly string[], number: number): string {
  const times = records.map((text) => Date.parse(/"eventTime":\s*"([^"]+)"/.exec(text)?.[1] ?? '') || 0)
  const delivered = new Date(Math.max(...times) + 5 * MINUTE_MS).toISOString().slice(0, 16)
  const [day = ''] = delivered.split('T')
  const name = `111122223333_CloudTrail_eu-west-1_${delivered.replaceAll(/[-:]/g, '')}Z_${number}.json.gz`
  return join('AWSLogs/111122223333/CloudTrail/eu-west-1', ...day.split('-'), name)
}

/** Run time of a program in milliseconds. */
function timeOf(program: string, args: readonly string[]): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 30 })
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`)
  return performance.now() - start
}
