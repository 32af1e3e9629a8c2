import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { parseMessage } from '../../src/core/cloudtrail/call.ts'
import { MAX_BYTES } from '../../src/inputs/contents.ts'
import { FileError } from '../../src/inputs/file-error.ts'
import { findFiles, readMessages } from '../../src/inputs/files.ts'
import { PayloadError } from '../../src/util/errors.ts'
import { dataMessage, record, records } from '../support/records.ts'

const folder = mkdtempSync(join(tmpdir(), 'files-'))
after(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function kinds(path: string): Promise<string[]> {
  return [...(await readMessages(path))].map((message) => parseMessage(message).kind)
}

describe('readMessages', () => {
  it('reads a file, gzipped or not, in UTF-8 or UTF-16', async () => {
    const text = JSON.stringify({ Records: records(2) })
    for (const content of [text, gzipSync(text), Buffer.from(`\ufeff${text}`, 'utf16le')])
      assert.deepEqual(await kinds(file('trail', content)), ['call', 'call'])
  })

  it('reads payloads that Firehose joined, compressed once or twice', async () => {
    const members = [records(2), records(1)].map((some) => gzipSync(JSON.stringify(dataMessage(some))))
    for (const content of [Buffer.concat(members), gzipSync(Buffer.concat(members))])
      assert.deepEqual(await kinds(file('delivery', content)), ['call', 'call', 'call'])
  })

  it('knows a record without eventID by its file and place', async () => {
    const path = file('records', JSON.stringify({ Records: [record(), record()] }))
    assert.deepEqual(
      [...(await readMessages(path))].map(({ id }) => id),
      [`${path}#0`, `${path}#1`],
    )
  })

  it('rejects a path that is not a regular file, because it may never end', async () => {
    await assert.rejects(readMessages('/dev/zero'), /not a regular file/)
  })

  it('refuses a file that is too large without reading it', async () => {
    const path = file('large', '')
    truncateSync(path, MAX_BYTES + 1)
    await assert.rejects(readMessages(path), { name: 'PayloadError', message: /more than \d+ bytes/ })
  })

  it('refuses a file that is not there, is cut off or holds no records', async () => {
    await assert.rejects(readMessages(join(folder, 'none')), /ENOENT/)
    await assert.rejects(readMessages(file('cut', gzipSync('{"Records":[]}').subarray(0, 20))), PayloadError)
    await assert.rejects(readMessages(file('other', '{}')), FileError)
  })
})

describe('findFiles', () => {
  it('replaces a folder by its files, sorted by name, without hidden ones and links to folders', async () => {
    const root = join(folder, 'tree')
    mkdirSync(join(root, 'b', 'c'), { recursive: true })
    mkdirSync(join(root, '.git'))
    for (const path of ['b/c/2', 'b/1', 'a', 'd', '.hidden', '.git/config'])
      writeFileSync(join(root, path), '')
    symlinkSync(root, join(root, 'b', 'loop'))
    symlinkSync(join(root, 'a'), join(root, 'e'))
    const expected = ['a', 'b/1', 'b/c/2', 'd', 'e'].map((path) => join(root, path))
    assert.deepEqual(findFiles([root]), expected)
  })

  it('keeps the order of the paths, and those that do not exist', async () => {
    assert.deepEqual(findFiles(['none', 'package.json']), ['none', 'package.json'])
  })
})
