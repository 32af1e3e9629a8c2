import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** Holds text against a file in test/golden. UPDATE_GOLDEN=1 writes the file instead: look at the difference then. */
export function assertGolden(name: string, actual: string): void {
  const file = new URL(`../golden/${name}`, import.meta.url)
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, actual)
  assert.ok(existsSync(file), `test/golden/${name} is missing; UPDATE_GOLDEN=1 npm test writes it`)
  assert.equal(actual, readFileSync(file, 'utf8'))
}
