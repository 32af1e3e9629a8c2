import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type Capacity,
  type Load,
  recordsPerEnvironment,
  recordsPerShard,
  simulateKinesis,
  simulateLogs,
  simulateS3,
} from '../../bench/event-sources.ts'

/** Counts 1,000 records a second and takes no time for anything else. */
const CAPACITY: Capacity = { memoryMB: 1769, recordsPerProcessor: 1000, invocationSeconds: 0 }
const LOAD: Load = {
  recordsPerSecond: 100,
  burstFactor: 1,
  burstSeconds: 100,
  recordsPerPayload: 10,
  compressedBytes: 100,
}
const ONE = { parallelizationFactor: 1, windowSeconds: 0 }

describe('an execution environment', () => {
  it('has a share of a processor that grows with its memory, up to a whole one', () => {
    const records = (memoryMB: number) => recordsPerEnvironment({ ...CAPACITY, memoryMB }, LOAD, 1)
    assert.equal(Math.round(records(1769 / 4)), 250)
    assert.equal(Math.round(records(1769)), 1000)
    assert.equal(Math.round(records(3072)), 1000)
  })

  it('spends less on each record in larger batches', () => {
    const slow = { ...CAPACITY, invocationSeconds: 0.01 }
    assert.equal(Math.round(recordsPerEnvironment(slow, LOAD, 1)), 500)
    assert.equal(Math.round(recordsPerEnvironment(slow, LOAD, 9)), 900)
  })
})

describe('a shard', () => {
  it('takes a megabyte or 1,000 payloads a second, whichever comes first', () => {
    assert.equal(recordsPerShard(LOAD), 10_000)
    assert.equal(recordsPerShard({ ...LOAD, recordsPerPayload: 5 }), 5000)
  })
})

describe('a stream', () => {
  it('has only the lag of its window and the work while its shards are read as fast as they are written', () => {
    const { worstLag, steadyUse, shards } = simulateKinesis(CAPACITY, LOAD, { ...ONE, windowSeconds: 60 })
    assert.deepEqual([worstLag, steadyUse, shards], [61, 100 / 4000, 4])
  })

  it('lags by the unread records of a burst', () => {
    // 40,000 records come in 10 seconds; 4 shards are read at 1,000 a second each.
    const burst = { ...LOAD, recordsPerSecond: 400, burstFactor: 20, burstSeconds: 10 }
    const { worstLag, concurrency } = simulateKinesis(CAPACITY, burst, ONE)
    assert.ok(worstLag >= 10 && worstLag <= 12, String(worstLag))
    assert.equal(concurrency, 4)
    assert.ok(simulateKinesis(CAPACITY, burst, { ...ONE, parallelizationFactor: 2 }).worstLag < 2)
  })

  it('falls behind a steady load until its shards have split', () => {
    const { worstLag, steadyUse } = simulateKinesis(CAPACITY, { ...LOAD, recordsPerSecond: 5000 }, ONE)
    assert.equal(steadyUse, 1.25)
    assert.ok(worstLag > 60 && worstLag < 900, String(worstLag))
  })

  it('never catches up with more than all environments of the account can count', () => {
    const { worstLag } = simulateKinesis(CAPACITY, { ...LOAD, recordsPerSecond: 1_100_000 }, ONE)
    assert.equal(worstLag, Number.POSITIVE_INFINITY)
  })
})

describe('a object queue', () => {
  it('is read by more invocations the longer it is behind', () => {
    const burst = { ...LOAD, recordsPerSecond: 1000, burstFactor: 20, burstSeconds: 60 }
    const { worstLag, concurrency } = simulateS3(CAPACITY, burst, { windowSeconds: 0 })
    assert.ok(concurrency > 5 && concurrency < 1000)
    assert.ok(worstLag > 5 && worstLag < 120, String(worstLag))
  })
})

describe('payloads that invoke the function', () => {
  it('take as many environments as a burst needs, up to those of the account', () => {
    const burst = { ...LOAD, recordsPerSecond: 1000, burstFactor: 10 }
    assert.equal(simulateLogs(CAPACITY, burst).concurrency, 10)
    const most = simulateLogs(CAPACITY, { ...burst, recordsPerSecond: 900_000 })
    assert.equal(most.concurrency, 1000)
    assert.ok(most.worstLag > 100)
  })
})
