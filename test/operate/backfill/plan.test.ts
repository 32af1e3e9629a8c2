import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Stack } from '../../../src/operate/aws/stack.ts'
import { type BackfillRequest, planBackfill } from '../../../src/operate/backfill/plan.ts'

const HOUR = 3_600_000
const NOW = Date.parse('2026-11-22T12:00:00Z')
const time = (hours: number) => NOW + hours * HOUR

function stack(parameters: Record<string, string> = {}, outputs: Record<string, string> = {}): Stack {
  return {
    name: 'tracker',
    arn: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/tracker/x',
    partition: 'aws',
    account: '111122223333',
    region: 'eu-west-1',
    status: 'CREATE_COMPLETE',
    statusReason: undefined,
    deployedAt: 0,
    parameters,
    outputs: { FunctionName: 'tracker', ...outputs },
    resources: new Map(),
  }
}

const QUEUE = { ObjectQueueUrl: 'https://queue' }

const request = (members: Partial<BackfillRequest> = {}): BackfillRequest => ({
  bucket: 'trail',
  prefix: '',
  range: { from: time(-10), to: time(-5) },
  marginMs: HOUR,
  now: NOW,
  ...members,
})

describe('the plan of a backfill', () => {
  it('takes files that were delivered up to the margin later than the calls', () => {
    const { range, delivered, isCut } = planBackfill(stack(), request())
    assert.deepEqual(range, { from: time(-10), to: time(-5) })
    assert.deepEqual(delivered, { from: time(-10), to: time(-4) })
    assert.equal(isCut, false)
  })

  it('ends now: nothing was delivered later', () => {
    const { range, delivered } = planBackfill(stack(), request({ range: { from: time(-1), to: time(5) } }))
    assert.equal(range.to, NOW)
    assert.ok(delivered.to <= NOW + 60_000)
  })

  it('excludes calls that are too old for the stack', () => {
    const from = time(-20 * 24)
    const by = (hours?: string) =>
      planBackfill(
        stack(hours === undefined ? {} : { MaxAgeHours: hours }),
        request({ range: { from, to: NOW } }),
      )
    assert.deepEqual([by().isCut, by().range.from, by('24').range.from], [true, time(-335), time(-24)])
  })

  it('is rejected if nothing would be counted', () => {
    const old = { from: time(-20 * 24), to: time(-19 * 24) }
    for (const [range, reason] of [
      [old, /Nothing would be counted: the stack counts records of the last 335 hours .* 14 days/],
      [{ from: time(-1), to: time(-2) }, /--from must be earlier than --to/],
      [{ from: time(1), to: time(2) }, /--from is in the future/],
    ] as const)
      assert.throws(() => planBackfill(stack(), request({ range })), reason)
    const other = { ...stack(), outputs: {} }
    assert.throws(() => planBackfill(other, request()), /tracker is not an API Usage Tracker stack/)
  })

  it('accepts any bucket if the function receives the records', () => {
    const { prefix, objectQueueUrl } = planBackfill(stack(), request({ bucket: 'other', prefix: 'audit' }))
    assert.deepEqual([prefix, objectQueueUrl], ['audit', undefined])
  })

  it("accepts only the function's bucket and prefix if it reads the objects itself", () => {
    const own = stack({ TrailBucketName: 'trail', TrailBucketPrefix: 'audit' }, QUEUE)
    const prefixOf = (prefix: string) => planBackfill(own, request({ prefix })).prefix
    assert.deepEqual(['', 'audit', 'audit/', 'audit/AWSLogs', 'audit/AWSLogs/111122223333/'].map(prefixOf), [
      'audit/AWSLogs',
      'audit/AWSLogs',
      'audit/AWSLogs',
      'audit/AWSLogs',
      'audit/AWSLogs/111122223333',
    ])
    for (const prefix of ['AWSLogs', 'audit/AWSLogs2', 'other'])
      assert.throws(() => prefixOf(prefix), /may read only s3:\/\/trail\/audit\/AWSLogs\/, not/)
    assert.throws(
      () => planBackfill(own, request({ bucket: 'other' })),
      /may read only s3:\/\/trail, not s3:\/\/other/,
    )
    const created = stack({ TrailBucketName: '' }, { ...QUEUE, TrailBucketName: 'made' })
    assert.equal(planBackfill(created, request({ bucket: 'made' })).prefix, 'AWSLogs')
  })
})
