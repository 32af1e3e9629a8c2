import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { limitConditionsOf } from '../../../src/core/cloudtrail/limit-conditions.ts'
import { ACCOUNT, assumedRole, type Json, record } from '../../support/records.ts'

function conditions(service: string, members: Json = {}): string[] {
  return [...limitConditionsOf(service, record(members))]
}

describe('the conditions of a rate limit', () => {
  it('hold for calls from the EC2 console', () => {
    assert.deepEqual(conditions('ec2'), [])
    assert.deepEqual(conditions('ec2', { sessionCredentialFromConsole: 'true' }), ['ec2-console'])
    assert.deepEqual(conditions('ec2', { userAgent: 'console.ec2.amazonaws.com' }), ['ec2-console'])
    assert.deepEqual(conditions('ec2', { sessionCredentialFromConsole: 'false' }), [])
  })

  it('hold for calls of EC2 with neither a filter nor a page size', () => {
    const filter = { items: [{ name: 'vpc-id', valueSet: { items: [{ value: 'vpc-1' }] } }] }
    const unfiltered: Json[] = [
      { instancesSet: {}, filterSet: {} },
      { filterSet: { items: [] } },
      { instancesSet: { items: [{ instanceId: 'i-1' }] }, filterSet: {} },
      {},
    ]
    for (const requestParameters of unfiltered)
      assert.deepEqual(conditions('ec2', { requestParameters }), ['unfiltered'])
    const narrowed: unknown[] = [
      { filterSet: filter },
      { filterSet: {}, maxResults: 1000 },
      { nextToken: 'a' },
    ]
    for (const requestParameters of narrowed) assert.deepEqual(conditions('ec2', { requestParameters }), [])
  })

  it('are not read from request parameters that a record does not have', () => {
    for (const requestParameters of [null, undefined, 'HIDDEN', []])
      assert.deepEqual(conditions('ec2', { requestParameters }), [])
  })

  it('distinguish the versions of the Elastic Load Balancing API, and the services with separate buckets', () => {
    const elb = (apiVersion: unknown, invokedBy?: unknown) =>
      conditions('elasticloadbalancing', { apiVersion, userIdentity: { ...assumedRole('a'), invokedBy } })
    assert.deepEqual(elb('2012-06-01'), ['elb-v1'])
    assert.deepEqual(elb('2015-12-01'), ['elb-v2'])
    assert.deepEqual(elb('2030-01-01'), [])
    for (const service of ['autoscaling', 'cloudformation', 'ec2', 'ecs'])
      assert.deepEqual(elb('2015-12-01', `${service}.amazonaws.com`), ['elb-v2', 'elb-service'])
    assert.deepEqual(elb('2015-12-01', 'eks.amazonaws.com'), ['elb-v2'])
  })

  it('hold for calls of STS by AWS services and by principals of other accounts', () => {
    const sts = (userIdentity: unknown) => conditions('sts', { userIdentity })
    assert.deepEqual(sts(assumedRole('a')), [])
    assert.deepEqual(sts({ type: 'AWSService', invokedBy: 'lambda.amazonaws.com' }), ['aws-service'])
    assert.deepEqual(sts({ type: 'AWSService' }), ['aws-service'])
    assert.deepEqual(sts(assumedRole('a', '444455556666')), ['other-account'])
    assert.deepEqual(conditions('sts', { recipientAccountId: undefined }), [])
    assert.deepEqual(sts({ ...assumedRole('a', ACCOUNT), invokedBy: ' ' }), [])
  })

  it('are none for other services, regardless of their records', () => {
    assert.deepEqual(conditions('ssm', { sessionCredentialFromConsole: 'true', requestParameters: {} }), [])
  })

  it('are none if the members of a record are not of the expected kind', () => {
    for (const odd of [null, 1, 'text', [], true]) {
      for (const service of ['ec2', 'elasticloadbalancing', 'sts']) {
        const members = { apiVersion: odd, requestParameters: odd, userIdentity: odd, userAgent: odd }
        assert.deepEqual(conditions(service, members), [])
      }
    }
  })
})
