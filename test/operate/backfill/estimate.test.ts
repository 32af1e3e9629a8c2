import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { LogFile } from '../../../src/inputs/trail-bucket.ts'
import { countFiles, readSample } from '../../../src/operate/backfill/estimate.ts'
import { PayloadError } from '../../../src/util/errors.ts'
import { message, record } from '../../support/records.ts'

const HOUR = 3_600_000

async function* files(...each: readonly (readonly [hour: number, bytes: number])[]): AsyncGenerator<LogFile> {
  for (const [i, [hour, bytes]] of each.entries())
    yield { key: `file-${i}`, bytes, deliveredAt: hour * HOUR + 60_000 }
}

describe('the estimate of a backfill', () => {
  it('counts files, their bytes and hours, and finds the busiest hour', async () => {
    const counted = await countFiles(files([1, 10], [2, 30], [3, 15], [3, 20]))
    assert.deepEqual(counted, { files: 4, bytes: 75, hours: 3, busiest: 3 * HOUR })
    assert.deepEqual(await countFiles(files()), { files: 0, bytes: 0, hours: 0, busiest: 0 })
  })

  it('reads a sample, without the files that cannot be read', async () => {
    const sample = await readSample(files([1, 10], [1, 20], [1, 30]), async ({ key }) => {
      if (key === 'file-1') throw new PayloadError('damaged')
      return [message(record()), message(record())]
    })
    assert.deepEqual(
      [sample.deliveries.length, sample.records, sample.bytes, sample.isWhole],
      [2, 4, 40, true],
    )
  })

  it('reads no more than it takes to estimate, and says so', async () => {
    let read = 0
    const many = files(...Array.from({ length: 1000 }, () => [1, 1] as const))
    const sample = await readSample(many, async () => {
      read++
      return [message(record())]
    })
    assert.ok(read < 300)
    assert.equal(sample.isWhole, false)
  })

  it('fails if nothing can be read', async () => {
    const read = () => Promise.reject(new Error('no credentials'))
    await assert.rejects(readSample(files([1, 1]), read), /no credentials/)
  })
})
