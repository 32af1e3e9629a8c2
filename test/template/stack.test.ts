import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { conditionsOf } from '../support/cloudwatch/template.ts'
import { command } from '../support/command.ts'
import { assertGolden } from '../support/golden.ts'
import { logFileKey } from '../support/objects.ts'
import {
  conditions,
  parseTemplate,
  readTemplate,
  SOURCES,
  type Template,
  textOf,
  type Value,
} from '../support/template.ts'

const template = readTemplate()
const { Resources } = template

/** Every object in a value, itself included. */
function* objectsIn(value: unknown): Generator<Record<string, Value>> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield value as Record<string, Value>
  for (const part of Object.values(value)) yield* objectsIn(part)
}

const statements = () =>
  Object.entries(Resources).flatMap(([where, resource]) =>
    [...objectsIn(resource)]
      .filter(({ Effect, Action }) => Effect && Action)
      .map((statement) => ({ where, statement })),
  )

/** The actions of a statement, all of them where a condition decides. */
function actionsOf(action: Value | undefined): readonly Value[] {
  const [branches] =
    typeof action === 'object' && action !== null && 'Fn::If' in action ? [action['Fn::If']] : []
  return Array.isArray(branches) ? actionsOf(branches[2]) : [action ?? ''].flat()
}

describe('the function', () => {
  const properties = Resources.ApiUsageFunction?.Properties

  it('has a handler that the build makes', () => {
    assert.equal(properties?.Handler, 'index.handler')
    assert.ok(existsSync('dist/index.cjs'))
    assert.match(
      readFileSync('Makefile', 'utf8'),
      /^build-ApiUsageFunction:.*\n(?:\t.*\n)*\tcp dist\/index\.cjs /m,
    )
  })

  it('is configured for local invocation by its logical id', () => {
    assert.deepEqual(Object.keys(JSON.parse(readFileSync('events/env.json', 'utf8'))), ['ApiUsageFunction'])
    assert.match(readFileSync('samconfig.toml', 'utf8'), /^env_vars = "events\/env.json"$/m)
  })

  it('writes JSON logs at a level that does not drop the metrics, to a log group that metrics are extracted from', () => {
    assert.deepEqual(properties?.LoggingConfig, {
      LogGroup: { Ref: 'ApiUsageLogGroup' },
      LogFormat: 'JSON',
      ApplicationLogLevel: 'INFO',
      SystemLogLevel: 'INFO',
    })
    for (const { Type, Properties } of Object.values(Resources)) {
      if (Type === 'AWS::Logs::LogGroup') assert.equal(Properties.LogGroupClass, 'STANDARD')
    }
  })
})

describe('permissions', () => {
  it('use no managed policy', () => {
    for (const object of objectsIn(Resources)) assert.ok(!('ManagedPolicyArns' in object))
  })

  it('allow nothing on all resources, and no wildcard of actions', () => {
    for (const { where, statement } of statements()) {
      if (statement.Effect !== 'Allow') continue
      assert.notEqual(statement.Resource, '*', where)
      assert.doesNotMatch(JSON.stringify(statement.Action), /\*/, where)
    }
  })

  it('name no partition, Region or account', () => {
    for (const text of JSON.stringify(Resources).matchAll(/arn:[a-z-]*:/g)) assert.fail(text[0])
    assert.doesNotMatch(JSON.stringify(Resources), /\d{12}|(?:us|eu|ap)-[a-z]+-\d/)
  })

  it('bind service principals to this stack, but for roles whose services name no source', () => {
    const roles = ['ApiUsageRole', 'TrailRole']
    for (const { where, statement } of statements()) {
      const service = (statement.Principal as { Service?: string } | undefined)?.Service
      if (service === undefined) continue
      assert.equal('Condition' in statement, !roles.includes(where), where)
      if (!roles.includes(where))
        assert.match(JSON.stringify(statement.Condition), /"aws:Source(?:Arn|Account)"/, where)
    }
    const permission = Resources.LogsInvokePermission?.Properties
    assert.ok(permission?.SourceArn && permission.SourceAccount)
  })

  it('allow just this', () => {
    const allowed = statements()
      .filter(({ statement }) => statement.Effect === 'Allow')
      .map(({ where, statement }) => {
        const actions = actionsOf(statement.Action).join(' ')
        return `${where}: ${actions}${statement.Resource === undefined ? '' : ` on ${textOf(statement.Resource)}`}`
      })
    assert.deepEqual(allowed, [
      'ApiUsageRole: sts:AssumeRole',
      'ApiUsageRole: logs:CreateLogStream logs:PutLogEvents on <ApiUsageLogGroup.Arn>',
      'ApiUsageRole: sqs:SendMessage on <FailureQueue.Arn>',
      'ApiUsageRole: kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetRecords kinesis:GetShardIterator kinesis:ListShards kinesis:SubscribeToShard on <TrailStream.Arn>',
      'ApiUsageRole: s3:PutObject on <FailureBucket.Arn>/*',
      'ApiUsageRole: s3:ListBucket on <FailureBucket.Arn>',
      'ApiUsageRole: sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes on <ObjectQueue.Arn>',
      'ApiUsageRole: sts:AssumeRole on <TrailBucketRoleArn>',
      'ApiUsageRole: s3:GetObject on arn:<AWS::Partition>:s3:::<TrailBucketName>/AWSLogs/*/CloudTrail/*',
      'ApiUsageRole: kms:Decrypt on <TrailBucketKeyArn>',
      'ApiUsageRole: kms:GenerateDataKey kms:Decrypt on <KmsKeyArn>',
      'FailureQueuePolicy: sqs:SendMessage on <FailureQueue.Arn>',
      'StreamRole: sts:AssumeRole',
      'StreamRole: kinesis:PutRecord on <TrailStream.Arn>',
      'StreamRole: kms:GenerateDataKey on <KmsKeyArn>',
      'ObjectQueuePolicy: sqs:SendMessage on <ObjectQueue.Arn>',
      'ObjectQueuePolicy: sqs:SendMessage on <ObjectQueue.Arn>',
      'ObjectQueuePolicy: sqs:SendMessage on <ObjectQueue.Arn>',
      'TrailBucketPolicy: s3:GetBucketAcl on <TrailBucket.Arn>',
      'TrailBucketPolicy: s3:PutObject on <TrailBucket.Arn>/AWSLogs/<AWS::AccountId>/*',
      'TrailRole: sts:AssumeRole',
      'TrailRole: logs:CreateLogStream logs:PutLogEvents on arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:<TrailLogGroup>:log-stream:<AWS::AccountId>_CloudTrail_<AWS::Region>*',
      'AlarmTopicPolicy: sns:Publish on <AlarmTopic>',
    ])
  })

  it('reject connections without TLS to queues and buckets with records', () => {
    const closed = statements().filter(
      ({ statement }) => statement.Effect === 'Deny' && statement.Sid === 'TlsOnly',
    )
    assert.deepEqual(closed.map(({ where }) => where).sort(), [
      'AlarmTopicPolicy',
      'FailureBucketPolicy',
      'FailureQueuePolicy',
      'ObjectQueuePolicy',
      'TrailBucketPolicy',
    ])
  })

  it('are there before they are needed', () => {
    assert.deepEqual(Resources.TrailSubscription?.DependsOn, ['LogsInvokePermission', 'FailedEvents'])
    assert.equal(Resources.Trail?.DependsOn, 'TrailBucketPolicy')
  })
})

describe('parameters and resources', () => {
  /** Where a value refers to a name. */
  function* placesOf(name: string, value: Value, place: string): Generator<string> {
    if (typeof value === 'string') {
      if (value.includes(`\${${name}}`)) yield place
    } else if (typeof value === 'object' && value !== null) {
      if (!Array.isArray(value) && 'Ref' in value && value.Ref === name) yield place
      for (const [key, part] of Object.entries(value))
        yield* placesOf(name, part, /^(?:Fn::|\d+$)/.test(key) ? place : `${place}.${key}`)
    }
  }

  it('are wired as they were meant', () => {
    const places = (name: string) => [
      ...Object.entries(Resources).flatMap(([id, { Properties }]) => [...placesOf(name, Properties, id)]),
      ...Object.entries(template.Conditions).flatMap(([id, condition]) => [
        ...placesOf(name, condition, `condition ${id}`),
      ]),
    ]
    const wiring = Object.keys(template.Parameters).flatMap((name) => {
      const all = [...new Set(places(name))]
      assert.notEqual(all.length, 0, `${name} is used`)
      return all.map((place) => `${name}: ${place}`)
    })
    assertGolden('template-wiring.txt', `${wiring.join('\n')}\n`)
  })

  it('make a trail that can be relied on', () => {
    const { TrailName, S3BucketName, CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn, KMSKeyId, ...rest } =
      Resources.Trail?.Properties ?? {}
    assert.equal(textOf(KMSKeyId ?? '', {}, conditions({ KmsKeyArn: 'key' })), '<KmsKeyArn>')
    const places = [TrailName, S3BucketName, CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn]
    const under = (parameters: Record<string, string>) =>
      places.map((value) => textOf(value ?? '', {}, conditions({ CreateTrail: 'true', ...parameters })))
    const logs = ['<AWS::StackName>', '<TrailBucket>', '<TrailLogGroup.Arn>', '<TrailRole.Arn>']
    assert.deepEqual(under({}), logs)
    assert.deepEqual(under({ Source: 'Kinesis' }), logs)
    const nothing = '<AWS::NoValue>'
    assert.deepEqual(under({ Source: 'S3' }), ['<AWS::StackName>', '<TrailBucket>', nothing, nothing])
    assert.deepEqual(rest, {
      IsLogging: true,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
    })
  })

  it('make a trail and a bucket that is private, encrypted and versioned, which outlive the stack, but not a failed creation', () => {
    const { Trail, TrailBucket, TrailBucketPolicy } = Resources
    assert.deepEqual(TrailBucket?.Properties.PublicAccessBlockConfiguration, {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    })
    assert.match(JSON.stringify(TrailBucket?.Properties.BucketEncryption), /"SSEAlgorithm":"AES256"/)
    assert.deepEqual(
      [Trail?.DeletionPolicy, TrailBucket?.DeletionPolicy, TrailBucketPolicy?.DeletionPolicy],
      new Array(3).fill('RetainExceptOnCreate'),
    )
  })

  it('keep failed records for 14 days', () => {
    assert.equal(Resources.FailureQueue?.Properties.MessageRetentionPeriod, 14 * 24 * 60 * 60)
    assert.deepEqual(Resources.FailedEvents?.Properties, {
      FunctionName: { Ref: 'ApiUsageFunction' },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 21600,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['FailureQueue', 'Arn'] } } },
    })
  })
})

describe('the data stream', () => {
  const mapping = Resources.StreamMapping?.Properties

  it('is delivered in batches that report failures, are bisected, and are kept when they fail', () => {
    const { BatchSize, MaximumRetryAttempts, BisectBatchOnFunctionError, FunctionResponseTypes } =
      mapping ?? {}
    assert.deepEqual(FunctionResponseTypes, ['ReportBatchItemFailures'])
    assert.equal(BisectBatchOnFunctionError, true)
    assert.ok(Number(MaximumRetryAttempts) > Math.log2(Number(BatchSize)) + 1)
    assert.deepEqual(mapping?.DestinationConfig, {
      OnFailure: { Destination: { 'Fn::GetAtt': ['FailureBucket', 'Arn'] } },
    })
  })

  it('keeps payloads encrypted and longer than they are tried', () => {
    const { StreamEncryption, StreamModeDetails } = Resources.TrailStream?.Properties ?? {}
    assert.deepEqual(StreamModeDetails, { StreamMode: 'ON_DEMAND' })
    assert.deepEqual(StreamEncryption, {
      EncryptionType: 'KMS',
      KeyId: { 'Fn::If': ['HasKmsKey', { Ref: 'KmsKeyArn' }, 'alias/aws/kinesis'] },
    })
    const hours = template.Parameters.StreamRetentionHours?.AllowedValues ?? []
    assert.deepEqual(Object.keys(template.Mappings.MaximumRecordAges ?? {}), hours.map(String))
    for (const hour of hours)
      assert.deepEqual(template.Mappings.MaximumRecordAges?.[hour], { Seconds: (Number(hour) - 4) * 3600 })
  })

  it('keeps failed batches for as long as they can be counted', () => {
    const { LifecycleConfiguration, PublicAccessBlockConfiguration } =
      Resources.FailureBucket?.Properties ?? {}
    assert.match(JSON.stringify(LifecycleConfiguration), /"ExpirationInDays":14/)
    assert.deepEqual(
      PublicAccessBlockConfiguration,
      Resources.TrailBucket?.Properties.PublicAccessBlockConfiguration,
    )
    assert.equal(Resources.FailureBucket?.DeletionPolicy, 'Delete')
  })
})

describe('the object queue', () => {
  it('hides a message for six times as long as the function may take', () => {
    const timeouts = template.Parameters.Timeout?.AllowedValues ?? []
    assert.deepEqual(Object.keys(template.Mappings.VisibilityTimeouts ?? {}), timeouts.map(String))
    for (const timeout of timeouts)
      assert.deepEqual(template.Mappings.VisibilityTimeouts?.[timeout], { Seconds: 6 * Number(timeout) })
    assert.deepEqual(Resources.ObjectQueue?.Properties.VisibilityTimeout, {
      'Fn::FindInMap': ['VisibilityTimeouts', { Ref: 'Timeout' }, 'Seconds'],
    })
  })

  it('hides it also while a batch is gathered and worked on', () => {
    const window = template.Parameters.BatchingWindowSeconds
    const [timeout = 0] = template.Parameters.Timeout?.AllowedValues ?? []
    assert.match('120', new RegExp(`^(?:${window?.AllowedPattern})$`))
    assert.doesNotMatch('121', new RegExp(`^(?:${window?.AllowedPattern})$`))
    assert.ok(120 + Number(timeout) <= 6 * Number(timeout))
  })

  it('moves messages to the failure queue after five failures', () => {
    assert.deepEqual(Resources.ObjectQueue?.Properties.RedrivePolicy, {
      deadLetterTargetArn: { 'Fn::GetAtt': ['FailureQueue', 'Arn'] },
      maxReceiveCount: 5,
    })
    assert.equal(Resources.ObjectQueue?.Properties.MessageRetentionPeriod, 14 * 24 * 60 * 60)
  })

  it('is delivered in batches that report failures', () => {
    const { FunctionResponseTypes, BatchSize } = Resources.ObjectMapping?.Properties ?? {}
    assert.deepEqual([FunctionResponseTypes, BatchSize], [['ReportBatchItemFailures'], 10])
  })

  it('is told of log files alone, and the function may read no others', () => {
    const { EventPattern } = Resources.ObjectRule?.Properties ?? {}
    const detail = Object(EventPattern).detail
    const holds = conditions({ ...SOURCES.S3, TrailBucketPrefix: 'a/b' })
    const [{ wildcard }] = detail.object.key
    assert.equal(textOf(wildcard), 'AWSLogs/*/CloudTrail/*.json.gz')
    assert.equal(textOf(wildcard, {}, holds), '<TrailBucketPrefix>/AWSLogs/*/CloudTrail/*.json.gz')
    assert.equal(textOf(detail.bucket.name[0]), '<TrailBucketName>')
    const asPattern = new RegExp(`^${textOf(wildcard).replaceAll('.', '\\.').replaceAll('*', '.*')}$`)
    const inOrganization = logFileKey('a').replace('AWSLogs/', 'AWSLogs/o-a1b2c3d4e5/')
    for (const key of [logFileKey('a'), inOrganization]) assert.match(key, asPattern)
    assert.doesNotMatch(logFileKey('a').replace('/CloudTrail/', '/CloudTrail-Digest/'), asPattern)
  })
})

describe("the trail's topic", () => {
  const TrailTopicArn = 'arn:aws:sns:eu-west-1:444455556666:trail'
  const under = (parameters: Record<string, string>) =>
    conditions({ ...SOURCES.S3, 'AWS::Region': 'eu-west-1', ...parameters })

  it('is subscribed to in place of a rule', () => {
    for (const [parameters, hasTopic] of [
      [{}, false],
      [{ TrailTopicArn }, true],
    ] as const) {
      const holds = under({ ...parameters })
      const existing = Object.entries(Resources)
        .filter(([, { Condition }]) => Condition === undefined || holds(Condition))
        .map(([id]) => id)
      assert.equal(existing.includes('ObjectSubscription'), hasTopic)
      for (const id of ['ObjectRule', 'ObjectDeliveryAlarm'])
        assert.equal(existing.includes(id), !hasTopic, id)
    }
  })

  it('sends the bare notifications of CloudTrail alone, from its own Region, once they can be received', () => {
    const { ObjectSubscription } = Resources
    const { Region, ...properties } = ObjectSubscription?.Properties ?? {}
    assert.equal(
      JSON.stringify(Region).replace(/\$\{(\w+)\}/, '<$1>'),
      '{"Fn::Select":[3,{"Fn::Split":[":",{"Fn::Sub":"<TrailTopicArn>:::"}]}]}',
    )
    assert.deepEqual(properties, {
      TopicArn: { Ref: 'TrailTopicArn' },
      Protocol: 'sqs',
      Endpoint: { 'Fn::GetAtt': ['ObjectQueue', 'Arn'] },
      RawMessageDelivery: true,
      FilterPolicyScope: 'MessageBody',
      FilterPolicy: { s3ObjectKey: [{ exists: true }], messageType: [{ exists: false }] },
    })
    assert.deepEqual(ObjectSubscription?.DependsOn, ['ObjectQueuePolicy', 'ObjectMapping'])
  })

  it('has another name for SNS if it is in another Region', () => {
    const other = TrailTopicArn.replace('eu-west-1', 'af-south-1')
    assert.equal(under({ TrailTopicArn })('HasRemoteTopic'), false)
    assert.equal(under({ TrailTopicArn: other })('HasRemoteTopic'), true)
    const policy = JSON.stringify(Resources.ObjectQueuePolicy)
    assert.match(policy, /"HasRemoteTopic",\{"Fn::Sub":\["sns\.\$\{Region\}\.amazonaws\.com"/)
  })
})

describe('the template for the role that reads the bucket', () => {
  const role = parseTemplate(readFileSync('templates/bucket-reader-role.yaml', 'utf8'))
  const byDefault = conditionsOf(role, {})
  const pattern = (name: string) => new RegExp(`^(?:${role.Parameters[name]?.AllowedPattern})$`)

  it('uses no transform, which StackSets do not take', () => {
    assert.ok(!('Transform' in role))
  })

  it('allows log files alone, to the role of the function alone', () => {
    const { AssumeRolePolicyDocument, Policies } = role.Resources.BucketReaderRole?.Properties ?? {}
    const allowed = [...objectsIn([AssumeRolePolicyDocument, Policies])].filter(({ Effect }) => Effect)
    assert.deepEqual(
      allowed.map(({ Action, Resource }) => [Action, Resource && textOf(Resource, {}, byDefault)]),
      [
        ['sts:AssumeRole', undefined],
        ['s3:GetObject', 'arn:<AWS::Partition>:s3:::<BucketName>/AWSLogs/*/CloudTrail/*'],
        ['kms:Decrypt', '<BucketKeyArn>'],
      ],
    )
    assert.deepEqual(allowed[0]?.Condition, { ArnLike: { 'aws:PrincipalArn': { Ref: 'FunctionRoleArn' } } })
  })

  it('trusts one role, or those with a long beginning, and never all of an account', () => {
    const arn = 'arn:aws:iam::222233334444:role/'
    for (const good of [
      'api-usage-tracker-ApiUsageRole-*',
      'api-usage-tracker-ApiUsageRole-1A2B3C',
      'a/b/c-ApiUsageRole',
    ])
      assert.match(arn + good, pattern('FunctionRoleArn'))
    for (const bad of ['*', 'api-*', 'api-usage-*-role', ''])
      assert.doesNotMatch(arn + bad, pattern('FunctionRoleArn'))
  })

  it('takes the same buckets, prefixes and keys as the stack, and makes a role that the stack takes', () => {
    for (const name of ['BucketPrefix', 'BucketKeyArn'])
      assert.equal(role.Parameters[name]?.AllowedPattern, template.Parameters[`Trail${name}`]?.AllowedPattern)
    const { RoleName } = role.Parameters
    const arn = `arn:aws:iam::444455556666:role/${RoleName?.Default}`
    assert.match(arn, new RegExp(`^(?:${template.Parameters.TrailBucketRoleArn?.AllowedPattern})$`))
  })
})

describe('the template for the console', () => {
  const bundle = readFileSync('dist/index.cjs', 'utf8')
  const folder = mkdtempSync(join(tmpdir(), 'console-'))
  after(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'console-template.yaml')
  execFileSync(...command('scripts/console-template.ts', [path]))
  const text = readFileSync(path, 'utf8')

  const { Transform, ...plain }: { readonly Transform?: string } & Template = parseTemplate(text)

  it('needs no transform, which service-managed StackSets reject', () => {
    assert.equal(Transform, undefined)
    assert.doesNotMatch(JSON.stringify(plain), /AWS::Serverless|AWS::Include|Fn::Transform/)
  })

  it('is the same but for the function, whose code is the bundle', () => {
    const { ApiUsageFunction, ...others } = plain.Resources
    const { ApiUsageFunction: original, ...originalOthers } = Resources
    assert.deepEqual(others, originalOthers)
    assert.equal(ApiUsageFunction?.Type, 'AWS::Lambda::Function')
    assert.deepEqual(Object.keys(ApiUsageFunction), ['Type', 'Properties'])
    const { Code, ...properties } = ApiUsageFunction.Properties
    const { CodeUri, ...originalProperties } = original?.Properties ?? {}
    assert.deepEqual(Code, { ZipFile: bundle })
    assert.equal(CodeUri, '.')
    assert.deepEqual(properties, originalProperties)
  })

  it('has no character that YAML rejects', () => assert.doesNotMatch(text, /[^\n\x20-\x7e]/))

  it('keeps the comments', () => assert.ok(text.includes('# EMF lines have the level INFO')))

  it('is under 1 MB, the most that CloudFormation takes', () =>
    assert.ok(Buffer.byteLength(text) < 1024 * 1024))
})

describe('the page on the dashboard and alarms', () => {
  it('names every alarm', () => {
    const page = readFileSync('docs/dashboard-and-alarms.md', 'utf8')
    for (const { Type, Properties } of Object.values(Resources))
      if (Type === 'AWS::CloudWatch::Alarm')
        assert.ok(
          page.includes(`| \`${textOf(Properties.AlarmName ?? '').replace('<AWS::StackName>-', '')}\` |`),
        )
  })

  it('names every group of widgets on the dashboard', () => {
    const page = readFileSync('docs/dashboard-and-alarms.md', 'utf8')
    const titles = [...readFileSync('template.yaml', 'utf8').matchAll(/"title": "([^:("]+)/g)]
    assert.notEqual(titles.length, 0)
    for (const [, title = ''] of titles) assert.ok(page.includes(`**${title.trim()}**`), title)
  })
})

describe('the page on callers and errors', () => {
  it('names every saved query', () => {
    const page = readFileSync('docs/callers-and-errors.md', 'utf8')
    for (const { Type, Properties } of Object.values(Resources))
      if (Type === 'AWS::Logs::QueryDefinition')
        assert.ok(page.includes(`| ${textOf(Properties.Name ?? '').replace('<AWS::StackName>/', '')} |`))
  })
})
