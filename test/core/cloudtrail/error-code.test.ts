import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isThrottlingError } from '@smithy/service-error-classification'
import { callError } from '../../../src/core/cloudtrail/error-code.ts'
import { THROTTLING_ERROR_CODES } from '../../support/sdk-error-codes.ts'

function throttled(code: string, message = '', service = 'ec2'): boolean | undefined {
  return callError(service, code, message)?.throttled
}

describe('callError', () => {
  it('takes every code that the AWS SDK retries as throttling, as far as the code alone decides', () => {
    for (const code of THROTTLING_ERROR_CODES) {
      assert.ok(isThrottlingError({ name: code, message: '', $metadata: {} }), code)
      assert.equal(throttled(code), code !== 'LimitExceededException', code)
    }
  })

  it('takes a code with Client. or Server. in front, and keeps it as it is written', () => {
    for (const code of ['Client.RequestLimitExceeded', 'Server.RequestLimitExceeded'])
      assert.deepEqual(callError('ec2', code, ''), { code, throttled: true })
    assert.equal(throttled('Client.Client.Throttling'), false)
  })

  it('takes every name that can only mean a rate, whichever service writes it', () => {
    for (const code of [
      'EKSRequestThrottledException',
      'DependencyThrottle',
      'DependentServiceRequestThrottlingFault',
      'KMSThrottling',
      'KMSThrottlingFault',
      'KmsThrottled',
      'LambdaThrottledException',
      'NewServiceThrottlingError',
      'ThrottledClientException',
      'APICallRateForCustomerExceeded',
      'APICallRateForCustomerExceededFault',
      'CallRateLimitExceededException',
      'RateExceeded',
      'RateLimitError',
      'RateLimitExceededException',
      'Client.SnapshotCreationPerVolumeRateExceeded',
      'ClientLimitExceededException',
      'RequestLimitExceededException',
      'SlowDownException',
      'TooManyRequestException',
      'TooManyRequests',
      'TooManyRequestsError',
      '429',
    ]) {
      assert.equal(throttled(code), true, code)
    }
  })

  it('takes no quota for a throttle, and nothing that only sounds like a rate', () => {
    for (const code of [
      'Client.VpcLimitExceeded',
      'ServiceQuotaExceededException',
      'ResourceLimitExceededException',
      'InvalidSampleRateException',
      'ConcurrentModificationException',
      'AccessDenied',
      'throttling',
      'GenerateResponseException',
      'constructor',
      '__proto__',
      '503',
    ]) {
      assert.equal(throttled(code), false, code)
    }
    assert.equal(throttled('TooManyRequests', '', 'elasticfilesystem'), false)
  })

  it('lets the message decide where the code means a rate or a quota', () => {
    for (const message of [
      'Rate exceeded',
      'Rate exceeded for stream orders under account 111122223333.',
      'Rate limit exceeded',
      'Too many requests',
      'The limit on the number of requests per second has been exceeded.',
      'Please reduce your request rate.',
    ]) {
      assert.equal(throttled('LimitExceededException', message, 'iam'), true, message)
      assert.equal(throttled('LimitExceeded', message, 'iam'), true, message)
      assert.equal(throttled('AccessDenied', message, 'iam'), false, message)
      assert.equal(throttled('VpcLimitExceeded', message), false, message)
    }
    const quota = 'Cannot exceed quota for AccessKeysPerUser: 2'
    for (const service of ['iam', 'kinesis', 'ce'])
      assert.equal(throttled('LimitExceededException', quota, service), false)
    assert.equal(
      throttled(
        'LimitExceededException',
        'This request would exceed the shard limit for the account',
        'kinesis',
      ),
      false,
    )
  })

  it('takes LimitExceededException for a rate without a word of it where the service means one', () => {
    for (const service of ['kinesis', 'ce', 'transcribe', 'personalize', 'forecastquery', 'apigateway'])
      assert.equal(throttled('LimitExceededException', '', service), true, service)
    for (const service of ['iam', 'acm', 'lambda', 'toString'])
      assert.equal(throttled('LimitExceededException', '', service), false, service)
  })

  it('lets the message decide where a service gives all errors one code', () => {
    assert.equal(
      throttled('ClientException', 'Too many concurrent attempts to create a new revision', 'ecs'),
      true,
    )
    assert.equal(throttled('ClientException', 'Role is not valid', 'ecs'), false)
    assert.equal(throttled('ServiceUnavailable', 'Please reduce your request rate.', 's3'), true)
    assert.equal(throttled('ServiceUnavailable', 'Service is unable to handle request.', 's3'), false)
  })

  it('looks at no more than the beginning of a message', () => {
    assert.equal(throttled('LimitExceeded', `${'x'.repeat(100_000)} Rate exceeded`), false)
  })

  it('is no error without a code', () => {
    for (const code of [undefined, '', ' \t']) assert.equal(callError('ec2', code, 'x'), undefined)
  })

  it('is no error with a status of HTTP that means success', () => {
    for (const code of ['200', '202', '204', '302', ' 200 '])
      assert.equal(callError('grafana', code, ''), undefined)
    for (const code of ['403', '500', '20', '2000', '200x']) assert.equal(throttled(code), false, code)
  })

  it('is no error where a dry run would have succeeded', () => {
    for (const code of ['Client.DryRunOperation', 'DryRunOperation', 'DryRunOperationException'])
      assert.equal(callError('ec2', code, 'Request would have succeeded, but DryRun flag is set.'), undefined)
    assert.equal(throttled('Client.UnauthorizedOperation'), false)
  })
})
