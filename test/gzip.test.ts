import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { contentsOf, gunzip } from '../src/gzip.ts'

const TEXT = Buffer.from('x'.repeat(5000))

describe('gunzip', () => {
  it('inflates to just as much as is taken, and no more', () => {
    for (const size of [1, 63, 1000, 5000]) {
      const gzip = gzipSync(TEXT.subarray(0, size))
      assert.equal(gunzip(gzip, 'it', size).length, size)
      if (size > 1)
        assert.throws(() => gunzip(gzip, 'it', size - 1), {
          name: 'PayloadError',
          message: `it inflates to more than ${size - 1} bytes`,
        })
    }
  })
})

describe('contentsOf', () => {
  it('inflates what is gzipped and leaves the rest as it is', () => {
    for (const file of [gzipSync(TEXT), TEXT]) assert.deepEqual(contentsOf(file, 'it', 5000), TEXT)
    for (const file of [Buffer.alloc(0), Buffer.from([0x1f]), Buffer.from([0x1f, 0x20])])
      assert.deepEqual(contentsOf(file, 'it', 5000), file)
  })

  it('refuses a file of more than is taken', () => {
    assert.throws(() => contentsOf(TEXT, 'it', 4999), {
      name: 'PayloadError',
      message: 'it has more than 4999 bytes',
    })
  })
})
