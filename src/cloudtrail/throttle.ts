/** The codes that the AWS SDKs retry as throttling, and below them the spellings of single services. */
const THROTTLES: ReadonlySet<string> = new Set([
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

  'EKSRequestThrottled',
  'KMSThrottlingException',
  'LambdaThrottledException',
  'RequestLimitExceededException',
  'SlowDownException',
  'ThrottledClientException',
  'ThrottledRequestException',
  'TooManyRequestException',
])

/**
 * Whether an errorCode says that the caller was too fast. Quotas (LimitExceededException, VpcLimitExceeded) are not
 * throttles: waiting does not help there. EC2 writes codes with `Client.` or `Server.` in front.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export function isThrottle(errorCode: string): boolean {
  return THROTTLES.has(errorCode.replace(/^(?:Client|Server)\./, ''))
}
