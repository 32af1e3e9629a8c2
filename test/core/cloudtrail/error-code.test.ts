import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isThrottlingError } from '@smithy/service-error-classification'
import { callError } from '../../../src/core/cloudtrail/error-code.ts'
import { THROTTLING_ERROR_CODES } from '../../support/sdk-error-codes.ts'

function throttled(code: string, message = '', service = 'ec2'): boolean | undefined {
  return callError(service, code, message)?.throttled
}

describe('callError', () => {
  it('recognizes every code that the AWS SDK retries as throttling, if the code is unambiguous', () => {
    for (const code of THROTTLING_ERROR_CODES) {
      assert.ok(isThrottlingError({ name: code, message: '', $metadata: {} }), code)
      assert.equal(throttled(code), code !== 'LimitExceededException', code)
    }
  })

  it('accepts a code with the prefix Client. or Server., and keeps it unchanged', () => {
    for (const code of ['Client.RequestLimitExceeded', 'Server.RequestLimitExceeded'])
      assert.deepEqual(callError('ec2', code, ''), { code, throttled: true })
    assert.equal(throttled('Client.Client.Throttling'), false)
  })

  it('recognizes every name that means throttling in all services', () => {
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

  it('never treats a quota as a throttle, nor a code that only sounds like a rate', () => {
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

  it('lets the message decide if the code can mean a rate or a quota', () => {
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

  it('treats LimitExceededException as throttling, whatever the message, for services that mean a rate', () => {
    for (const service of ['kinesis', 'ce', 'transcribe', 'personalize', 'forecastquery', 'apigateway'])
      assert.equal(throttled('LimitExceededException', '', service), true, service)
    for (const service of ['iam', 'acm', 'lambda', 'toString'])
      assert.equal(throttled('LimitExceededException', '', service), false, service)
  })

  it('lets the message decide if a service uses one code for all errors', () => {
    assert.equal(
      throttled('ClientException', 'Too many concurrent attempts to create a new revision', 'ecs'),
      true,
    )
    assert.equal(throttled('ClientException', 'Role is not valid', 'ecs'), false)
    assert.equal(throttled('ServiceUnavailable', 'Please reduce your request rate.', 's3'), true)
    assert.equal(throttled('ServiceUnavailable', 'Service is unable to handle request.', 's3'), false)
  })

  it('reads only the beginning of a message', () => {
    assert.equal(throttled('LimitExceeded', `${'x'.repeat(100_000)} Rate exceeded`), false)
  })

  it('is not an error without a code', () => {
    for (const code of [undefined, '', ' \t']) assert.equal(callError('ec2', code, 'x'), undefined)
  })

  it('is not an error with an HTTP status that means success', () => {
    for (const code of ['200', '202', '204', '302', ' 200 '])
      assert.equal(callError('grafana', code, ''), undefined)
    for (const code of ['403', '500', '20', '2000', '200x']) assert.equal(throttled(code), false, code)
  })

  it('is not an error if a dry run would have succeeded', () => {
    for (const code of ['Client.DryRunOperation', 'DryRunOperation', 'DryRunOperationException'])
      assert.equal(callError('ec2', code, 'Request would have succeeded, but DryRun flag is set.'), undefined)
    assert.equal(throttled('Client.UnauthorizedOperation'), false)
  })
})
