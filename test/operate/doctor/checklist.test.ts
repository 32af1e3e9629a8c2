import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { describe, it } from 'node:test'
import type { Check } from '../../../src/operate/doctor/check.ts'
import { CHECKLIST } from '../../../src/operate/doctor/checklist.ts'

const CHECKS = new URL('../../../src/operate/doctor/checks/', import.meta.url)
const TESTS = new URL('checks/', import.meta.url)

/** The checks in each file that has some. */
async function checksByFile(): Promise<(readonly [file: string, checks: readonly Check[]])[]> {
  const modules = await Promise.all(
    readdirSync(CHECKS).map(async (file) => [file, await import(new URL(file, CHECKS).href)] as const),
  )
  return modules.flatMap(([file, module]) =>
    Object.keys(module)
      .filter((name) => name.endsWith('_CHECKS'))
      .map((name) => [file, module[name]] as const),
  )
}

describe('the checklist', () => {
  it('has every check of every file once', async () => {
    const ids = (checks: readonly Check[]) => checks.map(({ id }) => id).sort()
    assert.deepEqual(
      ids(CHECKLIST.flatMap(({ checks }) => checks)),
      ids((await checksByFile()).flatMap(([, checks]) => checks)),
    )
  })

  it('has no file of checks without tests', async () => {
    const tests = readdirSync(TESTS)
    assert.deepEqual(
      (await checksByFile()).filter(([file]) => !tests.includes(file.replace('.ts', '.test.ts'))),
      [],
    )
  })
})
