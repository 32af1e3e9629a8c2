import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { parseMessage } from '../../src/core/cloudtrail/call.ts'
import { fileInputs, type Input } from '../../src/inputs/input.ts'
import { ThreadError, threadedFiles } from '../../src/inputs/threaded-files.ts'
import { records } from '../support/records.ts'

const folder = mkdtempSync(join(tmpdir(), 'threaded-'))
after(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const trail = (count: number, name: string) =>
  gzipSync(JSON.stringify({ Records: records(count, (i) => ({ eventID: `${name}-${i}` })) }))

/** Files of many kinds, more than are requested at a time. One has more messages than are sent at a time. */
const paths = [
  ...Array.from({ length: 150 }, (_, i) => file(`small-${i}`, trail(2, `small-${i}`))),
  file('large', trail(12_000, 'large')),
  file('broken', `{"Records":[${JSON.stringify(records(1)[0])},{"eventName":]}`),
  file('cut', trail(3, 'cut').subarray(0, 40)),
  file('other', '{"some":"json"}'),
  join(folder, 'missing'),
  file('last', trail(1, 'last')),
]

/** The messages of an input, or the reason why it can't be read. */
async function read<Item>(input: Input<Item>): Promise<readonly Item[] | string> {
  try {
    return [...(await input.read())]
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

describe('files that a thread reads', () => {
  it('have the same messages and errors as without a thread, prepared or not', async () => {
    const signal = new AbortController().signal
    const files = fileInputs(paths, { parsed: true })
    const threaded = threadedFiles(files, signal)
    for (const input of threaded.slice(0, 140)) input.prepare?.()
    for (const [i, input] of threaded.entries()) {
      assert.equal(input.name, files[i]?.name)
      assert.equal(input.bytes, files[i]?.bytes)
      const [plain] = files.slice(i, i + 1)
      assert.ok(plain)
      const expected = await read(plain)
      const calls = typeof expected === 'string' ? expected : expected.map(parseMessage)
      assert.deepEqual(await read(input), calls, input.name)
    }
  })

  it('end with the reason of an interruption', async () => {
    const stop = new AbortController()
    const [large] = threadedFiles(fileInputs([join(folder, 'large')]), stop.signal)
    assert.ok(large)
    large.prepare?.()
    const reading = large.read()
    stop.abort(new Error('stopped'))
    await assert.rejects(reading, /^Error: stopped$/)
    await assert.rejects(large.read(), /^Error: stopped$/)
  })

  it('are all refused when the thread has failed', async () => {
    const signal = new AbortController().signal
    const input: Input = { name: join(folder, 'large'), bytes: 0, read: async () => [] }
    const threaded = threadedFiles([input, input], signal, { maxOldGenerationSizeMb: 4 })
    for (const one of threaded) await assert.rejects(one.read(), ThreadError)
  })
})
