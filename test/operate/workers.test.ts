import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { workOn } from '../../src/operate/workers.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('workers', () => {
  it('go through all items, several at a time and no more', async () => {
    const done: number[] = []
    let [running, most] = [0, 0]
    await workOn([1, 2, 3, 4, 5, 6, 7][Symbol.iterator](), 3, async (item) => {
      most = Math.max(most, ++running)
      await turn()
      done.push(item)
      running--
    })
    assert.deepEqual([done.sort(), most], [[1, 2, 3, 4, 5, 6, 7], 3])
  })

  it('end what they are at when one fails, take nothing more, and then throw', async () => {
    const ended: number[] = []
    const work = async (item: number) => {
      if (item === 2) throw new Error('two')
      await turn()
      ended.push(item)
    }
    await assert.rejects(workOn([1, 2, 3, 4, 5, 6][Symbol.iterator](), 3, work), /two/)
    assert.deepEqual(ended, [1, 3])
  })
})
