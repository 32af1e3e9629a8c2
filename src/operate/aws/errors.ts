import { reasonOf } from '../../util/errors.ts'

/** The reason why an AWS call failed, in categories that need different actions. */
export type AwsProblemKind =
  | 'permission'
  | 'credentials'
  | 'region'
  | 'unreachable'
  | 'throttled'
  | 'missing'
  | 'other'

export interface AwsProblem {
  readonly kind: AwsProblemKind
  /** One or two sentences, for people. */
  readonly message: string
  /** The IAM action that the caller lacks. */
  readonly permission?: string
}

/** A failed AWS call, explained for people. */
export class AwsError extends Error {
  static override readonly name = 'AwsError'
  override readonly name = AwsError.name
  readonly problem: AwsProblem

  constructor(problem: AwsProblem, cause: unknown) {
    super(problem.message, { cause })
    this.problem = problem
  }
}

/**
 * Makes an AWS call.
 * @param action the IAM action that it needs, such as `cloudtrail:GetTrailStatus`
 * @throws {AwsError} with an explanation and the missing permission
 */
export async function calling<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw error instanceof AwsError ? error : new AwsError(problemOf(error, action), error)
  }
}

/** Whether a call failed because its resource doesn't exist. */
export function isMissing(error: unknown): boolean {
  return error instanceof AwsError ? error.problem.kind === 'missing' : kindOf(error) === 'missing'
}

/** Explains the error of a call that needs the permission for `action`. */
export function problemOf(error: unknown, action: string): AwsProblem {
  const kind = kindOf(error)
  switch (kind) {
    case 'permission':
      return denialOf(reasonOf(error), action)
    case 'credentials':
      return {
        kind,
        message:
          'AWS rejected your credentials, or you have none. Sign in again (aws sso login) or choose other ' +
          `credentials with --profile. (${summaryOf(error)})`,
      }
    case 'region':
      return {
        kind,
        message: 'No Region is set. Use --region, or set AWS_REGION or the Region of your profile.',
      }
    case 'unreachable':
      return {
        kind,
        message:
          `${serviceOf(action)} can't be reached. Check the Region, your network and proxy, and AWS_ENDPOINT_URL if it ` +
          `is set. (${summaryOf(error)})`,
      }
    case 'throttled':
      return {
        kind,
        message: `AWS still throttles ${action} after several attempts. Wait a minute and run the command again.`,
      }
    case 'missing':
      return { kind, message: `${action}: ${reasonOf(error)}` }
    case 'other':
      return { kind, message: `${action} failed: ${summaryOf(error)}` }
  }
}

const KINDS: Readonly<Record<Exclude<AwsProblemKind, 'other'>, readonly string[]>> = {
  permission: [
    'AccessDenied',
    'AccessDeniedException',
    'AuthorizationError',
    'AuthorizationErrorException',
    'UnauthorizedOperation',
  ],
  credentials: [
    'CredentialsProviderError',
    'TokenProviderError',
    'ExpiredToken',
    'ExpiredTokenException',
    'RequestExpired',
    'InvalidClientTokenId',
    'UnrecognizedClientException',
    'InvalidAccessKeyId',
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
    'AuthFailure',
    'UnauthorizedException',
  ],
  region: [],
  // A proxy may respond with its own page, which the SDK can't parse.
  unreachable: ['TimeoutError', 'NetworkingError', 'SyntaxError'],
  throttled: [
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'TooManyRequestsException',
    'RequestLimitExceeded',
    'RequestThrottled',
    'RequestThrottledException',
    'SlowDown',
    'LimitExceededException',
  ],
  missing: [
    'ResourceNotFoundException',
    'ResourceNotFound',
    'NotFound',
    'NotFoundException',
    'NoSuchBucket',
    'NoSuchKey',
    'TrailNotFoundException',
    'QueueDoesNotExist',
    'AWS.SimpleQueueService.NonExistentQueue',
  ],
}

/** Error codes of Node.js for connections that failed or broke. */
const NETWORK_CODES = [
  'ENOTFOUND',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'CERT_HAS_EXPIRED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]

function kindOf(error: unknown): AwsProblemKind {
  if (!(error instanceof Error)) return 'other'
  const { name, message } = error
  for (const kind of ['permission', 'credentials', 'throttled', 'missing'] as const)
    if (KINDS[kind].includes(name)) return kind
  if (message === 'Region is missing') return 'region'
  const code = 'code' in error ? String(error.code) : ''
  if (NETWORK_CODES.includes(code) || KINDS.unreachable.includes(name)) return 'unreachable'
  // CloudFormation has no specific error for a stack that doesn't exist.
  if (name === 'ValidationError' && message.endsWith('does not exist')) return 'missing'
  return 'other'
}

/** The form of IAM's message about a missing permission: "User: ARN is not authorized to perform: ACTION on resource: ...". */
const USER = 'User: '
const DENIED = ' is not authorized to perform: '
const BECAUSE = ' because '

function denialOf(message: string, action: string): AwsProblem {
  const denied = message.indexOf(DENIED)
  const permission = denied < 0 ? action : firstWord(message.slice(denied + DENIED.length)) || action
  const who =
    denied > 0 && message.startsWith(USER) ? message.slice(USER.length, denied) : 'Your user or role'
  const because = message.indexOf(BECAUSE)
  const why = because < 0 ? '' : ` (${message.slice(because + 1)})`
  return { kind: 'permission', message: `${who} lacks the permission ${permission}${why}.`, permission }
}

function firstWord(text: string): string {
  const end = text.search(/\s/)
  return end < 0 ? text : text.slice(0, end)
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'))
}

/** The name and first line of an error, without the lines that the SDK adds for developers. */
function summaryOf(error: unknown): string {
  const [reason = ''] = reasonOf(error).split('\n')
  return error instanceof Error && error.name !== 'Error' ? `${error.name}: ${reason}` : reason
}
