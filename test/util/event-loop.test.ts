import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eventLoopTurns } from '../../src/util/event-loop.ts'

/** How often the event loop went on during three calls. */
async function turnsIn(everyMs: number): Promise<number> {
  let turns = 0
  const count = () => {
    turns++
    immediate = setImmediate(count)
  }
  let immediate = setImmediate(count)
  const turn = eventLoopTurns(everyMs)
  for (let i = 0; i < 3; i++) await turn()
  clearImmediate(immediate)
  return turns
}

describe('eventLoopTurns', () => {
  it('lets the event loop go on when it is due', async () => assert.equal(await turnsIn(0), 3))

  it('does not wait when it is not', async () => assert.equal(await turnsIn(Number.POSITIVE_INFINITY), 0))
})
