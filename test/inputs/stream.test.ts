import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { streamInput } from '../../src/inputs/stream.ts'
import { PayloadError } from '../../src/util/errors.ts'
import { records } from '../support/records.ts'

async function* parts(...all: readonly Buffer[]) {
  yield* all
}

describe('an input from a stream', () => {
  it('is read like a file, in whatever parts it comes', async () => {
    const text = JSON.stringify({ Records: records(3) })
    for (const bytes of [Buffer.from(text), gzipSync(text), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
      const bytewise = [...bytes].map((byte) => Buffer.of(byte))
      for (const stream of [parts(bytes), parts(...bytewise)])
        assert.equal([...(await streamInput('-', stream).read())].length, 3)
    }
  })

  it('identifies records by its name', async () => {
    const stream = parts(Buffer.from(JSON.stringify({ Records: records(2) })))
    const ids = [...(await streamInput('standard input', stream).read())].map(({ id }) => id)
    assert.deepEqual(ids, ['standard input#0', 'standard input#1'])
  })

  it('is not read beyond the maximum, because it may never end', async () => {
    let given = 0
    async function* endless() {
      for (;;) {
        given += 10
        yield Buffer.alloc(10)
      }
    }
    await assert.rejects(streamInput('-', endless(), undefined, 35).read(), PayloadError)
    assert.equal(given, 40)
  })
})
