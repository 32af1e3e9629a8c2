import { isObject, nonBlank } from '../../util/json.ts'
import type { UserIdentity } from './record.ts'

/**
 * A principal that is the same for all sessions of a role or user, and that only an administrator can create: never a
 * session, an end user of an identity provider, or a build. Undefined if the record has none.
 * @param recipientAccount the account that received the event, 12 digits
 */
export function principalOf(
  identity: UserIdentity,
  recipientAccount: string | undefined,
): string | undefined {
  const name = localName(identity, recipientAccount)
  const account = callerAccount(identity)
  const foreign = account !== undefined && recipientAccount !== undefined && account !== recipientAccount
  return name !== undefined && foreign ? `${account}:${name}` : name
}

/** The account of whoever made the call, 12 digits. */
export function callerAccount(identity: UserIdentity): string | undefined {
  return accountId(identity.accountId)
}

/** `value` if it is an account ID. CloudTrail also writes `ANONYMOUS_PRINCIPAL`. */
export function accountId(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{12}$/.test(value) ? value : undefined
}

function localName(identity: UserIdentity, recipientAccount: string | undefined): string | undefined {
  switch (identity.type) {
    case 'Root':
      return 'root'
    case 'AssumedRole':
    case 'Role':
      return prefixed('role', roleName(identity))
    case 'IAMUser':
      return prefixed(
        'user',
        beforeColon(identity.userName) ?? lastOfArn(identity) ?? withoutSession(identity),
      )
    case 'FederatedUser':
      return prefixed(
        'federated',
        issuerName(identity) ?? lastOfArn(identity) ?? afterColon(identity.principalId),
      )
    case 'SAMLUser':
    case 'WebIdentityUser':
      return prefixed('federated', identityProvider(identity))
    case 'Directory':
      return prefixed('directory', beforeColon(identity.userName) ?? withoutSession(identity))
    case 'IdentityCenterUser':
      return prefixed('identity-center', identityCenterUser(identity))
    case 'AWSService':
      return prefixed('service', nonBlank(identity.invokedBy) ?? callerAccount(identity) ?? recipientAccount)
    case 'AWSAccount':
      return prefixed('account', nonBlank(identity.accountId) ?? withoutSession(identity))
    default:
      return (
        nameInArn(nonBlank(identity.arn)) ??
        prefixed('user', beforeColon(identity.userName)) ??
        prefixed('service', nonBlank(identity.invokedBy)) ??
        prefixed('account', nonBlank(identity.accountId)) ??
        withoutSession(identity)
      )
  }
}

function prefixed(kind: string, name: string | undefined): string | undefined {
  return name === undefined ? undefined : `${kind}/${name}`
}

/** The role, not its session, from the session's issuer or else from the ARN `assumed-role/ROLE/SESSION`. */
function roleName(identity: UserIdentity): string | undefined {
  const name = issuerName(identity) ?? roleInArn(nonBlank(identity.arn)) ?? withoutSession(identity)
  return name === undefined ? undefined : permissionSet(name)
}

/** The issuer of the session's credentials: a role, or the user that called GetFederationToken. */
function issuerName({ sessionContext }: UserIdentity): string | undefined {
  const issuer = isObject<'sessionIssuer'>(sessionContext) ? sessionContext.sessionIssuer : undefined
  if (!isObject<'userName' | 'type'>(issuer)) return undefined
  return beforeColon(issuer.userName) ?? (issuer.type === 'Root' ? 'root' : undefined)
}

/**
 * IAM Identity Center names the role of a permission set `AWSReservedSSO_NAME_` plus 16 hexadecimal digits that differ in
 * each account.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/using-service-linked-roles.html
 */
function permissionSet(role: string): string {
  return role.startsWith('AWSReservedSSO_') ? role.replace(/(?<=.)_[0-9a-f]{16}$/, '') : role
}

function roleInArn(arn: string | undefined): string | undefined {
  const path = resourceOfArn(arn)
  if (path?.[0] === 'assumed-role') return path[1] || undefined
  return path?.[0] === 'role' ? path.at(-1) || undefined : undefined
}

/** `role/NAME`, `user/NAME`, `federated/NAME` or `root` from the ARN of any of these. */
function nameInArn(arn: string | undefined): string | undefined {
  const path = resourceOfArn(arn)
  const last = path?.at(-1) || undefined
  switch (path?.[0]) {
    case 'root':
      return 'root'
    case 'user':
      return prefixed('user', last)
    case 'federated-user':
      return prefixed('federated', last)
    case 'assumed-role':
    case 'role': {
      const role = roleInArn(arn)
      return role === undefined ? undefined : prefixed('role', permissionSet(role))
    }
    default:
      return undefined
  }
}

function lastOfArn(identity: UserIdentity): string | undefined {
  const path = resourceOfArn(nonBlank(identity.arn))
  return path !== undefined && path.length > 1 ? path.at(-1) || undefined : undefined
}

/** The slash-separated parts between the fifth and the sixth colon: `arn:aws:iam::123456789012:user/path/NAME`. */
function resourceOfArn(arn: string | undefined): string[] | undefined {
  return arn?.split(':', 6)[5]?.split('/')
}

/**
 * The identity provider, because the number of its users, or of a CI system's builds, is unlimited.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
function identityProvider(identity: UserIdentity): string | undefined {
  const { sessionContext } = identity
  const federation = isObject<'webIdFederationData'>(sessionContext)
    ? sessionContext.webIdFederationData
    : undefined
  const federated = isObject<'federatedProvider'>(federation) ? federation.federatedProvider : undefined
  const provider =
    nonBlank(identity.identityProvider) ?? nonBlank(federated) ?? nonBlank(identity.principalId)
  if (provider === undefined) return undefined
  if (!provider.startsWith('arn:')) return isUrl(provider) ? provider : beforeColon(provider)
  const path = resourceOfArn(provider)
  return path?.slice(1).join('/') || undefined
}

/** The name of a SAML provider can be a URL. */
function isUrl(text: string): boolean {
  return /^https?:\/\//.test(text)
}

function identityCenterUser(identity: UserIdentity): string | undefined {
  const { onBehalfOf } = identity
  const user = isObject<'userId'>(onBehalfOf) ? nonBlank(onBehalfOf.userId) : undefined
  return user ?? withoutSession(identity)
}

/** `AROAEXAMPLE:session` has the name of a session after the colon. */
function withoutSession({ principalId }: UserIdentity): string | undefined {
  return beforeColon(principalId)
}

function beforeColon(value: unknown): string | undefined {
  const text = nonBlank(value)
  const end = text?.indexOf(':') ?? -1
  return end < 0 ? text : text?.slice(0, end) || undefined
}

function afterColon(principalId: unknown): string | undefined {
  const id = nonBlank(principalId)
  return id?.slice(id.indexOf(':') + 1) || undefined
}
