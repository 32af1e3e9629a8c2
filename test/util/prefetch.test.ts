import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { prefetch } from '../../src/util/prefetch.ts'

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

describe('prefetch', () => {
  it('returns the results in order, whichever comes first', async () => {
    const turns = (item: number) => new Promise<number>((resolve) => setImmediate(() => resolve(item * 10)))
    const load = async (item: number) => (item % 2 === 0 ? item * 10 : turns(item))
    assert.deepEqual(await all(prefetch([1, 2, 3, 4, 5], 3, load)), [10, 20, 30, 40, 50])
    assert.deepEqual(await all(prefetch([], 3, load)), [])
  })

  it('limits the number of concurrent loads', async () => {
    let [running, most] = [0, 0]
    const load = async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
    }
    await all(prefetch(Array.from({ length: 20 }), 4, load))
    assert.equal(most, 4)
  })

  it('throws the error of a load in its turn', async () => {
    const given: number[] = []
    const load = async (item: number) => {
      if (item === 3) throw new Error('three')
      return item
    }
    await assert.rejects(async () => {
      for await (const one of prefetch([1, 2, 3, 4], 4, load)) given.push(one)
    }, /three/)
    assert.deepEqual(given, [1, 2])
  })
})
