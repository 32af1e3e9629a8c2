import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'

/** The prefix of the IAM actions of each client, by its name in the source. */
const PREFIXES: Readonly<Record<string, string>> = {
  cloudFormation: 'cloudformation',
  cloudTrail: 'cloudtrail',
  cloudWatch: 'cloudwatch',
  eventBridge: 'events',
  lambda: 'lambda',
  logs: 'logs',
  s3: 's3',
  sns: 'sns',
  sqs: 'sqs',
  sts: 'sts',
}

/** Operations whose action has another name. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  's3:GetBucketNotificationConfiguration': 's3:GetBucketNotification',
  's3:ListObjectsV2': 's3:ListBucket',
  'lambda:Invoke': 'lambda:InvokeFunction',
}

const folder = 'src/operate/doctor'
const sources = [
  'src/operate/aws/stack.ts',
  ...readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
].map((path) => readFileSync(path, 'utf8'))

/** The actions of every method of a client that the source calls. */
function actionsCalled(source: string): string[] {
  const clients = Object.keys(PREFIXES).join('|')
  const call = new RegExp(
    `(?:\\b(${clients})|\\.(${clients})\\(\\)\\)+)\\.(?!config\\b)(?:paginate)?(\\w+)\\(`,
    'g',
  )
  return [...source.matchAll(call)].map(([, byName, byCall, method = '']) => {
    const operation = `${PREFIXES[byName ?? byCall ?? '']}:${method.charAt(0).toUpperCase()}${method.slice(1)}`
    return OTHER_NAMES[operation] ?? operation
  })
}

const policy = JSON.parse(readFileSync('policies/doctor.json', 'utf8'))
const allowed: string[] = policy.Statement.flatMap(({ Action }: { Action: string | string[] }) => Action)

describe('the policy with the permissions that doctor needs', () => {
  it('allows every operation that doctor calls, and nothing else', () => {
    const called = new Set(sources.flatMap(actionsCalled))
    assert.ok(called.size > 20, 'the source is read wrongly')
    assert.deepEqual([...allowed].sort(), [...called].sort())
  })

  it('has the names by which doctor says that a permission is missing', () => {
    const named = sources.flatMap((source) =>
      [...source.matchAll(/\b(?:ask|askIfThere|calling)(?:<[^(]*>)?\(\s*'([^']+)'/g)].map(
        ([, action = '']) => action,
      ),
    )
    assert.ok(named.length > 20, 'the source is read wrongly')
    assert.deepEqual(
      named.filter((action) => !allowed.includes(action)),
      [],
    )
  })

  it('allows nothing that writes but the invocation of --function-only', () => {
    const writing = allowed.filter((action) => !/:(?:Describe|Filter|Get|List|Lookup)/.test(action))
    assert.deepEqual(writing, ['lambda:InvokeFunction'])
  })
})
