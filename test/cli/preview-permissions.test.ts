import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'

/** Whatever of a preview calls AWS. */
const SOURCES = [
  'src/cli/event-history.ts',
  'src/cli/given-inputs.ts',
  'src/operate/backfill/trail-objects.ts',
].map((path) => readFileSync(path, 'utf8'))

interface Statement {
  readonly Action: string | readonly string[]
  readonly Condition?: unknown
}
const policy: { readonly Statement: readonly Statement[] } = JSON.parse(
  readFileSync('policies/preview.json', 'utf8'),
)
const actionsOf = (statements: readonly Statement[]) => statements.flatMap(({ Action }) => Action).sort()

describe('the policy with the permissions that preview needs', () => {
  it('allows every action that preview reports as missing, and no others', () => {
    const named = new Set(
      SOURCES.flatMap((source) => [...source.matchAll(/\bcalling\(\s*'([^']+)'/g)].map(([, name]) => name)),
    )
    const unconditional = policy.Statement.filter(({ Condition }) => Condition === undefined)
    assert.deepEqual(actionsOf(unconditional), [...named].sort())
  })

  it('allows decryption through S3 alone', () => {
    const conditional = policy.Statement.filter(({ Condition }) => Condition !== undefined)
    assert.deepEqual(actionsOf(conditional), ['kms:Decrypt'])
    assert.deepEqual(conditional[0]?.Condition, { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } })
  })

  it('allows nothing that writes', () => {
    for (const action of actionsOf(policy.Statement))
      assert.match(action, /^(?:s3:(?:Get|List)|cloudtrail:Lookup|kms:Decrypt$)/)
  })
})
