import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { readContents } from '../../src/inputs/contents.ts'

/** As long as several of the parts that are decoded, with characters of four bytes at all places. */
const TEXT = `{"a":"${'x🚀ü'.repeat(400_000)}"}`

function utf16(text: string, isBigEndian: boolean): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
  return isBigEndian ? bytes.swap16() : bytes
}

describe('readContents', () => {
  it('leaves UTF-8 as it is', () => {
    for (const text of ['', '{', TEXT]) assert.equal(readContents(Buffer.from(text)).toString(), text)
  })

  it('decodes UTF-16 of both orders of bytes', () => {
    for (const isBigEndian of [false, true]) {
      assert.equal(readContents(utf16(TEXT, isBigEndian)).toString(), TEXT)
      assert.equal(readContents(utf16('', isBigEndian)).toString(), '')
      assert.equal(readContents(gzipSync(utf16('{}', isBigEndian))).toString(), '{}')
    }
  })

  it('decompresses gzip, even twice', () => {
    assert.equal(readContents(gzipSync('{}')).toString(), '{}')
    assert.equal(readContents(gzipSync(Buffer.concat([gzipSync('{}'), gzipSync('[]')]))).toString(), '{}[]')
  })

  it('rejects truncated gzip', () => {
    assert.throws(() => readContents(gzipSync('{"Records":[]}').subarray(0, 20)), {
      name: 'PayloadError',
      message: 'the file is not gzip: unexpected end of file',
    })
  })
})
