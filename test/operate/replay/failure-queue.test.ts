import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { objectCreated } from '../../../src/events/lambda-events.ts'
import { cutOff } from '../../../src/events/subscription-payload.ts'
import type { CountEvent } from '../../../src/operate/function.ts'
import { replayQueue } from '../../../src/operate/replay/failure-queue.ts'
import { ownSums } from '../../support/emf.ts'
import { logFile, logFileAt, logFileKey, objectStore } from '../../support/objects.ts'
import { logsEvent, NOW, payload, record, records } from '../../support/records.ts'
import {
  countingFunction,
  failureRecord,
  fates,
  Interruption,
  MemoryJournal,
  MemoryQueue,
  watchedReplay,
} from '../../support/replay.ts'

const HOUR = 3_600_000

/** The body of a message with an event of one record, whose eventID no other has. */
const failedEvent = (i: number) => failureRecord(logsEvent([record({ eventID: `id-${i}` })]))
const failedEvents = (count: number) => Array.from({ length: count }, (_, i) => failedEvent(i))
const damaged = (i: number) =>
  failureRecord({ awslogs: { data: cutOff(payload([record({ eventID: `damaged-${i}` })])) } })
const objects = (name: string) => objectCreated(logFileAt(name))

/** A queue with these messages. */
function queueOf(bodies: readonly string[]): MemoryQueue {
  const queue = new MemoryQueue()
  queue.send(...bodies)
  return queue
}

const broken: CountEvent = async () => ({ kind: 'failed', type: 'Error', message: 'still broken' })

describe('replay of the failure queue', () => {
  it('has each of 1,000 messages counted once and removes it', async () => {
    const queue = queueOf(failedEvents(1000))
    const { count, lines } = countingFunction()
    const notes = new MemoryJournal()
    const { replay, outcomes } = watchedReplay(count, { notes })
    await replayQueue(queue.open(), replay)
    assert.deepEqual([queue.messages.size, notes.notes.size, notes.ever.size], [0, 0, 1000])
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 1000, RecordsCounted: 1000 })
    assert.deepEqual(fates(outcomes), { counted: 1000 })
    assert.ok(outcomes.every(({ records }) => records === 1))
  })

  it('loses nothing and sends nothing again that was taken, wherever it is interrupted', async () => {
    const bodies = [...failedEvents(3), damaged(0)]
    let interrupted = true
    for (let at = 1; interrupted; at++) {
      const queue = queueOf(bodies)
      const { count, events } = countingFunction()
      const notes = new MemoryJournal()
      const interruption = new Interruption(at)
      const first = watchedReplay(count, { interruption, notes, workers: 1 })
      await replayQueue(queue.open(interruption), first.replay).catch(() => {})
      interrupted = interruption.isOver
      const sentFirst = events.splice(0).map((event) => failureRecord(event))
      const taken = [...notes.ever].map((id) => bodies[Number(id.replace('message-', ''))])

      queue.comeBack()
      const second = watchedReplay(count, { notes, workers: 1 })
      await replayQueue(queue.open(), second.replay)
      const sentAgain = events.map((event) => failureRecord(event))

      const where = `interrupted at step ${at}`
      assert.deepEqual(new Set([...sentFirst, ...sentAgain]), new Set(bodies), where)
      assert.equal(queue.messages.size, 0, where)
      assert.ok(first.kept.length + second.kept.length >= 1, where)
      assert.deepEqual(
        taken.filter((body) => body !== undefined && sentAgain.includes(body)),
        [],
        where,
      )
      // Only of the one at work nobody knows whether it was taken: its answer did not come, or was not noted.
      assert.ok(sentAgain.filter((body) => sentFirst.includes(body)).length <= 1, where)
    }
  })

  it('does not send again what was counted but could not be removed', async () => {
    const queue = queueOf(failedEvents(3))
    const notes = new MemoryJournal()
    const { count, events } = countingFunction()
    const stuck = { ...queue.open(), remove: () => Promise.reject(new Error('access denied')) }
    await assert.rejects(replayQueue(stuck, watchedReplay(count, { notes, workers: 1 }).replay), /denied/)
    assert.equal(events.splice(0).length, 1)
    const { replay, outcomes } = watchedReplay(count, { notes })
    await replayQueue(queue.open(), replay)
    assert.equal(events.length, 2)
    assert.deepEqual(fates(outcomes), { 'counted before': 1, counted: 2 })
    assert.equal(queue.messages.size, 0)
  })

  it('tries each message once, however often it comes back while the cause is not fixed', async () => {
    const queue = queueOf(failedEvents(20))
    queue.forgetful = true
    let tries = 0
    const { replay, outcomes } = watchedReplay((event) => {
      tries++
      return broken(event)
    })
    await replayQueue(queue.open(), replay)
    assert.equal(tries, 20)
    assert.deepEqual(fates(outcomes), { 'failed again': 20 })
    assert.deepEqual(new Set(outcomes.map(({ cause }) => cause)), new Set(['Error: still broken']))
    assert.equal(queue.bodies().length, 20)
  })

  it('hides messages that failed again until the end, and then makes them visible', async () => {
    const queue = queueOf(failedEvents(5))
    const { replay } = watchedReplay(async (event) => {
      assert.ok(queue.hidden.size > 0)
      return broken(event)
    })
    await replayQueue(queue.open(), replay)
    assert.equal(queue.received.length, 5)
    assert.equal(queue.bodies().length, 5)
  })

  it('sets aside undecodable messages, with the reason, and removes them', async () => {
    const neither = '{"an":"invitation"}'
    const queue = queueOf([damaged(1), failedEvent(1), neither, failureRecord({ a: 'test event' })])
    const { count, lines } = countingFunction()
    const { replay, kept, outcomes } = watchedReplay(count, { workers: 1 })
    await replayQueue(queue.open(), replay)
    assert.equal(queue.messages.size, 0)
    assert.deepEqual(
      kept.map(({ id, reason }) => [id, reason.slice(0, 38)]),
      [
        ['message-0', 'awslogs.data is not gzip: unexpected e'],
        ['message-2', 'It has neither an event (requestPayloa'],
        ['message-3', 'The event is from an unknown source. E'],
      ],
    )
    assert.equal(kept[1]?.content, neither)
    assert.deepEqual(kept[2]?.content, { a: 'test event' })
    assert.deepEqual(fates(outcomes), { 'set aside': 3, counted: 1 })
    assert.equal(ownSums(lines()).RecordsCounted, 1)
  })

  it('removes nothing that could not be set aside', async () => {
    const queue = queueOf([damaged(1)])
    const { replay } = watchedReplay(countingFunction().count, {
      keepAside: () => Promise.reject(new Error('the disk is full')),
    })
    await assert.rejects(replayQueue(queue.open(), replay), /the disk is full/)
    assert.equal(queue.bodies().length, 1)
  })

  it('leaves messages in the queue that are only too large for the function', async () => {
    const large = payload([record({ requestParameters: { text: 'x'.repeat(1024 * 1024) } })])
    const queue = queueOf([failureRecord({ awslogs: { data: large } })])
    const { replay, outcomes, kept } = watchedReplay(countingFunction({ memoryMegabytes: 8 }).count)
    await replayQueue(queue.open(), replay)
    assert.equal(queue.bodies().length, 1)
    assert.deepEqual(kept, [])
    assert.match(outcomes[0]?.cause ?? '', /^PayloadError: awslogs.data inflates to more than \d+ bytes$/)
  })

  it('says which records are too old to be counted', async () => {
    const old = new Date(NOW - 15 * 24 * HOUR).toISOString()
    const event = logsEvent([
      record({ eventTime: old }),
      record(),
      record({ eventTime: 'none' }),
      'no record',
    ])
    const { replay, outcomes } = watchedReplay(countingFunction().count, { oldestMs: NOW - 335 * HOUR })
    await replayQueue(queueOf([failureRecord(event)]).open(), replay)
    assert.deepEqual(
      outcomes.map(({ records, expired }) => [records, expired]),
      [[4, 1]],
    )
  })

  it('takes no more messages than max', async () => {
    const queue = queueOf(failedEvents(10))
    const { count, events } = countingFunction()
    await replayQueue(queue.open(), watchedReplay(count, { max: 3 }).replay)
    assert.equal(events.length, 3)
    assert.equal(queue.bodies().length, 7)
  })

  it('finishes the messages in progress when it is interrupted', async () => {
    const queue = queueOf(failedEvents(50))
    const stop = new AbortController()
    const { count, events } = countingFunction()
    const { replay } = watchedReplay(
      async (event) => {
        if (events.length === 4) stop.abort()
        return count(event)
      },
      { signal: stop.signal, workers: 2 },
    )
    await replayQueue(queue.open(), replay)
    assert.ok(events.length < 10)
    assert.equal(queue.bodies().length, 50 - events.length)
  })

  it('as a dry run sends, removes and keeps nothing, and lists the failed items with their causes', async () => {
    const bodies = [failedEvent(1), damaged(1), '{}', objects('a')]
    const queue = queueOf(bodies)
    const { count, events } = countingFunction()
    const { replay, outcomes, kept } = watchedReplay(count, { dryRun: true, workers: 1 })
    await replayQueue(queue.open(), replay, queue.redriveTo(new MemoryQueue()))
    assert.deepEqual([events, kept, queue.bodies()], [[], [], bodies])
    assert.deepEqual(
      outcomes.map(({ fate, cause, records }) => [fate, cause, records]),
      [
        ['waits', 'Error: it was broken', 1],
        ['waits', 'Error: it was broken', undefined],
        ['waits', 'It has neither an event (requestPayload) nor objects', undefined],
        ['waits', 'The function could not read the objects. See its log for the cause', undefined],
      ],
    )
    assert.equal(outcomes[0]?.failedAt, Date.parse('2026-10-01T12:10:00.000Z'))
  })
})

describe('replay of the failure queue of a stack with the source S3', () => {
  it('has the queue move back the messages about objects', async () => {
    const queue = queueOf([objects('a'), objects('b')])
    const target = new MemoryQueue()
    const { count, events } = countingFunction()
    const { replay, outcomes } = watchedReplay(count)
    await replayQueue(queue.open(), replay, queue.redriveTo(target))
    assert.deepEqual(target.bodies(), [objects('a'), objects('b')])
    assert.deepEqual([queue.messages.size, events.length], [0, 0])
    assert.deepEqual(fates(outcomes), { redriven: 2 })
  })

  it('starts no redrive if nothing is to be moved', async () => {
    const redrive = { finished: async () => undefined, start: () => assert.fail('there is nothing to move') }
    await replayQueue(queueOf([]).open(), watchedReplay(broken).replay, redrive)
  })

  it('waits for a redrive that is under way', async () => {
    const calls: string[] = []
    const queue = queueOf([]).open()
    const redrive = {
      start: async () => {},
      async finished() {
        calls.push('finished')
        return 'an old failure'
      },
    }
    const receive = async () => {
      calls.push('receive')
      return []
    }
    await replayQueue({ ...queue, receive }, watchedReplay(broken).replay, redrive)
    assert.equal(calls[0], 'finished')
  })

  it('says why a redrive failed', async () => {
    const redrive = { start: async () => {}, finished: async () => 'AccessDenied' }
    const run = replayQueue(queueOf([objects('a')]).open(), watchedReplay(broken).replay, redrive)
    await assert.rejects(run, /could not move all messages back: AccessDenied/)
  })

  it('counts events that are left from the source Logs, and never moves them', async () => {
    const queue = queueOf([failedEvent(1), objects('a'), failedEvent(2)])
    const target = new MemoryQueue()
    const { count, lines } = countingFunction()
    const { replay } = watchedReplay(count)
    await replayQueue(queue.open(), replay, queue.redriveTo(target))
    assert.equal(ownSums(lines()).RecordsCounted, 2)
    assert.deepEqual(target.bodies(), [objects('a')])
    assert.equal(queue.messages.size, 0)

    const failing = queueOf([failedEvent(1), objects('a')])
    await replayQueue(failing.open(), watchedReplay(broken).replay, failing.redriveTo(target))
    assert.deepEqual(target.bodies(), [objects('a'), objects('a')])
    assert.deepEqual(failing.bodies(), [failedEvent(1)])
  })

  it('moves each message once, wherever it is interrupted', async () => {
    let interrupted = true
    for (let at = 1; interrupted; at++) {
      const queue = queueOf([objects('a'), failedEvent(1), objects('b')])
      const target = new MemoryQueue()
      const { count } = countingFunction()
      const notes = new MemoryJournal()
      const interruption = new Interruption(at)
      const first = watchedReplay(count, { interruption, notes, workers: 1 })
      await replayQueue(queue.open(interruption), first.replay, queue.redriveTo(target, interruption)).catch(
        () => {},
      )
      interrupted = interruption.isOver
      queue.comeBack()
      await replayQueue(queue.open(), watchedReplay(count, { notes }).replay, queue.redriveTo(target))
      assert.deepEqual(target.bodies().sort(), [objects('a'), objects('b')], `interrupted at step ${at}`)
      assert.equal(queue.messages.size, 0)
    }
  })
})

describe('replay of messages about objects, after a change of the source', () => {
  it('has the function read them, as there is no object queue', async () => {
    const store = objectStore({ [logFileKey('a')]: logFile(records(3)) })
    const { count, lines } = countingFunction({ readObject: store })
    const queue = queueOf([objects('a'), objects('missing')])
    const { replay, outcomes } = watchedReplay(count)
    await replayQueue(queue.open(), replay)
    assert.equal(ownSums(lines()).RecordsCounted, 3)
    assert.deepEqual(queue.bodies(), [objects('missing')])
    assert.deepEqual(fates(outcomes), { counted: 1, 'failed again': 1 })
  })
})
