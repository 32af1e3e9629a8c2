import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type HistoryOptions, type HistoryPage, readHistory } from '../../src/inputs/history.ts'
import type { TimeRange } from '../../src/inputs/trail-bucket.ts'

const SECOND = 1000
const RANGE: TimeRange = { from: 0, to: 1000 * SECOND }

/** A clock that advances only while sleeping, and records it. */
function fakeClock() {
  let now = 5_000_000
  const sleeps: number[] = []
  return {
    sleeps,
    now: () => now,
    async sleep(ms: number) {
      sleeps.push(ms)
      now += ms
    },
    pass(ms: number) {
      now += ms
    },
  }
}

class Throttled extends Error {}

/** Answers with events in these seconds, page by page. An error in the list is thrown once, instead of an answer. */
function server(pages: readonly (readonly number[] | Error)[], onRequest = () => {}) {
  const left = [...pages]
  const all = left.filter((page) => !(page instanceof Error)).length
  const tokens: (string | undefined)[] = []
  let answered = 0
  const lookUp = async (range: TimeRange, token: string | undefined): Promise<HistoryPage> => {
    assert.deepEqual(range, RANGE)
    tokens.push(token)
    onRequest()
    const page = left.shift() ?? []
    if (page instanceof Error) throw page
    answered++
    return {
      events: page.map((second) => ({ text: `${second}`, id: `id-${second}`, time: second * SECOND })),
      nextToken: answered < all ? `page-${answered}` : undefined,
    }
  }
  return { lookUp, tokens }
}

async function read(pages: Parameters<typeof server>[0], more: Partial<HistoryOptions> = {}) {
  const clock = fakeClock()
  const { lookUp, tokens } = server(pages)
  const told: unknown[] = []
  const history = await readHistory(lookUp, {
    range: RANGE,
    maxEvents: 1000,
    intervalMs: SECOND,
    clock,
    isTransient: (error) => error instanceof Throttled,
    onEstimate: (estimate) => told.push(estimate),
    onProgress: (done, all) => told.push(done / all),
    ...more,
  })
  return { ...history, texts: history.events.map(({ text }) => text), tokens, told, sleeps: clock.sleeps }
}

const newestFirst = (from: number, count: number) => Array.from({ length: count }, (_, i) => from - i)
const PAGES = [newestFirst(999, 50), newestFirst(949, 50), newestFirst(899, 50)]

describe('the event history', () => {
  it('is read page by page, to the end', async () => {
    const { texts, tokens, unread } = await read(PAGES)
    assert.deepEqual(texts, PAGES.flat().map(String))
    assert.deepEqual(tokens, [undefined, 'page-1', 'page-2'])
    assert.equal(unread, undefined)
  })

  it('may be empty', async () => {
    const { texts, unread, told } = await read([[]])
    assert.deepEqual([texts, unread, told], [[], undefined, []])
  })

  it('waits for the interval after the start of the previous request', async () => {
    assert.deepEqual((await read(PAGES)).sleeps, [SECOND, SECOND])
    const clock = fakeClock()
    const { lookUp } = server(PAGES, () => clock.pass(700))
    await readHistory(lookUp, { ...quiet(clock), intervalMs: SECOND })
    assert.deepEqual(clock.sleeps, [300, 300])
    const slow = fakeClock()
    await readHistory(server(PAGES, () => slow.pass(5000)).lookUp, quiet(slow))
    assert.deepEqual(slow.sleeps, [])
  })

  it('is estimated by the rate of the newest events, before the second request', async () => {
    const { told } = await read(PAGES)
    assert.deepEqual(told[0], { events: 1000, requests: 20, ms: 20_000 })
    assert.deepEqual(told.slice(1), [0.05, 0.1])
    assert.deepEqual((await read(PAGES, { maxEvents: 100 })).told[0], { events: 1000, requests: 2, ms: 2000 })
    assert.deepEqual((await read([[999]])).told, [], 'one page is all')
  })

  it('is read up to the maximum number of events, newest first, and reports the remaining time', async () => {
    const { texts, unread, tokens } = await read(PAGES, { maxEvents: 100 })
    assert.equal(texts.length, 100)
    assert.equal(tokens.length, 2)
    assert.deepEqual(unread, { from: 0, to: 901 * SECOND, error: undefined })
    const exact = await read(PAGES, { maxEvents: 150 })
    assert.equal(exact.unread, undefined, 'there are no others')
  })

  it('is retried with increasing waits after throttles', async () => {
    const [first = [], second = [], third = []] = PAGES
    const throttled = new Throttled()
    const { texts, tokens, sleeps } = await read([throttled, throttled, first, throttled, second, third])
    assert.deepEqual(texts, PAGES.flat().map(String))
    assert.deepEqual(tokens, [undefined, undefined, undefined, 'page-1', 'page-1', 'page-2'])
    assert.deepEqual(sleeps, [2000, 4000, 1000, 2000, 1000])
  })

  it('stops after repeated throttles, with the events read until then', async () => {
    const forever = Array.from({ length: 20 }, () => new Throttled('slow down'))
    const { texts, unread, tokens, sleeps } = await read([newestFirst(999, 50), ...forever, []])
    assert.equal(texts.length, 50)
    assert.deepEqual(unread, { from: 0, to: 951 * SECOND, error: forever[7] })
    assert.equal(tokens.length, 9)
    assert.equal(Math.max(...sleeps), 60_000)
    await assert.rejects(read(forever), /slow down/)
  })

  it('is not retried after other errors', async () => {
    await assert.rejects(read([new Error('denied'), [1]]), /denied/)
    const { unread, tokens } = await read([[999], new Error('gone'), [1]])
    assert.match(String(unread?.error), /gone/)
    assert.equal(tokens.length, 2)
  })
})

function quiet(clock: ReturnType<typeof fakeClock>): HistoryOptions {
  return {
    range: RANGE,
    maxEvents: 1000,
    intervalMs: SECOND,
    clock,
    isTransient: () => false,
    onEstimate: () => {},
    onProgress: () => {},
  }
}
