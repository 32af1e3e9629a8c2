import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { awsClients } from '../../../../src/operate/aws/clients.ts'
import { gatherFacts } from '../../../../src/operate/doctor/gather/gather.ts'
import { namesOf } from '../../../../src/operate/doctor/gather/names.ts'
import { CALLER_IDENTITY, denied, startStub, useEndpoint } from '../../../support/aws-stub.ts'
import { HOUR, NOW, stackOf } from '../../../support/doctor-facts.ts'

const stub = await startStub()
useEndpoint(stub.url)
after(() => stub.stop())
stub.answer({ GetCallerIdentity: () => CALLER_IDENTITY })

const gather = (stack = stackOf('Logs')) =>
  gatherFacts({ aws: awsClients({ appId: 'x' }), now: NOW, version: '1.2.3', profile: undefined }, stack)

const seconds = (ms: number) => ms / 1000

describe('gathering', () => {
  it('names the permission that each fact lacks, and goes on', async () => {
    const actions: Readonly<Record<string, string>> = {
      DescribeTrails: 'cloudtrail:DescribeTrails',
      DescribeLogGroups: 'logs:DescribeLogGroups',
      DescribeSubscriptionFilters: 'logs:DescribeSubscriptionFilters',
      FilterLogEvents: 'logs:FilterLogEvents',
      GetMetricData: 'cloudwatch:GetMetricData',
      ListMetrics: 'cloudwatch:ListMetrics',
      DescribeAlarms: 'cloudwatch:DescribeAlarms',
      DescribeAccountPolicies: 'logs:DescribeAccountPolicies',
      GetQueueAttributes: 'sqs:GetQueueAttributes',
    }
    stub.answer(
      Object.fromEntries(
        Object.entries(actions).map(([operation, action]) => [operation, () => denied(action)]),
      ),
    )
    const facts = await gather()
    const { trails, logGroups, subscription, log, metrics, activeMetrics, alarms, failureQueue } = facts
    const permissions = [
      trails,
      logGroups.function,
      subscription,
      log,
      metrics,
      activeMetrics,
      alarms,
      facts.extractionPolicies,
      failureQueue,
    ].map((fact) => (fact !== undefined && 'unknown' in fact ? fact.unknown.permission : undefined))
    assert.deepEqual(permissions.sort(), Object.values(actions).sort())
  })

  it('follows the pages of the metrics and counts series, not metrics', async () => {
    const series = (Service: string) => [
      { Name: 'Region', Value: 'eu-west-1' },
      { Name: 'Service', Value: Service },
    ]
    stub.answer({
      ListMetrics: ({ NextToken, RecentlyActive, Namespace }) => {
        assert.deepEqual([RecentlyActive, Namespace], ['PT3H', 'ApiUsage'])
        return NextToken === undefined
          ? {
              NextToken: '2',
              Metrics: ['CallCount', 'ErrorCount'].map((MetricName) => ({
                MetricName,
                Dimensions: series('ssm'),
              })),
            }
          : {
              Metrics: [
                { MetricName: 'CallCount', Dimensions: series('(other)') },
                { MetricName: 'RecordsReceived', Dimensions: [{ Name: 'FunctionName', Value: 'f' }] },
              ],
            }
      },
    })
    assert.deepEqual((await gather()).activeMetrics, {
      known: {
        metrics: 4,
        sets: [{ dimensions: 'Service,Region', series: 2, isFolded: true }],
        hasMore: false,
      },
    })
  })

  it('follows the pages of the datapoints and puts the newest first', async () => {
    stub.answer({
      GetMetricData: ({ NextToken, MetricDataQueries }) => {
        const queries = MetricDataQueries as { Id: string; MetricStat: { Metric: { MetricName: string } } }[]
        const received = queries.find((query) => query.MetricStat.Metric.MetricName === 'RecordsReceived')
        const result = (at: number, value: number) => ({
          MetricDataResults: [{ Id: received?.Id, Timestamps: [seconds(at)], Values: [value] }],
        })
        return NextToken === undefined
          ? { ...result(NOW - 2 * HOUR, 1), NextToken: '2' }
          : result(NOW - HOUR, 2)
      },
    })
    const { metrics } = await gather()
    assert.ok('known' in metrics)
    assert.deepEqual(metrics.known.get('received'), [
      { at: NOW - HOUR, value: 2 },
      { at: NOW - 2 * HOUR, value: 1 },
    ])
  })

  it('takes from the log of the function its warnings and errors alone, newest first', async () => {
    const lines = [
      {
        timestamp: NOW - 3,
        message: JSON.stringify({ level: 'WARN', message: { warning: 'w', reason: 'r' } }),
      },
      {
        timestamp: NOW - 1,
        message: JSON.stringify({
          level: 'ERROR',
          message: { errorType: 'PayloadError', errorMessage: 'no gzip' },
        }),
      },
      {
        timestamp: NOW - 2,
        message: JSON.stringify({ type: 'platform.report', record: { status: 'timeout' } }),
      },
      { timestamp: NOW - 9, message: JSON.stringify({ _aws: {}, Errors: [{ Code: 'AccessDenied' }] }) },
      {
        timestamp: NOW - 9,
        message: JSON.stringify({ type: 'platform.report', record: { status: 'error' } }),
      },
      { timestamp: NOW - 9, message: 'no JSON' },
      { timestamp: NOW - 9, message: JSON.stringify({ level: 'INFO', message: 'x' }) },
      { timestamp: NOW - 4, message: JSON.stringify({ level: 'FATAL', message: 'x'.repeat(5_000) }) },
    ]
    stub.answer({
      FilterLogEvents: ({ nextToken, startTime }) => {
        assert.equal(startTime, NOW - 3 * HOUR)
        // CloudWatch Logs gives empty pages while it searches.
        return nextToken === undefined ? { events: [], nextToken: '2' } : { events: lines }
      },
    })
    const { log } = await gather()
    assert.ok('known' in log)
    assert.deepEqual(
      log.known.entries.map(({ isError, reason }) => [isError, reason.slice(0, 40)]),
      [
        [true, 'PayloadError: no gzip'],
        [true, 'The invocation ended with timeout'],
        [false, 'w: r'],
        [true, 'x'.repeat(40)],
      ],
    )
    assert.ok(log.known.entries.every(({ reason }) => reason.length < 600))
    assert.equal(log.known.hasMore, false)
  })

  it('ends its search in a log that is full of warnings', async () => {
    const event = { timestamp: NOW, message: JSON.stringify({ level: 'WARN', message: 'w' }) }
    stub.answer({ FilterLogEvents: () => ({ events: Array(300).fill(event), nextToken: 'more' }) })
    const { log } = await gather()
    assert.ok('known' in log && log.known.hasMore)
  })

  it('asks for the contributors of alarms that have several series, page by page', async () => {
    const insights = [{ Id: 'q', Expression: 'SELECT SUM(a) FROM b GROUP BY "Service"' }]
    stub.answer({
      DescribeAlarms: ({ AlarmNames }) => {
        assert.deepEqual(AlarmNames, ['usage-silence', 'usage-throttling'])
        return {
          MetricAlarms: [
            {
              AlarmName: 'usage-throttling',
              StateValue: 'ALARM',
              StateTransitionedTimestamp: seconds(NOW - HOUR),
              Metrics: insights,
            },
            { AlarmName: 'usage-silence', StateValue: 'OK', ActionsEnabled: false },
          ],
        }
      },
      DescribeAlarmContributors: ({ NextToken }) => {
        const contributor = (Service: string) => ({
          ContributorId: Service,
          ContributorAttributes: { Service, Region: 'eu-west-1' },
          StateReason: '',
          StateTransitionedTimestamp: seconds(NOW - HOUR),
        })
        return NextToken === undefined
          ? { AlarmContributors: [contributor('ssm')], NextToken: '2' }
          : { AlarmContributors: [contributor('ec2')] }
      },
    })
    const { alarms } = await gather()
    assert.ok('known' in alarms)
    assert.deepEqual(
      alarms.known.map(({ name, state, isSilenced }) => [name, state, isSilenced]),
      [
        ['throttling', 'ALARM', false],
        ['silence', 'OK', true],
      ],
    )
    assert.deepEqual(alarms.known[0]?.contributors, {
      known: ['ssm', 'ec2'].map((service) => ({
        series: `Service=${service} Region=eu-west-1`,
        since: NOW - HOUR,
      })),
    })
  })

  it('reads the policies that switch extraction off, page by page', async () => {
    stub.answer({
      DescribeAccountPolicies: ({ nextToken, policyType }) => {
        assert.equal(policyType, 'METRIC_EXTRACTION_POLICY')
        return nextToken === undefined
          ? { accountPolicies: [{ policyName: 'a' }], nextToken: '2' }
          : { accountPolicies: [{ policyName: 'b', selectionCriteria: 'LogGroupNamePrefix IN ["/x"]' }] }
      },
    })
    assert.deepEqual((await gather()).extractionPolicies, {
      known: [
        { name: 'a', selection: undefined },
        { name: 'b', selection: 'LogGroupNamePrefix IN ["/x"]' },
      ],
    })
  })

  it('asks for a trail in its home Region, by its ARN, as one of an organization needs', async () => {
    const arn = 'arn:aws:cloudtrail:us-east-1:999999999999:trail/organization'
    const delivers = {
      TrailARN: arn,
      HomeRegion: 'us-east-1',
      IsMultiRegionTrail: true,
      CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:trail-logs:*',
    }
    stub.answer({
      DescribeTrails: ({ includeShadowTrails }) => {
        assert.equal(includeShadowTrails, true)
        return { trailList: [delivers, { ...delivers, CloudWatchLogsLogGroupArn: undefined }] }
      },
      GetTrailStatus: ({ Name }, { region }) => {
        assert.deepEqual([Name, region], [arn, 'us-east-1'])
        return {
          IsLogging: true,
          LatestDeliveryTime: seconds(NOW),
          LatestCloudWatchLogsDeliveryTime: seconds(NOW - HOUR),
          LatestCloudWatchLogsDeliveryError: '',
        }
      },
      GetEventSelectors: () => denied('cloudtrail:GetEventSelectors'),
    })
    const { trails } = await gather()
    assert.ok(trails && 'known' in trails)
    const [trail] = trails.known
    assert.equal(trails.known.length, 1)
    assert.deepEqual(trail?.status, {
      known: {
        isLogging: true,
        stoppedAt: undefined,
        deliveredAt: NOW - HOUR,
        deliveryError: undefined,
        notificationError: undefined,
      },
    })
    assert.ok(trail && 'unknown' in trail.coverage)
  })

  it('finds the trail that delivers to the bucket with the prefix of the stack', async () => {
    const trail = (Name: string, S3KeyPrefix?: string) => ({
      TrailARN: `arn:aws:cloudtrail:eu-west-1:111122223333:trail/${Name}`,
      HomeRegion: 'eu-west-1',
      S3BucketName: 'trail-bucket',
      ...(S3KeyPrefix && { S3KeyPrefix }),
    })
    stub.answer({
      DescribeTrails: () => ({ trailList: [trail('plain'), trail('audit', 'audit')] }),
      GetTrailStatus: () => ({ IsLogging: true }),
    })
    const found = async (TrailBucketPrefix: string) => {
      const { trails } = await gather(stackOf('S3', { parameters: { TrailBucketPrefix } }))
      return trails && 'known' in trails ? trails.known.map(({ arn }) => arn.split('/')[1]) : trails
    }
    assert.deepEqual([await found(''), await found('audit')], [['plain'], ['audit']])
  })

  it('asks for the subscription to a topic in the Region of the topic', async () => {
    const arn = 'arn:aws:sns:us-east-1:999999999999:trail:1'
    stub.answer({
      GetSubscriptionAttributes: ({ SubscriptionArn }, { region }) => {
        assert.deepEqual([SubscriptionArn, region], [arn, 'us-east-1'])
        return '<GetSubscriptionAttributesResponse><GetSubscriptionAttributesResult><Attributes><entry><key>PendingConfirmation</key><value>true</value></entry></Attributes></GetSubscriptionAttributesResult></GetSubscriptionAttributesResponse>'
      },
    })
    const resources = new Map([
      ...stackOf('S3').resources,
      ['TrailTopicSubscription', { physicalId: arn, type: 'AWS::SNS::Subscription' }],
    ])
    const { bucket } = await gather(stackOf('S3', { resources }))
    assert.deepEqual(bucket?.topicSubscription, { known: { isPending: true } })
  })

  it('reads the notifications of the bucket', async () => {
    stub.answer({
      'GET /trail-bucket/?notification=': () =>
        '<NotificationConfiguration><EventBridgeConfiguration/><QueueConfiguration><Queue>arn:q</Queue><Event>s3:ObjectCreated:*</Event></QueueConfiguration></NotificationConfiguration>',
    })
    const aws = awsClients({ appId: 'x', pathStyle: true })
    const facts = await gatherFacts({ aws, now: NOW, version: '1', profile: undefined }, stackOf('S3'))
    assert.deepEqual(facts.bucket?.notifications, { known: { eventBridge: true, queueArns: ['arn:q'] } })
  })

  it('takes subscriptions by mail that are not confirmed for pending, and others not at all', async () => {
    const member = (protocol: string, endpoint: string, arn: string) =>
      `<member><Protocol>${protocol}</Protocol><Endpoint>${endpoint}</Endpoint><SubscriptionArn>${arn}</SubscriptionArn></member>`
    stub.answer({
      ListSubscriptionsByTopic: () =>
        `<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions>${[
          member('email', 'a@example.com', 'PendingConfirmation'),
          member('email-json', 'b@example.com', 'arn:aws:sns:eu-west-1:1:t:2'),
          member('email', 'c@example.com', 'Deleted'),
          member('sqs', 'arn:q', 'arn:aws:sns:eu-west-1:1:t:3'),
        ].join('')}</Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`,
    })
    assert.deepEqual((await gather()).emails, {
      known: [
        { address: 'a@example.com', isPending: true },
        { address: 'b@example.com', isPending: false },
      ],
    })
  })
})

describe('a stack of something else', () => {
  it('is rejected', () => {
    assert.throws(
      () => namesOf(stackOf('Logs', { resources: new Map() })),
      /is not an API Usage Tracker stack/,
    )
    assert.throws(
      () => namesOf(stackOf('Logs', { parameters: { Source: 'Kafka' } })),
      /is not an API Usage Tracker stack/,
    )
  })
})
