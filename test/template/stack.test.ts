import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { consoleTemplate } from '../../scripts/lib/console-template.ts'
import { assertGolden } from '../support/golden.ts'
import { logFileKey } from '../support/objects.ts'
import { conditions, parseTemplate, readTemplate, SOURCES, textOf, type Value } from '../support/template.ts'

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
      'ApiUsageRole: s3:GetObject on arn:<AWS::Partition>:s3:::<TrailBucketName>/AWSLogs/*/CloudTrail/*',
      'ApiUsageRole: kms:Decrypt on <TrailBucketKeyArn>',
      'ApiUsageRole: kms:GenerateDataKey kms:Decrypt on <KmsKeyArn>',
      'FailureQueuePolicy: sqs:SendMessage on <FailureQueue.Arn>',
      'StreamRole: sts:AssumeRole',
      'StreamRole: kinesis:PutRecord on <TrailStream.Arn>',
      'StreamRole: kms:GenerateDataKey on <KmsKeyArn>',
      'ObjectQueuePolicy: sqs:SendMessage on <ObjectQueue.Arn>',
      'ObjectQueuePolicy: sqs:SendMessage on <ObjectQueue.Arn>',
      'TrailBucketPolicy: s3:GetBucketAcl on <TrailBucket.Arn>',
      'TrailBucketPolicy: s3:PutObject on <TrailBucket.Arn>/AWSLogs/<AWS::AccountId>/*',
      'TrailRole: sts:AssumeRole',
      'TrailRole: logs:CreateLogStream logs:PutLogEvents on arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:<TrailLogGroup>:log-stream:<AWS::AccountId>_CloudTrail_<AWS::Region>*',
      'AlarmTopicPolicy: sns:Publish on <AlarmTopic>',
    ])
  })

  it('refuse what holds requests to callers without TLS', () => {
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
    const { TrailName, S3BucketName, CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn, ...rest } =
      Resources.Trail?.Properties ?? {}
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

  it('make a bucket that is private, encrypted and outlives the stack, but not a failed creation', () => {
    const { TrailBucket, TrailBucketPolicy } = Resources
    assert.deepEqual(TrailBucket?.Properties.PublicAccessBlockConfiguration, {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    })
    assert.match(JSON.stringify(TrailBucket?.Properties.BucketEncryption), /"SSEAlgorithm":"AES256"/)
    assert.deepEqual(
      [TrailBucket?.DeletionPolicy, TrailBucketPolicy?.DeletionPolicy],
      new Array(2).fill('RetainExceptOnCreate'),
    )
  })

  it('keep what failed for 14 days', () => {
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

  it('is delivered in batches that tell what failed, are split, and are kept when they are given up', () => {
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

  it('keeps what it gave up for as long as it can be counted', () => {
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

describe('the queue of objects', () => {
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

  it('moves what failed five times to the failure queue', () => {
    assert.deepEqual(Resources.ObjectQueue?.Properties.RedrivePolicy, {
      deadLetterTargetArn: { 'Fn::GetAtt': ['FailureQueue', 'Arn'] },
      maxReceiveCount: 5,
    })
    assert.equal(Resources.ObjectQueue?.Properties.MessageRetentionPeriod, 14 * 24 * 60 * 60)
  })

  it('is delivered in batches that tell what failed', () => {
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

describe('the template for the console', () => {
  const bundle = readFileSync('dist/index.cjs', 'utf8')
  const text = consoleTemplate(readFileSync('template.yaml', 'utf8'), bundle)

  it('is the same but for its code, which is the bundle', () => {
    const inline = parseTemplate(text)
    const { ApiUsageFunction, ...others } = inline.Resources
    const { ApiUsageFunction: original, ...originalOthers } = Resources
    assert.deepEqual({ ...inline, Resources: others }, { ...template, Resources: originalOthers })
    const { InlineCode, ...properties } = ApiUsageFunction?.Properties ?? {}
    const { CodeUri, ...originalProperties } = original?.Properties ?? {}
    assert.equal(InlineCode, bundle)
    assert.equal(CodeUri, '.')
    assert.deepEqual(properties, originalProperties)
  })

  it('keeps the comments', () => assert.ok(text.includes('# EMF lines count as INFO')))

  it('is under 1 MB, the most that CloudFormation takes', () =>
    assert.ok(Buffer.byteLength(text) < 1024 * 1024))
})

describe('README', () => {
  it('names every alarm and every saved query', () => {
    const readme = readFileSync('README.md', 'utf8')
    for (const { Type, Properties } of Object.values(Resources)) {
      if (Type === 'AWS::CloudWatch::Alarm')
        assert.ok(
          readme.includes(`| \`${textOf(Properties.AlarmName ?? '').replace('<AWS::StackName>-', '')}\` |`),
        )
      if (Type === 'AWS::Logs::QueryDefinition')
        assert.ok(readme.includes(`| ${textOf(Properties.Name ?? '').replace('<AWS::StackName>/', '')} |`))
    }
  })

  it('has every parameter with its default', () => {
    const [, section = ''] = readFileSync('README.md', 'utf8').split('### Parameters\n')
    const rows = [...(section.split('\n#')[0] ?? '').matchAll(/^\| `(\w+)` \|[^|]*\|(?: `([^`]*)`)? \|/gm)]
    const documented = rows.map(([, name, value = '']) => [name, value])
    const expected = Object.entries(template.Parameters).map(([name, { Default = '' }]) => [
      name,
      String(Default),
    ])
    assert.deepEqual(Object.fromEntries(documented), Object.fromEntries(expected))
  })
})
