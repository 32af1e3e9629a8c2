import type { Json } from '../records.ts'
import { at } from './organization.ts'

/** Who calls: the members of a record that are the same in each of its calls. */
export interface Caller {
  readonly userIdentity: Json
  readonly userAgent: string
  readonly sourceIPAddress: string
  /** Other members that its records have. */
  readonly members?: Json
}

export const BOTO3 = 'Boto3/1.35.40 md/Botocore#1.35.40 ua/2.0 os/linux#6.1 lang/python#3.12.6'
export const AWS_CLI = 'aws-cli/2.17.60 md/awscrt#0.21.2 ua/2.0 os/macos#23.6.0 lang/python#3.11.9'
export const TERRAFORM =
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.70.0'
export const LAMBDA_SDK =
  'aws-sdk-js/3.670.0 ua/2.0 os/linux#5.10 lang/js md/nodejs#22.9.0 exec-env/AWS_Lambda_nodejs22.x'
export const JAVA_SDK =
  'aws-sdk-java/2.28.11 Linux/6.1 OpenJDK_64-Bit_Server_VM/21.0.4 cfg/retry-mode/standard'
export const KARPENTER = 'aws-sdk-go-v2/1.30.5 os/linux lang/go#1.22.7 karpenter.sh-1.0.2'
export const GRAFANA = 'aws-sdk-go/1.55.5 (go1.22.7; linux; amd64) Grafana/11.2.0'
export const BROWSER =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0'

/** A role of an account, in one session. */
export function role(
  account: string,
  name: string,
  userAgent: string,
  { session = name, ...members }: Json & { readonly session?: string } = {},
): Caller {
  return {
    userIdentity: roleIdentity(account, name, session),
    userAgent,
    sourceIPAddress: '192.0.2.10',
    members,
  }
}

function roleIdentity(account: string, name: string, session: string): Json {
  const principalId = exampleId('AROA', name)
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${name}/${session}`,
    accountId: account,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId,
        arn: `arn:aws:iam::${account}:role/${name}`,
        accountId: account,
        userName: name,
      },
      attributes: { creationDate: timeText(at(0)), mfaAuthenticated: 'false' },
    },
  }
}

/** A role that an AWS service uses: its records name the service. */
export function serviceRole(account: string, name: string, service: string): Caller {
  const host = `${service}.amazonaws.com`
  const userIdentity = { ...roleIdentity(account, name, service), invokedBy: host }
  return { userIdentity, userAgent: host, sourceIPAddress: host }
}

/** An AWS service that calls for itself. */
export function awsService(service: string): Caller {
  const host = `${service}.amazonaws.com`
  return { userIdentity: { type: 'AWSService', invokedBy: host }, userAgent: host, sourceIPAddress: host }
}

/** An IAM user of an account. */
export function user(account: string, name: string, userAgent: string): Caller {
  return {
    userIdentity: {
      type: 'IAMUser',
      principalId: exampleId('AIDA', name),
      arn: `arn:aws:iam::${account}:user/${name}`,
      accountId: account,
      userName: name,
    },
    userAgent,
    sourceIPAddress: '198.51.100.7',
  }
}

/** A person of IAM Identity Center at the AWS Management Console or, with another agent, elsewhere. */
export function person(account: string, permissionSet: string, name: string, userAgent = BROWSER): Caller {
  const isConsole = userAgent === BROWSER
  return {
    ...role(account, `AWSReservedSSO_${permissionSet}_0a1b2c3d4e5f6071`, userAgent, {
      session: `${name}@example.com`,
    }),
    sourceIPAddress: '203.0.113.20',
    members: isConsole ? { sessionCredentialFromConsole: 'true' } : {},
  }
}

/** An ID as IAM makes them, of 21 characters. */
function exampleId(prefix: string, name: string): string {
  return `${prefix}EXAMPLE${name
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .padEnd(10, '0')
    .slice(0, 10)}`
}

/** A time as CloudTrail writes it. */
export function timeText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}
