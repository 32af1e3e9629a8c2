import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, describe, it } from 'node:test'
import { CloudTrail } from '@aws-sdk/client-cloudtrail'
import { CloudWatch } from '@aws-sdk/client-cloudwatch'
import { Lambda } from '@aws-sdk/client-lambda'
import { SNS } from '@aws-sdk/client-sns'
import { SQS } from '@aws-sdk/client-sqs'
import type { CheckResult } from '../../src/operate/doctor/report.ts'
import { apiUsage } from '../support/api-usage.ts'
import { type Credentials, startMoto } from '../support/moto.ts'
import { deploy, REGION, rootClients, TRAIL_BUCKET, trailLogGroup } from './stack.ts'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const moto = await startMoto(REGION)
after(() => moto.stop())

const root = rootClients(moto.url)
const common = {
  endpoint: moto.url,
  region: REGION,
  credentials: { accessKeyId: 'root', secretAccessKey: 'root' },
}
const cloudTrail = new CloudTrail(common)
const cloudWatch = new CloudWatch(common)
const lambda = new Lambda(common)
const sns = new SNS(common)
const sqs = new SQS({ ...common, useQueueUrlAsEndpoint: false })
for (const source of ['Logs', 'Kinesis', 'S3'] as const)
  await deploy(root, `usage-${source}`, source, version)

async function doctor(stack: string, credentials?: Credentials) {
  const { code, stdout, stderr } = await apiUsage(
    ['doctor', '--json', '--stack', stack],
    moto.environment(credentials),
  )
  const checks: CheckResult[] = stdout === '' ? [] : JSON.parse(stdout).checks
  const check = (id: string) => checks.find((one) => one.id === id)
  return { code, stderr, checks, check, verdict: (id: string) => check(id)?.verdict }
}

async function resources(stack: string): Promise<(id: string) => string> {
  const { StackResourceSummaries = [] } = await root.cloudFormation.listStackResources({ StackName: stack })
  return (id) => {
    const found = StackResourceSummaries.find(({ LogicalResourceId }) => LogicalResourceId === id)
    assert.ok(found?.PhysicalResourceId, id)
    return found.PhysicalResourceId
  }
}

const arnOf = (service: string, resource: string) => `arn:aws:${service}:${REGION}:123456789012:${resource}`

describe('a stack that reads a log group', async () => {
  const stack = 'usage-Logs'
  const id = await resources(stack)
  const functionName = id('ApiUsageFunction')
  const trail = { Name: 'main' }
  await root.s3.createBucket({ Bucket: 'archive', CreateBucketConfiguration: { LocationConstraint: REGION } })
  const { TrailARN = '' } = await cloudTrail.createTrail({
    Name: trail.Name,
    S3BucketName: 'archive',
    IsMultiRegionTrail: true,
    CloudWatchLogsLogGroupArn: arnOf('logs', `log-group:${trailLogGroup('Logs')}:*`),
    CloudWatchLogsRoleArn: 'arn:aws:iam::123456789012:role/trail',
  })
  await cloudTrail.startLogging(trail)
  const filter = {
    logGroupName: trailLogGroup('Logs'),
    filterName: stack,
    filterPattern: '',
    destinationArn: arnOf('lambda', `function:${functionName}`),
  }
  await root.logs.putSubscriptionFilter(filter)
  const { TopicArn } = await sns.createTopic({ Name: id('AlarmTopic').split(':').at(-1) ?? '' })
  await sns.subscribe({ TopicArn, Protocol: 'email', Endpoint: 'ops@example.com' })
  const own = { Name: 'FunctionName', Value: functionName }
  const operation = (Operation: string) =>
    Object.entries({ Service: 'ssm', Operation, Region: REGION }).map(([Name, Value]) => ({ Name, Value }))
  await cloudWatch.putMetricData({
    Namespace: 'ApiUsage',
    MetricData: [
      { MetricName: 'RecordsReceived', Dimensions: [own], Value: 321, Timestamp: new Date() },
      { MetricName: 'CallCount', Dimensions: operation('GetParameter'), Value: 3, Timestamp: new Date() },
      { MetricName: 'ErrorCount', Dimensions: operation('GetParameter'), Value: 1, Timestamp: new Date() },
      { MetricName: 'CallCount', Dimensions: operation('PutParameter'), Value: 2, Timestamp: new Date() },
    ],
  })

  it('is read completely, and everything that the emulator supports passes', async () => {
    const { checks, check } = await doctor(stack)
    const passing = [
      'stack-status',
      'stack-version',
      'trail-found',
      'trail-logging',
      'trail-coverage',
      'trail-log-group',
      'subscription',
      'invoke-permission',
      'function-state',
      'function-errors',
      'permissions',
      'records',
      'failure-queue',
      'function-log-group',
      'alarm-recipients',
    ]
    assert.deepEqual(
      checks.filter((one) => passing.includes(one.id) && one.verdict !== 'pass'),
      [],
    )
    assert.match(check('records')?.found ?? '', /321 records in the last hour/)
    assert.match(check('active-metrics')?.found ?? '', /^4 metrics .*\$1\.20/)
    assert.match(check('series-budget')?.found ?? '', /\(Service,Operation,Region,/)
  })

  it("has unknown facts for everything that the emulator doesn't support", async () => {
    const { verdict, code } = await doctor(stack)
    assert.equal(verdict('extraction-policy'), 'unknown')
    assert.equal(code, 2)
  })

  it('fails the right check if one thing is broken', async () => {
    const broken = async (
      checkId: string,
      breaks: () => Promise<unknown>,
      repairs: () => Promise<unknown>,
    ) => {
      await breaks()
      const { code, verdict } = await doctor(stack)
      assert.deepEqual([checkId, verdict(checkId), code], [checkId, 'fail', 1])
      await repairs()
      assert.equal((await doctor(stack)).verdict(checkId), 'pass', checkId)
    }
    await broken(
      'trail-logging',
      () => cloudTrail.stopLogging(trail),
      () => cloudTrail.startLogging(trail),
    )
    await broken(
      'subscription',
      () => root.logs.deleteSubscriptionFilter(filter),
      () => root.logs.putSubscriptionFilter(filter),
    )
    await broken(
      'function-state',
      () => lambda.putFunctionConcurrency({ FunctionName: functionName, ReservedConcurrentExecutions: 0 }),
      () => lambda.deleteFunctionConcurrency({ FunctionName: functionName }),
    )
    const queue = { QueueUrl: id('FailureQueue') }
    await broken(
      'failure-queue',
      () => sqs.sendMessage({ ...queue, MessageBody: '{}' }),
      () => sqs.purgeQueue(queue),
    )
  })

  it('warns of a trail that excludes read events', async () => {
    const selector = { IncludeManagementEvents: true, DataResources: [] }
    const put = (ReadWriteType: 'All' | 'WriteOnly') =>
      cloudTrail.putEventSelectors({ TrailName: TrailARN, EventSelectors: [{ ...selector, ReadWriteType }] })
    await put('WriteOnly')
    assert.match((await doctor(stack)).check('trail-coverage')?.found ?? '', /excludes read events/)
    await put('All')
    assert.equal((await doctor(stack)).verdict('trail-coverage'), 'pass')
  })

  it("shows access errors in the function's log", async () => {
    const group = { logGroupName: `/aws/lambda/${stack}`, logStreamName: 'one' }
    await root.logs.createLogStream(group)
    const line = {
      level: 'WARN',
      message: { warning: 'Not counted', reason: "x can't be read: AccessDenied: no" },
    }
    const document = { _aws: {}, Errors: [{ Code: 'AccessDenied' }], level: 'none' }
    await root.logs.putLogEvents({
      ...group,
      logEvents: [line, document].map((message) => ({
        timestamp: Date.now(),
        message: JSON.stringify(message),
      })),
    })
    const found = (await doctor(stack)).check('permissions')
    assert.equal(found?.verdict, 'fail')
    assert.match(found.found, /^1 access error /)
    assert.match(found.details?.[0] ?? '', /Not counted: x can't be read: AccessDenied: no$/)
  })
})

describe('a stack that reads a data stream', async () => {
  const stack = 'usage-Kinesis'
  const id = await resources(stack)

  it('has a mapping and an empty failure bucket', async () => {
    const { verdict } = await doctor(stack)
    assert.deepEqual([verdict('event-source-mapping'), verdict('failure-bucket')], ['pass', 'pass'])
  })

  it('fails the right check if the mapping is disabled or batches failed', async () => {
    await lambda.updateEventSourceMapping({ UUID: id('StreamMapping'), Enabled: false })
    const bucket = { Bucket: id('FailureBucket') }
    // More than a page.
    const keys = Array.from({ length: 1_001 }, (_, i) => `aws/lambda/${i}`)
    for (const Key of keys) await root.s3.putObject({ ...bucket, Key, Body: '{}' })
    const { code, verdict, check } = await doctor(stack)
    assert.deepEqual([verdict('event-source-mapping'), code], ['fail', 1])
    assert.match(check('failure-bucket')?.found ?? '', /^1,001 batches in it/)
  })
})

describe('a stack that reads a bucket', async () => {
  const stack = 'usage-S3'
  const id = await resources(stack)
  const queueArn = arnOf('sqs', id('ObjectQueue').split('/').at(-1) ?? '')

  it('has a rule, a queue and a mapping', async () => {
    const { verdict } = await doctor(stack)
    for (const check of ['object-rule', 'object-queue', 'event-source-mapping', 'failure-queue'])
      assert.equal(verdict(check), 'pass', check)
  })

  it('fails the right check if the rule is disabled, unless the bucket notifies the queue directly', async () => {
    await root.eventBridge.disableRule({ Name: id('ObjectRule') })
    assert.equal((await doctor(stack)).verdict('object-rule'), 'fail')
    await root.s3.putBucketNotificationConfiguration({
      Bucket: TRAIL_BUCKET,
      NotificationConfiguration: {
        QueueConfigurations: [{ QueueArn: queueArn, Events: ['s3:ObjectCreated:*'] }],
      },
    })
    const { verdict } = await doctor(stack)
    assert.deepEqual([verdict('object-rule'), verdict('bucket-events')], ['pass', 'pass'])
  })
})

describe('a missing stack', () => {
  it('is reported with the exit code of an invalid command', async () => {
    const { code, stderr } = await doctor('nope')
    assert.equal(code, 2)
    assert.match(stderr, /There is no stack nope in Region eu-west-1 of account 123456789012\. .*--region/)
  })
})

// Last, as the server asks for permissions from here on.
describe('permissions', () => {
  // The emulator calls the actions of CloudWatch by the name in its endpoint.
  const text = readFileSync('policies/doctor.json', 'utf8').replaceAll('"cloudwatch:', '"monitoring:')
  const policy: { Statement: Record<string, unknown>[] } = JSON.parse(text)

  it('of policies/doctor.json are enough', async () => {
    const credentials = await moto.limitedUser('doctor', ...policy.Statement)
    for (const stack of ['usage-Logs', 'usage-Kinesis', 'usage-S3']) {
      const { checks } = await doctor(stack, credentials)
      assert.ok(checks.length > 20)
      const unknown = checks.filter(({ verdict }) => verdict === 'unknown').map(({ id }) => id)
      // The emulator has no account policies, and the bucket no trail.
      assert.deepEqual(
        unknown,
        stack === 'usage-S3' ? ['trail-found', 'extraction-policy'] : ['extraction-policy'],
      )
    }
  })

  it('that are missing are reported, and the affected facts are unknown', async () => {
    const credentials = await moto.limitedUser('poor', {
      Effect: 'Allow',
      Action: ['cloudformation:*', 'sqs:*'],
      Resource: '*',
    })
    const [logs, kinesis] = await Promise.all(
      ['usage-Logs', 'usage-Kinesis'].map((stack) => doctor(stack, credentials)),
    )
    assert.equal(logs?.verdict('stack-status'), 'pass')
    // To clients that speak JSON the emulator denies in XML. That they say it is tested without it.
    assert.match(logs?.check('alarm-recipients')?.next ?? '', /^Allow sns:ListSubscriptionsByTopic /)
    assert.match(kinesis?.check('failure-bucket')?.next ?? '', /^Allow s3:ListBucket /)
    assert.equal(logs?.code, 2)
  })

  it('that are missing for the stack end the command with an explanation', async () => {
    const credentials = await moto.limitedUser('none', { Effect: 'Allow', Action: 'sqs:*', Resource: '*' })
    const { code, stderr } = await doctor('usage-Logs', credentials)
    assert.equal(code, 2)
    assert.match(stderr, /lacks the permission cloudformation:DescribeStacks/)
  })
})
