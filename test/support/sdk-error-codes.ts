import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The codes that the AWS SDK for JavaScript retries as throttling. It exports only a function over them. */
export const THROTTLING_ERROR_CODES: readonly string[] = codesIn(
  readFileSync(fileURLToPath(import.meta.resolve('@smithy/core/retry')), 'utf8'),
)

function codesIn(source: string): string[] {
  const [, list = ''] = /THROTTLING_ERROR_CODES = \[([^\]]*)\]/.exec(source) ?? []
  const codes = [...list.matchAll(/"(\w+)"/g)].flatMap(([, code]) => code ?? [])
  assert.ok(codes.length > 0, 'the SDK keeps its codes elsewhere now')
  return codes
}
