import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AwsError, calling, isMissing, problemOf } from '../../../src/operate/aws/errors.ts'

function error(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name }, more)
}

const ACTION = 'cloudtrail:GetTrailStatus'
const problem = (...of: Parameters<typeof error>) => problemOf(error(...of), ACTION)

describe('a call to AWS that fails', () => {
  it('for a missing permission names it, who lacks it and why, as IAM says', () => {
    const message =
      'User: arn:aws:sts::111122223333:assumed-role/reader/me is not authorized to perform: cloudtrail:GetTrailStatus ' +
      'on resource: arn:aws:cloudtrail:eu-west-1:111122223333:trail/t with an explicit deny because no identity-based policy allows it'
    assert.deepEqual(problem('AccessDeniedException', message), {
      kind: 'permission',
      permission: 'cloudtrail:GetTrailStatus',
      message:
        'arn:aws:sts::111122223333:assumed-role/reader/me lacks the permission cloudtrail:GetTrailStatus (because no identity-based policy allows it).',
    })
  })

  it('for another permission than that of the call names that one', () => {
    const message = 'User: arn:x is not authorized to perform: kms:Decrypt on resource: arn:key'
    assert.equal(problem('AccessDenied', message).permission, 'kms:Decrypt')
  })

  it('for a permission that the service does not name names that of the call', () => {
    assert.deepEqual(problemOf(error('AccessDenied', 'Access Denied'), 's3:GetBucketNotification'), {
      kind: 'permission',
      permission: 's3:GetBucketNotification',
      message: 'Your user or role lacks the permission s3:GetBucketNotification.',
    })
  })

  it('takes linear time to find that in a text of any length', () => {
    const long = `User: ${' is not authorized to perform: '.repeat(50_000)}`
    assert.equal(problem('AccessDenied', long).kind, 'permission')
  })

  const KINDS: readonly (readonly [string, string, string, RegExp])[] = [
    [
      'credentials',
      'ExpiredTokenException',
      'The security token included in the request is expired',
      /aws sso login/,
    ],
    ['credentials', 'CredentialsProviderError', 'Could not load credentials from any providers', /--profile/],
    ['region', 'Error', 'Region is missing', /--region/],
    [
      'throttled',
      'ThrottlingException',
      'Rate exceeded',
      /still throttles cloudtrail:GetTrailStatus after several/,
    ],
    ['missing', 'TrailNotFoundException', 'Unknown trail', /Unknown trail/],
    ['missing', 'ValidationError', 'Stack with id x does not exist', /does not exist/],
    ['unreachable', 'TimeoutError', 'Connection timed out after 5000 ms', /cloudtrail can't be reached/],
    [
      'other',
      'InternalFailure',
      'Sorry\nline for developers',
      /cloudtrail:GetTrailStatus failed: InternalFailure: Sorry$/,
    ],
  ]
  for (const [kind, name, message, words] of KINDS)
    it(`with ${name} is a problem of the kind ${kind}, in words`, () => {
      const found = problem(name, message)
      assert.equal(found.kind, kind)
      assert.match(found.message, words)
    })

  it('with a broken connection cannot be reached', () => {
    assert.equal(problem('Error', 'connect ECONNREFUSED', { code: 'ECONNREFUSED' }).kind, 'unreachable')
  })

  it("with a thrown value that isn't an error is of the kind other", () => {
    assert.deepEqual(problemOf('odd', ACTION), { kind: 'other', message: `${ACTION} failed: odd` })
  })
})

describe('calling', () => {
  it('throws the problem in words, with the cause, once', async () => {
    const cause = error('AccessDenied', 'no')
    const failing = calling('a:B', () => calling('c:D', () => Promise.reject(cause)))
    await assert.rejects(failing, (thrown: unknown) => {
      assert.ok(thrown instanceof AwsError)
      assert.equal(thrown.problem.permission, 'c:D')
      assert.equal(thrown.cause, cause)
      return true
    })
  })

  it('recognizes missing resources, with or without an explanation', async () => {
    const missing = error('NoSuchBucket', 'x')
    assert.ok(isMissing(missing))
    const thrown = await calling('s3:ListBucket', () => Promise.reject(missing)).catch((e: unknown) => e)
    assert.ok(isMissing(thrown))
    assert.ok(!isMissing(error('AccessDenied', 'x')))
  })
})
