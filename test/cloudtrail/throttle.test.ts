import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isThrottle } from '../../src/cloudtrail/throttle.ts'

const SDK_CODES = [
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
]

const SERVICE_CODES = [
  'EKSRequestThrottled',
  'KMSThrottlingException',
  'LambdaThrottledException',
  'RequestLimitExceededException',
  'SlowDownException',
  'ThrottledClientException',
  'ThrottledRequestException',
  'TooManyRequestException',
]

describe('isThrottle', () => {
  for (const code of [...SDK_CODES, ...SERVICE_CODES]) {
    it(`takes ${code}, with and without Client. or Server. in front`, () => {
      assert.ok(isThrottle(code))
      assert.ok(isThrottle(`Client.${code}`))
      assert.ok(isThrottle(`Server.${code}`))
    })
  }

  for (const code of [
    'LimitExceededException',
    'Client.VpcLimitExceeded',
    'Client.VcpuLimitExceeded',
    'ServiceQuotaExceededException',
    'AccessDenied',
    'throttling',
    'Client.Client.Throttling',
    'constructor',
    '__proto__',
    '',
  ]) {
    it(`does not take ${JSON.stringify(code)}`, () => assert.ok(!isThrottle(code)))
  }
})
