import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { appendOnly } from '../../src/util/append-only.ts'

const folder = mkdtempSync(join(tmpdir(), 'append-only-'))
after(() => rmSync(folder, { recursive: true }))

async function write(path: string, ...lines: readonly string[]): Promise<void> {
  const file = appendOnly(path)
  try {
    await Promise.all(lines.map(file.append))
  } finally {
    await file.close()
  }
}

describe('a file that only grows', () => {
  it('gets each line, in order, after those that it has', async () => {
    const path = join(folder, 'deep/er/lines')
    const lines = Array.from({ length: 100 }, (_, i) => `line ${i}`)
    await write(path, ...lines)
    await write(path, 'last')
    assert.equal(readFileSync(path, 'utf8'), [...lines, 'last', ''].join('\n'))
  })

  it('is not made before there is a line', async () => {
    const path = join(folder, 'none')
    await write(path)
    assert.equal(existsSync(path), false)
  })

  it('may be read by its owner alone', { skip: process.platform === 'win32' }, async () => {
    const path = join(folder, 'own')
    await write(path, 'a')
    assert.equal(statSync(path).mode & 0o777, 0o600)
  })

  it('gets whole lines after half a line that a crash left', async () => {
    const path = join(folder, 'crashed')
    writeFileSync(path, 'whole\nhal')
    await write(path, 'next')
    assert.equal(readFileSync(path, 'utf8'), 'whole\nhal\nnext\n')
  })

  it('follows no link, as somebody else may have put it there', async () => {
    const [target, path] = [join(folder, 'target'), join(folder, 'link')]
    writeFileSync(target, 'theirs')
    symlinkSync(target, path)
    await assert.rejects(write(path, 'ours'))
    assert.equal(readFileSync(target, 'utf8'), 'theirs')
  })
})
