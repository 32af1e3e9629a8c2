/** A made-up trail: the same for the same seed, so that samples can be made again and tests can say what is in them. */

const ACCOUNT = '111122223333'
const START = Date.parse('2026-10-01T08:00:00Z')
const MINUTE = 60_000

type Json = Record<string, unknown>

/** The files of the sample trail by name: records, but for those of `malformed`, which are lines of text. */
export interface SampleTrail {
  readonly ordinary: readonly Json[]
  readonly throttleStorm: readonly Json[]
  readonly malformed: readonly string[]
}

interface Caller {
  readonly identity: Json
  readonly userAgent: string
}

interface Habit {
  readonly caller: Caller
  readonly source: string
  readonly operations: readonly string[]
  readonly region: string
  /** How often it is chosen, beside the others. */
  readonly weight: number
  readonly errors?: { readonly code: string; readonly part: number }
}

export function sampleTrail(seed = 1): SampleTrail {
  const random = randomFrom(seed)
  const ordinary = ordinaryTraffic(random)
  return {
    ordinary: withDuplicates(ordinary, 20, random),
    throttleStorm: withDuplicates(throttleStorm(random), 6, random),
    malformed: malformedLines(ordinaryTraffic(random).slice(0, 40)),
  }
}

const deployer = role(
  'deployer',
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.70.0',
)
const ordersApi = role(
  'orders-api',
  'aws-sdk-js/3.670.0 ua/2.0 os/linux#5.10 lang/js md/nodejs#22.9.0 exec-env/AWS_Lambda_nodejs22.x',
)
const inventory = role(
  'inventory-scanner',
  'Boto3/1.35.40 md/Botocore#1.35.40 ua/2.0 os/linux#6.1 lang/python#3.12.6',
)
const config = role('AWSServiceRoleForConfig', 'config.amazonaws.com')
const alice: Caller = {
  identity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLEALICE00000',
    arn: `arn:aws:iam::${ACCOUNT}:user/alice`,
    accountId: ACCOUNT,
    userName: 'alice',
  },
  userAgent: 'aws-cli/2.17.60 md/awscrt#0.21.2 ua/2.0 os/macos#23.6.0 lang/python#3.11.9',
}
const lambdaService: Caller = {
  identity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
  userAgent: 'lambda.amazonaws.com',
}

const HABITS: readonly Habit[] = [
  {
    caller: ordersApi,
    source: 'kms',
    operations: ['Decrypt', 'GenerateDataKey'],
    region: 'eu-west-1',
    weight: 24,
  },
  {
    caller: ordersApi,
    source: 'ssm',
    operations: ['GetParameter', 'GetParametersByPath'],
    region: 'eu-west-1',
    weight: 14,
  },
  { caller: lambdaService, source: 'sts', operations: ['AssumeRole'], region: 'eu-west-1', weight: 16 },
  {
    caller: inventory,
    source: 'ec2',
    operations: [
      'DescribeInstances',
      'DescribeVolumes',
      'DescribeSecurityGroups',
      'DescribeNetworkInterfaces',
    ],
    region: 'eu-west-1',
    weight: 18,
    errors: { code: 'Client.UnauthorizedOperation', part: 0.04 },
  },
  {
    caller: inventory,
    source: 'lambda',
    operations: ['ListFunctions20150331', 'GetFunction20150331v2'],
    region: 'us-east-1',
    weight: 6,
  },
  {
    caller: config,
    source: 's3',
    operations: ['GetBucketAcl', 'GetBucketPolicy', 'GetBucketLogging'],
    region: 'eu-west-1',
    weight: 9,
    errors: { code: 'NoSuchBucketPolicy', part: 0.2 },
  },
  {
    caller: alice,
    source: 'iam',
    operations: ['GetRole', 'ListRolePolicies', 'GetUser'],
    region: 'us-east-1',
    weight: 5,
    errors: { code: 'AccessDenied', part: 0.15 },
  },
  {
    caller: alice,
    source: 'cloudformation',
    operations: ['DescribeStacks', 'ListStacks'],
    region: 'eu-west-1',
    weight: 4,
  },
  { caller: ordersApi, source: 'dynamodb', operations: ['DescribeTable'], region: 'eu-west-1', weight: 4 },
]

/** Twenty minutes of a small account, with some records that are no API calls. */
function ordinaryTraffic(random: () => number): Json[] {
  const records: Json[] = []
  const weighted = HABITS.flatMap((habit) => new Array<Habit>(habit.weight).fill(habit))
  for (let i = 0; i < 800; i++) {
    const { caller, source, operations, region, errors } = pick(random, weighted)
    const failed = errors !== undefined && random() < errors.part
    records.push(
      record(
        random,
        START + random() * 20 * MINUTE,
        caller,
        source,
        pick(random, operations),
        region,
        failed ? errors.code : undefined,
      ),
    )
  }
  for (let i = 0; i < 6; i++) {
    const event = record(
      random,
      START + random() * 20 * MINUTE,
      lambdaService,
      'kms',
      'RotateKey',
      'eu-west-1',
    )
    records.push({ ...event, eventType: 'AwsServiceEvent' })
  }
  const signIn = record(random, START + 3 * MINUTE, alice, 'signin', 'ConsoleLogin', 'us-east-1')
  records.push({ ...signIn, eventType: 'AwsConsoleSignIn' })
  return byTime(records)
}

/** Three minutes of a deployment that writes parameters too fast, and takes others' rate with it. */
function throttleStorm(random: () => number): Json[] {
  const records: Json[] = []
  const start = START + 20 * MINUTE
  for (let second = 0; second < 180; second++) {
    const time = start + second * 1000
    const busy = second >= 20 && second < 110
    const writes = busy ? 3 + Math.floor(random() * 6) : Math.floor(random() * 2)
    for (let i = 0; i < writes; i++) {
      const throttled = busy && i >= 3 && random() < 0.7
      const operation = random() < 0.8 ? 'PutParameter' : 'AddTagsToResource'
      records.push(
        record(
          random,
          time,
          deployer,
          'ssm',
          operation,
          'eu-west-1',
          throttled ? 'ThrottlingException' : undefined,
        ),
      )
    }
    if (random() < 0.4) {
      const throttled = busy && random() < 0.35
      records.push(
        record(
          random,
          time,
          ordersApi,
          'ssm',
          'GetParameter',
          'eu-west-1',
          throttled ? 'ThrottlingException' : undefined,
        ),
      )
    }
    if (random() < 0.3) {
      const throttled = busy && random() < 0.2
      const code = throttled ? 'Client.RequestLimitExceeded' : undefined
      records.push(record(random, time, deployer, 'ec2', 'DescribeNetworkInterfaces', 'eu-west-1', code))
    }
  }
  return byTime(records)
}

/** Good lines with every kind of bad one between them. */
function malformedLines(records: readonly Json[]): string[] {
  const lines = records.map((one) => JSON.stringify(one))
  const [first = '', second = ''] = lines
  lines.splice(5, 0, first.slice(0, first.length / 2))
  lines.splice(12, 0, 'START RequestId: 0d6e1f2c-0000-4000-8000-000000000000 Version: $LATEST')
  lines.splice(20, 0, '[1,2,3]')
  lines.splice(28, 0, second.replace(/"eventName":"[^"]*",/, ''))
  lines.splice(35, 0, second.replace(/"eventTime":"[^"]*"/, '"eventTime":"yesterday"'))
  return lines
}

function record(
  random: () => number,
  time: number,
  { identity, userAgent }: Caller,
  source: string,
  eventName: string,
  awsRegion: string,
  errorCode?: string,
): Json {
  return {
    eventVersion: '1.11',
    userIdentity: identity,
    eventTime: `${new Date(time).toISOString().slice(0, 19)}Z`,
    eventSource: `${source}.amazonaws.com`,
    eventName,
    awsRegion,
    sourceIPAddress: userAgent.endsWith('.amazonaws.com')
      ? userAgent
      : `192.0.2.${Math.floor(random() * 250) + 1}`,
    userAgent,
    ...(errorCode === undefined ? {} : { errorCode, errorMessage: 'The request was refused.' }),
    requestParameters: null,
    responseElements: null,
    requestID: uuid(random),
    eventID: uuid(random),
    readOnly: !/^(?:Put|Add)/.test(eventName),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
  }
}

function role(name: string, userAgent: string): Caller {
  const issuer = {
    type: 'Role',
    principalId: `AROAEXAMPLE${name.toUpperCase().replace(/\W/g, '').padEnd(10, '0').slice(0, 10)}`,
    arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    accountId: ACCOUNT,
    userName: name,
  }
  const identity = {
    type: 'AssumedRole',
    principalId: `${issuer.principalId}:session`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/session`,
    accountId: ACCOUNT,
    sessionContext: {
      sessionIssuer: issuer,
      attributes: { creationDate: '2026-10-01T07:55:00Z', mfaAuthenticated: 'false' },
    },
  }
  return { identity, userAgent }
}

/** Repeats some records a little later, as CloudTrail and CloudWatch Logs deliver at least once. */
function withDuplicates(records: readonly Json[], many: number, random: () => number): Json[] {
  const all = [...records]
  for (let i = 0; i < many; i++) {
    const from = Math.floor(random() * all.length)
    const again = all[from]
    if (again !== undefined) all.splice(Math.min(all.length, from + 1 + Math.floor(random() * 60)), 0, again)
  }
  return all
}

function byTime(records: readonly Json[]): Json[] {
  return records.toSorted((a, b) => String(a.eventTime).localeCompare(String(b.eventTime)))
}

function pick<T>(random: () => number, [first, ...others]: readonly T[]): T {
  if (first === undefined) throw new RangeError('nothing to pick from')
  return others[Math.floor(random() * (others.length + 1)) - 1] ?? first
}

function uuid(random: () => number): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
}

/** The mulberry32 generator: numbers from 0 to below 1. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
