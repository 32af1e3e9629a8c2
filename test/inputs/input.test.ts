import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileInputs, readAll } from '../../src/inputs/input.ts'
import { record, records } from '../support/records.ts'

const folder = mkdtempSync(join(tmpdir(), 'input-'))
after(() => rmSync(folder, { recursive: true }))
const file = (name: string, content: unknown) => writeFileSync(join(folder, name), JSON.stringify(content))

describe('fileInputs', () => {
  it('has one input for each file, with its size, and reads none of them yet', async () => {
    file('a.json', record())
    writeFileSync(join(folder, 'b.txt'), 'text')
    const inputs = fileInputs([folder, join(folder, 'missing')])
    assert.deepEqual(
      inputs.map(({ name, bytes }) => [name.slice(folder.length + 1), bytes]),
      [
        ['a.json', JSON.stringify(record()).length],
        ['b.txt', 4],
        ['missing', 0],
      ],
    )
    assert.equal([...((await inputs[0]?.read()) ?? [])].length, 1)
    await assert.rejects(async () => inputs[2]?.read(), /ENOENT/)
  })
})

describe('readAll', () => {
  const inputs = () => fileInputs([join(folder, 'a.json'), join(folder, 'many.json')])

  it('has the messages of all inputs in order', async () => {
    file('many.json', records(3))
    assert.equal((await readAll(inputs())).length, 4)
  })

  it("fails with the first input that can't be read", async () => {
    const bad = fileInputs([join(folder, 'a.json'), join(folder, 'b.txt')])
    await assert.rejects(readAll(bad), { message: /b\.txt: neither JSON nor lines of CloudTrail records/ })
  })

  it('ends when it is told to', async () => {
    const stop = new AbortController()
    stop.abort()
    await assert.rejects(readAll(inputs(), stop.signal), { name: 'AbortError' })
  })
})
