import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { principalOf } from '../../../src/core/cloudtrail/principal.ts'
import { ACCOUNT, assumedRole, type Json } from '../../support/records.ts'

const CASES: readonly (readonly [name: string, identity: Json, principal: string | undefined])[] = [
  ['an assumed role, whatever its session', assumedRole('deployer'), 'role/deployer'],
  [
    'an assumed role without an issuer, from its ARN',
    { type: 'AssumedRole', arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/session` },
    'role/deployer',
  ],
  [
    'an assumed role with nothing but a principalId',
    { type: 'AssumedRole', principalId: 'AROA1:session' },
    'role/AROA1',
  ],
  ['a role', { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/path/deployer` }, 'role/deployer'],
  [
    'a service-linked role that a service uses',
    { ...assumedRole('AWSServiceRoleForX'), invokedBy: 'x.amazonaws.com' },
    'role/AWSServiceRoleForX',
  ],
  ['a user', { type: 'IAMUser', userName: 'alice', arn: `arn:aws:iam::${ACCOUNT}:user/alice` }, 'user/alice'],
  [
    'a user whose calls a service forwards',
    { type: 'IAMUser', userName: 'alice', invokedBy: 'AWS Internal' },
    'user/alice',
  ],
  [
    'a user without a name, from the ARN',
    { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/team/alice` },
    'user/alice',
  ],
  ['a user with nothing but a principalId', { type: 'IAMUser', principalId: 'AIDA1' }, 'user/AIDA1'],
  ['root', { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root`, userName: 'company' }, 'root'],
  [
    'the role of a permission set, without what differs from account to account',
    assumedRole('AWSReservedSSO_AdministratorAccess_0123456789abcdef'),
    'role/AWSReservedSSO_AdministratorAccess',
  ],
  [
    'the role of a permission set, from its ARN',
    { type: 'New', arn: `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_My_Set_0123456789abcdef/jane` },
    'role/AWSReservedSSO_My_Set',
  ],
  ['a role with another ending', assumedRole('deploy_0123456789abcdef'), 'role/deploy_0123456789abcdef'],
  ['a service', { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }, 'service/ec2.amazonaws.com'],
  [
    'a service that names its account alone',
    { type: 'AWSService', accountId: ACCOUNT },
    `service/${ACCOUNT}`,
  ],
  ['a service that names nothing', { type: 'AWSService' }, `service/${ACCOUNT}`],
  [
    'a service event without a type',
    { accountId: ACCOUNT, invokedBy: 'ec2.amazonaws.com' },
    'service/ec2.amazonaws.com',
  ],
  [
    'a federated user',
    { type: 'FederatedUser', arn: `arn:aws:sts::${ACCOUNT}:federated-user/bob` },
    'federated/bob',
  ],
  [
    'a federated user without an ARN',
    { type: 'FederatedUser', principalId: `${ACCOUNT}:bob` },
    'federated/bob',
  ],
  [
    'a federated user, by the user that asked for its credentials',
    {
      type: 'FederatedUser',
      arn: `arn:aws:sts::${ACCOUNT}:federated-user/session-1`,
      sessionContext: { sessionIssuer: { type: 'IAMUser', userName: 'jane' } },
    },
    'federated/jane',
  ],
  [
    'a federated user whose credentials root asked for',
    { type: 'FederatedUser', sessionContext: { sessionIssuer: { type: 'Root' } } },
    'federated/root',
  ],
  [
    'a SAML user, by its identity provider',
    {
      type: 'SAMLUser',
      userName: 'bob',
      principalId: 'x:bob',
      identityProvider: 'https://idp.example.com/saml',
    },
    'federated/https://idp.example.com/saml',
  ],
  [
    'a SAML user without a provider',
    { type: 'SAMLUser', userName: 'bob', principalId: 'x:bob' },
    'federated/x',
  ],
  [
    'a web identity, by its identity provider and not its subject',
    {
      type: 'WebIdentityUser',
      principalId: `arn:aws:iam::${ACCOUNT}:oidc-provider/ci.example.com:org:acme:commit:1`,
      userName: 'org:acme:commit:1',
      identityProvider: `arn:aws:iam::${ACCOUNT}:oidc-provider/ci.example.com/path`,
    },
    'federated/ci.example.com/path',
  ],
  [
    'a web identity whose provider only the session names',
    {
      type: 'WebIdentityUser',
      sessionContext: { webIdFederationData: { federatedProvider: 'cognito-identity.amazonaws.com' } },
    },
    'federated/cognito-identity.amazonaws.com',
  ],
  [
    'a web identity without a provider',
    { type: 'WebIdentityUser', principalId: 'accounts.google.com:app:1', userName: '1' },
    'federated/accounts.google.com',
  ],
  [
    'a web identity with nothing but the ARN of a provider and a subject',
    { type: 'WebIdentityUser', principalId: `arn:aws:iam::${ACCOUNT}:oidc-provider/ci.example.com:org:1` },
    'federated/ci.example.com',
  ],
  ['a web identity of nobody', { type: 'WebIdentityUser', userName: '1' }, undefined],
  ['a directory user', { type: 'Directory', userName: 'bob' }, 'directory/bob'],
  ['an account', { type: 'AWSAccount', accountId: ACCOUNT, principalId: 'AIDA1:x' }, `account/${ACCOUNT}`],
  ['anybody', { type: 'AWSAccount', accountId: 'ANONYMOUS_PRINCIPAL' }, 'account/ANONYMOUS_PRINCIPAL'],
  [
    'an Identity Center user',
    { type: 'IdentityCenterUser', onBehalfOf: { userId: 'u-1' } },
    'identity-center/u-1',
  ],
  [
    'an Identity Center user without an id',
    { type: 'IdentityCenterUser', principalId: 'p' },
    'identity-center/p',
  ],
  [
    'an unknown type with the ARN of a role',
    { type: 'New', arn: `arn:aws:sts::${ACCOUNT}:assumed-role/r/s` },
    'role/r',
  ],
  [
    'an unknown type with the ARN of a user',
    { type: 'New', arn: `arn:aws:iam::${ACCOUNT}:user/a` },
    'user/a',
  ],
  ['an unknown type with the ARN of root', { arn: `arn:aws:iam::${ACCOUNT}:root` }, 'root'],
  [
    'an unknown type with a federated ARN',
    { arn: `arn:aws:sts::${ACCOUNT}:federated-user/b` },
    'federated/b',
  ],
  ['an unknown type with another ARN', { arn: `arn:aws:x::${ACCOUNT}:thing/b`, userName: 'u' }, 'user/u'],
  ['an unknown type with an account', { type: 'Unknown', accountId: ACCOUNT }, `account/${ACCOUNT}`],
  ['an unknown type with a principalId', { type: 'Unknown', principalId: 'p' }, 'p'],
  ['an unknown type with a session in the principalId', { type: 'Unknown', principalId: 'AROA1:s' }, 'AROA1'],
  ['a user with a session in its name', { type: 'IAMUser', userName: 'alice:s' }, 'user/alice'],
  ['a user with a session in its principalId', { type: 'IAMUser', principalId: 'AIDA1:s' }, 'user/AIDA1'],
  ['nobody', {}, undefined],
  ['a role without anything', { type: 'AssumedRole' }, undefined],
  [
    'a user with members of other types',
    { type: 'IAMUser', userName: 7, arn: [], principalId: {} },
    undefined,
  ],
  ['a role with members of other types', { type: 'AssumedRole', sessionContext: 'x', arn: {} }, undefined],
  ['ARNs that are cut off', { type: 'AssumedRole', arn: 'arn:aws:sts::1:assumed-role/' }, undefined],
]

describe('principalOf', () => {
  for (const [name, identity, principal] of CASES) {
    it(`${name}: ${principal}`, () => assert.equal(principalOf(identity, ACCOUNT), principal))
  }

  it('has the account in front if the caller is of another one', () => {
    assert.equal(principalOf(assumedRole('deployer', '999999999999'), ACCOUNT), '999999999999:role/deployer')
    assert.equal(
      principalOf({ type: 'AWSAccount', accountId: '999999999999' }, ACCOUNT),
      '999999999999:account/999999999999',
    )
  })

  it('has no account in front if either account is not known', () => {
    const anonymous = { type: 'AWSAccount', accountId: 'ANONYMOUS_PRINCIPAL' }
    assert.equal(principalOf(anonymous, ACCOUNT), 'account/ANONYMOUS_PRINCIPAL')
    assert.equal(principalOf({ type: 'AWSService' }, undefined), undefined)
    assert.equal(principalOf(assumedRole('deployer', '999999999999'), undefined), 'role/deployer')
    assert.equal(principalOf({ type: 'IAMUser', userName: 'alice' }, ACCOUNT), 'user/alice')
  })
})
