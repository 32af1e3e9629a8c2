import { isObject, nonBlank } from '../json.ts'
import type { UserIdentity } from './record.ts'

/** A principal that stays the same through all sessions of a role or user; undefined where the record names none. */
export function principalOf(
  identity: UserIdentity,
  recipientAccount: string | undefined,
): string | undefined {
  const name = localName(identity)
  const account = callerAccount(identity)
  const foreign = account !== undefined && recipientAccount !== undefined && account !== recipientAccount
  return name !== undefined && foreign && /^\d{12}$/.test(account) ? `${account}:${name}` : name
}

/** The account of whoever made the call. */
export function callerAccount(identity: UserIdentity): string | undefined {
  return nonBlank(identity.accountId)
}

function localName(identity: UserIdentity): string | undefined {
  const { type } = identity
  switch (type) {
    case 'Root':
      return 'root'
    case 'AssumedRole':
    case 'Role':
      return prefixed('role', roleName(identity))
    case 'IAMUser':
      return prefixed(
        'user',
        nonBlank(identity.userName) ?? lastOfArn(identity) ?? nonBlank(identity.principalId),
      )
    case 'FederatedUser':
      return prefixed('federated', lastOfArn(identity) ?? afterColon(identity.principalId))
    case 'SAMLUser':
    case 'WebIdentityUser':
      return prefixed('federated', nonBlank(identity.userName) ?? nonBlank(identity.principalId))
    case 'Directory':
      return prefixed('directory', nonBlank(identity.userName) ?? nonBlank(identity.principalId))
    case 'IdentityCenterUser':
      return prefixed('identity-center', identityCenterUser(identity))
    case 'AWSService':
      return prefixed('service', nonBlank(identity.invokedBy))
    case 'AWSAccount':
      return prefixed('account', nonBlank(identity.accountId) ?? nonBlank(identity.principalId))
    default:
      return (
        nameInArn(nonBlank(identity.arn)) ??
        prefixed('user', nonBlank(identity.userName)) ??
        prefixed('service', nonBlank(identity.invokedBy)) ??
        prefixed('account', nonBlank(identity.accountId)) ??
        nonBlank(identity.principalId)
      )
  }
}

function prefixed(kind: string, name: string | undefined): string | undefined {
  return name === undefined ? undefined : `${kind}/${name}`
}

/** The role, not its session: the session's issuer names it, else the ARN `assumed-role/ROLE/SESSION`. */
function roleName(identity: UserIdentity): string | undefined {
  const { sessionContext } = identity
  const issuer = isObject<'sessionIssuer'>(sessionContext) ? sessionContext.sessionIssuer : undefined
  const issued = isObject<'userName'>(issuer) ? nonBlank(issuer.userName) : undefined
  return issued ?? roleInArn(nonBlank(identity.arn)) ?? beforeColon(identity.principalId)
}

function roleInArn(arn: string | undefined): string | undefined {
  const path = resourceOfArn(arn)
  if (path?.[0] === 'assumed-role') return path[1] || undefined
  return path?.[0] === 'role' ? path.at(-1) || undefined : undefined
}

/** `role/NAME`, `user/NAME`, `federated/NAME` or `root` from an ARN of any of these. */
function nameInArn(arn: string | undefined): string | undefined {
  const path = resourceOfArn(arn)
  switch (path?.[0]) {
    case 'root':
      return 'root'
    case 'user':
      return prefixed('user', path.at(-1) || undefined)
    case 'federated-user':
      return prefixed('federated', path.at(-1) || undefined)
    default:
      return prefixed('role', roleInArn(arn))
  }
}

function lastOfArn(identity: UserIdentity): string | undefined {
  const path = resourceOfArn(nonBlank(identity.arn))
  return path !== undefined && path.length > 1 ? path.at(-1) || undefined : undefined
}

/** The slash-separated parts behind the fifth colon: `arn:aws:iam::123456789012:user/path/NAME`. */
function resourceOfArn(arn: string | undefined): string[] | undefined {
  return arn?.split(':').slice(5).join(':').split('/')
}

function identityCenterUser(identity: UserIdentity): string | undefined {
  const { onBehalfOf } = identity
  const user = isObject<'userId'>(onBehalfOf) ? nonBlank(onBehalfOf.userId) : undefined
  return user ?? nonBlank(identity.principalId)
}

function beforeColon(principalId: unknown): string | undefined {
  return nonBlank(principalId)?.split(':')[0] || undefined
}

function afterColon(principalId: unknown): string | undefined {
  const id = nonBlank(principalId)
  return id?.slice(id.indexOf(':') + 1) || undefined
}
