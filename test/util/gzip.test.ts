import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { contentsOf, gunzip } from '../../src/util/gzip.ts'

const TEXT = Buffer.from('x'.repeat(5000))

describe('gunzip', () => {
  it('inflates to the maximum and no more', () => {
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

describe('gunzip of several members', () => {
  const members = (...sizes: number[]) => sizes.map((size) => gzipSync(TEXT.subarray(0, size)))
  const [large = TEXT, small = TEXT] = members(5000, 10)

  it('inflates all, up to the maximum', () => {
    const joined = Buffer.concat(members(10, 0, 5000, 20))
    assert.equal(gunzip(joined, 'it', 5030).length, 5030)
    assert.throws(() => gunzip(joined, 'it', 5029), { message: 'it inflates to more than 5029 bytes' })
  })

  it('skips zeros after the last', () => {
    assert.equal(gunzip(Buffer.concat([large, small, Buffer.alloc(600)]), 'it', 6000).length, 5010)
  })

  it('rejects a truncated last member, wherever it ends', () => {
    for (let length = 1; length < small.length; length++) {
      const joined = Buffer.concat([large, small.subarray(0, length)])
      assert.throws(() => gunzip(joined, 'it', 6000), { message: 'it is not gzip: unexpected end of file' })
    }
  })

  it('rejects data that is neither gzip nor zeros after a member, also after zeros', () => {
    for (const behind of [TEXT, Buffer.from([0, 120]), Buffer.concat([Buffer.alloc(9), small])])
      assert.throws(() => gunzip(Buffer.concat([large, behind]), 'it', 60_000), {
        name: 'PayloadError',
        message: /^it is not gzip/,
      })
  })
})

describe('contentsOf', () => {
  it('inflates gzipped content and keeps other content', () => {
    for (const file of [gzipSync(TEXT), TEXT]) assert.deepEqual(contentsOf(file, 'it', 5000), TEXT)
    for (const file of [Buffer.alloc(0), Buffer.from([0x1f]), Buffer.from([0x1f, 0x20])])
      assert.deepEqual(contentsOf(file, 'it', 5000), file)
  })

  it('rejects a file above the maximum', () => {
    assert.throws(() => contentsOf(TEXT, 'it', 4999), {
      name: 'PayloadError',
      message: 'it has more than 4999 bytes',
    })
  })
})
