/** The outcome of a failed call according to its errorCode. */
export interface CallError {
  readonly code: string
  /** Whether the service throttled the call. */
  readonly throttled: boolean
}

/** EC2 prefixes its codes with the side at fault. */
const PREFIX = /^(?:Client|Server)\./
/** Services use both forms, such as `SlowDown` and `SlowDownException`. */
const SUFFIX = /(?:Exception|Fault|Error)$/

/** Some services write an HTTP status instead of a code: Amazon Managed Grafana writes `200`. */
const HTTP_SUCCESS = /^[23]\d\d$/

/**
 * The codes of a dry run whose call would have succeeded.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
const DRY_RUN = 'DryRunOperation'

/** Parts of a code that mean throttling in every service: `KmsThrottled`, `CallRateLimitExceeded`. */
const THROTTLE = /Throttl|Rate(?:Limit|ForCustomer)?Exceeded$|RateLimit$/

/** Codes that mean throttling although they don't say so. The AWS SDKs retry most of them as throttling. */
const THROTTLES: ReadonlySet<string> = new Set([
  '429',
  'BandwidthLimitExceeded',
  'ClientLimitExceeded',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
  'SlowDown',
  'TooManyRequest',
  'TooManyRequests',
  'TransactionInProgress',
])

/** Codes that one service uses for something else. EFS limits how often the throughput mode of a file system may change. */
const NOT_A_THROTTLE: ReadonlySet<string> = new Set(['elasticfilesystem TooManyRequests'])

/** Codes that mean a quota in most services but throttling in some, and codes that a service uses for every error. */
const AMBIGUOUS: ReadonlySet<string> = new Set([
  'Client',
  'LimitExceeded',
  'ServiceUnavailable',
  'Unavailable',
])

/** Services whose `LimitExceededException` means throttling unless its message mentions a quota. */
const LIMIT_IS_A_RATE: ReadonlySet<string> = new Set([
  'apigateway',
  'ce',
  'execute-api',
  'forecastquery',
  'kinesis',
  'personalize',
  'transcribe',
])

const LONGEST_MESSAGE = 2048
const RATE =
  /rate exceeded|rate limit|request rate|too many (?:requests|calls|concurrent)|(?:requests|calls|transactions) per (?:second|minute)|throttl|slow down/i
const QUOTA = /quota|shard limit|maximum number of|limit on the number of|resource limit/i

/**
 * Reads the errorCode and errorMessage of a record. Undefined if the call succeeded: it has no code, or one that means
 * success.
 *
 * A quota such as `VpcLimitExceeded` is not a throttle, because waiting doesn't help. The message decides only if the code
 * is ambiguous.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 * @param service the service without its domain, such as `ec2`
 */
export function callError(
  service: string,
  errorCode: string | undefined,
  errorMessage: string,
): CallError | undefined {
  const code = errorCode?.trim() ?? ''
  if (code === '' || HTTP_SUCCESS.test(code)) return undefined
  const name = code.replace(PREFIX, '').replace(SUFFIX, '')
  if (name === DRY_RUN) return undefined
  return { code, throttled: isThrottle(service, name, errorMessage) }
}

function isThrottle(service: string, name: string, message: string): boolean {
  if (AMBIGUOUS.has(name)) return isRate(service, name, message.slice(0, LONGEST_MESSAGE))
  const isThrottle = THROTTLES.has(name) || (THROTTLE.test(name) && !name.includes('.'))
  return isThrottle && !NOT_A_THROTTLE.has(`${service} ${name}`)
}

function isRate(service: string, name: string, message: string): boolean {
  if (RATE.test(message)) return true
  return name === 'LimitExceeded' && LIMIT_IS_A_RATE.has(service) && !QUOTA.test(message)
}
