import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LIMIT_FILES } from '../../src/core/rate-limits/limit-files.ts'
import { looksLikeRate, quotaMeaning } from '../../src/inputs/quota-names.ts'

function meaning(service: string, name: string) {
  return quotaMeaning(name, LIMIT_FILES.find((file) => file.service === service)?.limits ?? [])
}

describe('the name of a quota', () => {
  const rates: readonly [service: string, name: string, operation: string][] = [
    ['monitoring', 'Rate of GetMetricData requests', 'GetMetricData'],
    ['lambda', 'Rate of GetFunction API requests', 'GetFunction'],
    ['kms', 'CreateGrant request rate', 'CreateGrant'],
    ['cloudformation', 'Throttle rate limit for DescribeStacks', 'DescribeStacks'],
    ['servicequotas', 'Throttle rate for ListServices', 'ListServices'],
    ['cloudtrail', 'Transactions per second (TPS) for the LookupEvents API', 'LookupEvents'],
    ['ssm', 'Transactions per second (TPS) for the StartAutomationExecution API', 'StartAutomationExecution'],
    ['logs', 'PutLogEvents throttle limit in transactions per second', 'PutLogEvents'],
    ['sns', 'CreateTopic Transactions per Second', 'CreateTopic'],
    ['sns', 'Subscribe Transactions per Second', 'Subscribe'],
    ['states', 'StartExecution throttle token refill rate per second', 'StartExecution'],
    ['ec2', 'RunInstances request bucket refill rate', 'RunInstances'],
    ['athena', 'Replenishment rate of GetQueryResults API calls', 'GetQueryResults'],
    ['acm-pca', 'Rate of IssueCertificate requests', 'IssueCertificate'],
    ['transcribe', 'Transactions per second, StartTranscriptionJob operation', 'StartTranscriptionJob'],
  ]

  it('has the operation of a rate', () => {
    for (const [service, name, operation] of rates) {
      assert.deepEqual(meaning(service, name), { part: 'refillPerSecond', operations: [operation] }, name)
      assert.ok(looksLikeRate(name), name)
    }
  })

  it('distinguishes the size of a bucket from its refill', () => {
    const size = (service: string, name: string) => meaning(service, name)?.part
    assert.equal(size('ec2', 'RunInstances request bucket maximum capacity'), 'bucketSize')
    assert.equal(size('states', 'StartExecution throttle token bucket size'), 'bucketSize')
    assert.equal(size('athena', 'Burst multiplier quota for GetQueryResults API'), 'secondsOfRefill')
  })

  it('has a form for unfiltered EC2 calls', () => {
    assert.deepEqual(meaning('ec2', 'DescribeInstances unfiltered request bucket refill rate'), {
      part: 'refillPerSecond',
      operations: ['DescribeInstances'],
      when: 'unfiltered',
    })
  })

  it('has the operations that share a limit', () => {
    const combined =
      'Combined rate of DeleteResourcePolicy, GetResourcePolicy, and ValidateResourcePolicy API requests'
    assert.deepEqual(meaning('secretsmanager', combined), {
      part: 'refillPerSecond',
      operations: ['DeleteResourcePolicy', 'GetResourcePolicy', 'ValidateResourcePolicy'],
    })
    const controlPlane =
      'Rate of control plane API requests (excludes invocation, GetFunction, and GetPolicy requests)'
    assert.deepEqual(meaning('lambda', controlPlane)?.operations, ['*', '!Invoke*'])
    assert.deepEqual(meaning('ecs', 'Burst rate of cluster read actions')?.operations, [
      'DescribeClusters',
      'ListClusters',
    ])
  })

  it('has no meaning for a rate limit otherwise', () => {
    const others = [
      'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
      'Total requests per second',
      'Rate of requests',
      'Combined rate of all API requests',
      'Throttle rate',
    ]
    for (const name of others) assert.equal(meaning('ec2', name), undefined, name)
    assert.deepEqual(others.map(looksLikeRate), [false, true, true, true, true])
  })
})
