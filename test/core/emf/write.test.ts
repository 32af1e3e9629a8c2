import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { describe, it } from 'node:test'
import { writeLines } from '../../../src/core/emf/write.ts'

describe('writeLines', () => {
  it('writes each line with one write and a line break', async () => {
    const writes: string[] = []
    const write = (line: string, done: () => void) => {
      writes.push(line)
      process.nextTick(done)
    }
    await writeLines(['a', 'b'], { write })
    assert.deepEqual(writes, ['a\n', 'b\n'])
  })

  it('resolves only when the last line has left', async () => {
    const order: string[] = []
    const slow = new Writable({
      write(chunk, _encoding, done) {
        setTimeout(() => {
          order.push(String(chunk).trim())
          done()
        }, 5)
      },
    })
    await writeLines(['a', 'b', 'c'], slow)
    order.push('resolved')
    assert.deepEqual(order, ['a', 'b', 'c', 'resolved'])
  })

  it('rejects when a line could not be written', async () => {
    const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) })
    broken.on('error', () => {})
    await assert.rejects(writeLines(['a', 'b'], broken), /EPIPE/)
  })

  it('writes nothing after a line that could not be written', async () => {
    const writes: string[] = []
    const write = (line: string, done: (error?: Error) => void) => {
      if (line === 'b\n') return process.nextTick(done, new Error('EPIPE'))
      writes.push(line)
      process.nextTick(done)
    }
    await assert.rejects(writeLines(['a', 'b', 'c'], { write }), /EPIPE/)
    assert.deepEqual(writes, ['a\n'])
  })

  it('has nothing to wait for without lines', async () => {
    await writeLines([], { write: () => assert.fail('nothing to write') })
  })
})
