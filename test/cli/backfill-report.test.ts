import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { backfillSums, cutText, estimateText, foundText } from '../../src/cli/backfill-report.ts'
import type { FileOutcome } from '../../src/operate/backfill/backfill.ts'

const FROM = Date.parse('2026-10-01T08:00:00Z')
const DELIVERED = { from: FROM, to: FROM + 90 * 60_000 }

const found = (files: number) =>
  foundText({ files, bytes: 3 * 2 ** 20, hours: 1, busiest: FROM }, 's3://trail/audit', DELIVERED)

const estimated = (records: number, files: number, isWhole = true) =>
  estimateText(
    { records, metrics: 1.5, log: 0.25, requests: 0.01 },
    { deliveries: Array(files).fill({ deliveredAt: FROM, messages: [] }), records: 20, bytes: 1, isWhole },
    'us-east-1',
  )

function summed(...outcomes: readonly FileOutcome[]): string[] {
  const sums = backfillSums()
  outcomes.forEach(sums.add)
  return sums.lines('usage.backfill.jsonl')
}

describe('the files that backfill found', () => {
  it('are counted, with their size, place and time', () => {
    assert.equal(
      found(1200),
      '1,200 log files (3.0 MB) were delivered to s3://trail/audit from 2026-10-01 08:00 to 2026-10-01 09:30 UTC.',
    )
    assert.match(found(1), /^1 log file \(3\.0 MB\) was delivered to /)
  })

  it('may be fewer than the time range suggests, because of the age that the stack counts', () => {
    const text = (hours: number) => cutText(FROM, hours)
    assert.match(text(335), /^Calls before 2026-10-01 08:00 UTC are skipped: .* of the last 335 hours,/)
    assert.match(text(1), / of the last 1 hour,/)
  })
})

describe('the estimate of a backfill', () => {
  it('has the records and the cost by item', () => {
    assert.deepEqual(estimated(4000, 12).split('\n'), [
      'About 4,000 records, estimated from 20 in 12 files of the busiest hour.',
      'About $1.76 (us-east-1): metrics $1.50 if every hour is like the busiest hour, log $0.25, requests $0.01.',
    ])
    assert.match(estimated(1, 1), /^About 1 record, estimated from 20 in 1 file of/)
  })

  it('says if only a part of the hour was read', () => {
    assert.match(
      estimated(1, 200, false),
      / in the first 200 files of the busiest hour\.\n.* like the first files of the busiest hour,/,
    )
  })
})

describe('the sums of a backfill', () => {
  it('have a line for each outcome, and none for others', () => {
    assert.deepEqual(
      summed({ fate: 'counted', records: 1500 }, { fate: 'counted', records: 500 }, { fate: 'done before' }),
      [
        'Counted 2,000 records of 2 files.',
        'Skipped 1 file that an earlier run has done. To count it again, delete usage.backfill.jsonl.',
      ],
    )
    assert.deepEqual(summed(), [])
  })

  it('have the plural for several files', () => {
    const [queued, before, unreadable] = [
      { fate: 'queued' },
      { fate: 'done before' },
      { fate: 'unreadable', reason: 'x' },
    ] as const
    assert.deepEqual(summed(queued, queued, before, before, unreadable, unreadable), [
      'Put 2 files on the queue. The function now reads them.',
      'Skipped 2 files that an earlier run has done. To count them again, delete usage.backfill.jsonl.',
      "2 files can't be read.",
    ])
    assert.deepEqual(summed(queued, { fate: 'counted', records: 1 }, unreadable), [
      'Put 1 file on the queue. The function now reads it.',
      'Counted 1 record of 1 file.',
      "1 file can't be read.",
    ])
  })
})
