import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Extraction } from '../../src/preview/extract.ts'
import { report } from '../../src/preview/report.ts'
import { assertGolden } from '../support/golden.ts'
import { assumedRole, at, records } from '../support/records.ts'
import { run } from '../support/run.ts'

function reportOf(contents: readonly unknown[], top: number): string {
  const extraction = new Extraction()
  const { lines } = run(contents)
  for (const line of lines) extraction.add(line)
  return report({ extraction, filesRead: 1, lines: lines.length, emfPath: 'out/x.jsonl' }, top)
}

describe('report', () => {
  it('shows what came in and the operations with the most calls', () => {
    const all = records(3000, (i) => ({
      eventName: `Operation${Math.floor(Math.sqrt(i % 100))}`,
      eventTime: at(i % 100),
      userIdentity: assumedRole(`role-${i % 3}`),
      ...(i % 7 === 0 ? { errorCode: i % 14 === 0 ? 'Throttling' : 'AccessDenied' } : {}),
    }))
    assertGolden('report.txt', `${reportOf([...all, 'x', ...all.slice(0, 5)], 5)}\n`)
  })

  it('can show that there was nothing', () => {
    const text = reportOf([], 5)
    assert.match(text, /Records in 1 file\n/)
    assert.match(text, /Top 0 of 0 operations/)
  })
})
