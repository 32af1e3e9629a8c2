import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sqsEvent } from '../../../src/events/lambda-events.ts'
import type { LogFile } from '../../../src/inputs/trail-bucket.ts'
import type { Backfill, FileOutcome } from '../../../src/operate/backfill/backfill.ts'
import { backfillByInvocation } from '../../../src/operate/backfill/by-invocation.ts'
import { backfillByQueue } from '../../../src/operate/backfill/by-queue.ts'
import type { CountEvent } from '../../../src/operate/function.ts'
import { ownSums } from '../../support/emf.ts'
import { BUCKET, logFile, logFileKey, objectStore } from '../../support/objects.ts'
import { at, EVENT_MINUTE, record, records } from '../../support/records.ts'
import { countingFunction, Interruption, MemoryJournal } from '../../support/replay.ts'

const RANGE = { from: EVENT_MINUTE, to: EVENT_MINUTE + 3_600_000 }

async function* filesNamed(names: readonly string[]): AsyncGenerator<LogFile> {
  for (const name of names) yield { key: logFileKey(name), bytes: 1, deliveredAt: EVENT_MINUTE }
}

interface Watched {
  readonly backfill: Backfill
  readonly outcomes: FileOutcome[]
}

function watched(
  names: readonly string[],
  notes = new MemoryJournal(),
  interruption?: Interruption,
  others: Partial<Backfill> = {},
): Watched {
  const outcomes: FileOutcome[] = []
  const backfill: Backfill = {
    bucket: BUCKET,
    files: filesNamed(names),
    range: RANGE,
    journal: notes.open(interruption),
    signal: new AbortController().signal,
    onFile: (outcome) => outcomes.push(outcome),
    ...others,
  }
  return { backfill, outcomes }
}

const NAMES = Array.from({ length: 25 }, (_, i) => `file-${String(i).padStart(2, '0')}`)

/** A log file of two records for each name. */
const STORE = objectStore(
  Object.fromEntries(
    NAMES.map((name) => [logFileKey(name), logFile(records(2, (i) => ({ eventID: `${name}-${i}` })))]),
  ),
)

describe('backfill by the object queue', () => {
  it('puts a message for each file on it, which the function understands', async () => {
    const bodies: string[] = []
    const { backfill, outcomes } = watched(NAMES)
    await backfillByQueue(backfill, async (batch) => void bodies.push(...batch))
    const { count, lines } = countingFunction({ readObject: STORE })
    assert.deepEqual(await count(sqsEvent(bodies)), { kind: 'counted', failedItems: [] })
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 50, RecordsCounted: 50 })
    assert.deepEqual(outcomes, Array(25).fill({ fate: 'queued' }))
  })

  it('sends ten messages a request, as many as SQS takes', async () => {
    const sizes: number[] = []
    await backfillByQueue(watched(NAMES).backfill, async (batch) => void sizes.push(batch.length))
    assert.deepEqual(sizes.sort(), [10, 10, 5])
  })

  it('sends nothing again in the next run, wherever it is interrupted, but a request whose answer was not noted', async () => {
    let interrupted = true
    for (let i = 1; interrupted; i++) {
      const bodies: string[] = []
      const send = async (batch: readonly string[]) => void bodies.push(...batch)
      const notes = new MemoryJournal()
      const interruption = new Interruption(i)
      await backfillByQueue(watched(NAMES, notes, interruption).backfill, interruption.in(send)).catch(
        () => {},
      )
      interrupted = interruption.isOver
      const noted = notes.ever.size
      const sent = bodies.splice(0)
      const second = watched(NAMES, notes)
      await backfillByQueue(second.backfill, send)
      assert.equal(new Set([...sent, ...bodies]).size, NAMES.length)
      assert.equal(bodies.length, NAMES.length - noted)
      assert.equal(second.outcomes.filter(({ fate }) => fate === 'done before').length, noted)
    }
  })

  it('ends when its user interrupts it', async () => {
    const stop = new AbortController()
    let requests = 0
    const { backfill } = watched(
      Array.from({ length: 1000 }, (_, i) => `${i}`),
      undefined,
      undefined,
      { signal: stop.signal },
    )
    await backfillByQueue(backfill, async () => {
      if (++requests === 3) stop.abort()
    })
    assert.ok(requests < 20)
  })
})

describe('backfill by invocations', () => {
  it('has the function count the records of all files, those of many files together', async () => {
    const { count, events, lines } = countingFunction()
    const { backfill, outcomes } = watched(NAMES)
    await backfillByInvocation(backfill, count, STORE)
    assert.equal(events.length, 1)
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 50, RecordsCounted: 50 })
    assert.deepEqual(outcomes, Array(25).fill({ fate: 'counted', records: 2 }))
  })

  it('uses only the calls of the time range, and messages without a time', async () => {
    const edge = [at(-1), at(0), at(3599), at(3600), 'no time'].map((eventTime, i) =>
      record({ eventTime, eventID: `edge-${i}` }),
    )
    const { count, lines } = countingFunction()
    const { backfill } = watched(['edge'])
    await backfillByInvocation(backfill, count, objectStore({ [logFileKey('edge')]: logFile(edge) }))
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 3, RecordsCounted: 2, RecordsMalformed: 1 })
  })

  it('makes no invocation larger than Lambda takes, even of one file', async () => {
    const many = records(1000, (i) => ({ eventID: `many-${i}`, errorMessage: String(i).repeat(3000) }))
    const { count, events, lines } = countingFunction()
    const { backfill, outcomes } = watched(['large', 'file-00'])
    const store = objectStore({
      [logFileKey('large')]: logFile(many),
      [logFileKey('file-00')]: logFile(records(2)),
    })
    await backfillByInvocation(backfill, count, store)
    assert.ok(events.length > 1)
    assert.equal(ownSums(lines()).RecordsCounted, 1002)
    assert.deepEqual(outcomes, [
      { fate: 'counted', records: 1000 },
      { fate: 'counted', records: 2 },
    ])
  })

  it('skips unreadable files, with the reason', async () => {
    const damaged = logFile(records(2)).subarray(0, -10)
    const store = objectStore({ [logFileKey('good')]: logFile(records(2)), [logFileKey('damaged')]: damaged })
    const { count, lines } = countingFunction()
    const { backfill, outcomes } = watched(['damaged', 'good', 'missing'])
    await backfillByInvocation(backfill, count, store)
    assert.equal(ownSums(lines()).RecordsCounted, 2)
    const reasons = outcomes.map((outcome) => (outcome.fate === 'unreadable' ? outcome.reason : outcome.fate))
    assert.match(String(reasons[0]), /damaged\.json\.gz is not gzip: unexpected end of file/)
    assert.match(String(reasons[1]), /missing\.json\.gz can't be read: NoSuchKey/)
    assert.equal(reasons[2], 'counted')
  })

  it('stops when the function fails, and says why', async () => {
    const failing: CountEvent = async () => ({ kind: 'failed', type: 'Error', message: 'no memory' })
    const { backfill, outcomes } = watched(NAMES)
    await assert.rejects(
      backfillByInvocation(backfill, failing, STORE),
      /The function failed: Error: no memory/,
    )
    assert.deepEqual(outcomes, [])
  })

  it('loses nothing and sends nothing again that was taken, wherever it is interrupted', async () => {
    const many = records(900, (i) => ({ eventID: `many-${i}`, errorMessage: 'x'.repeat(10_000) }))
    const store = objectStore({
      [logFileKey('large')]: logFile(many),
      [logFileKey('small')]: logFile(records(3)),
      [logFileKey('empty')]: logFile([]),
    })
    const names = ['large', 'small', 'empty']
    let interrupted = true
    for (let i = 1; interrupted; i++) {
      const where = `interrupted at step ${i}`
      const notes = new MemoryJournal()
      const interruption = new Interruption(i)
      const { count, events, lines } = countingFunction()
      const first = watched(names, notes, interruption)
      await backfillByInvocation(first.backfill, interruption.in(count), store).catch(() => {})
      interrupted = interruption.isOver
      await backfillByInvocation(watched(names, notes).backfill, count, store)
      const sums = ownSums(lines())
      assert.equal(sums.RecordsCounted, 903, where)
      // What went twice is one invocation: its answer did not come, or was not noted.
      const invocations = new Set(events.map((event) => JSON.stringify(event)))
      assert.ok(events.length - invocations.size <= 1, where)
      const third = watched(names, notes)
      await backfillByInvocation(third.backfill, () => assert.fail('all is done'), store)
      assert.deepEqual(third.outcomes, Array(3).fill({ fate: 'done before' }))
    }
  })

  it('counts the other records of a file at the edge when their time is wanted', async () => {
    const notes = new MemoryJournal()
    const file = objectStore({
      [logFileKey('a')]: logFile([record({ eventID: 'a' }), record({ eventID: 'b', eventTime: at(3600) })]),
    })
    const { count, lines } = countingFunction()
    await backfillByInvocation(watched(['a'], notes).backfill, count, file)
    const next = { from: RANGE.to, to: RANGE.to + 3_600_000 }
    await backfillByInvocation(watched(['a'], notes, undefined, { range: next }).backfill, count, file)
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 2, RecordsCounted: 2 })
  })
})
