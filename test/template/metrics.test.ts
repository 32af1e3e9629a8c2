import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { emitted } from '../support/emitted.ts'
import {
  conditions,
  type Resource,
  readTemplate,
  SOURCE_NAMES,
  SOURCES,
  type SourceName,
  textOf,
  type Value,
} from '../support/template.ts'

const template = readTemplate()
const NAMESPACE = 'ApiUsage'
const VALUES = { MetricNamespace: NAMESPACE }

interface MetricUse {
  readonly where: string
  readonly namespace: string
  readonly name: string
  readonly dimensions: readonly string[]
  /** Of the dimensions, in their order. */
  readonly values: readonly string[]
}

interface Widget {
  readonly type: string
  readonly properties: {
    readonly title?: string
    readonly metrics?: readonly (readonly unknown[])[]
    readonly query?: string
    readonly markdown?: string
  }
}

interface Query {
  readonly where: string
  readonly text: string
}

function resourcesOf(type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type)
}

/** The dashboard of a stack with that source. */
function dashboardOf(source: SourceName): readonly Widget[] {
  const [[, resource] = []] = resourcesOf('AWS::CloudWatch::Dashboard')
  const body = textOf(resource?.Properties.DashboardBody ?? '', VALUES, conditions(SOURCES[source]))
  return JSON.parse(body).widgets
}

/** Every widget that some stack has, once. */
function dashboard(): readonly Widget[] {
  const all = SOURCE_NAMES.flatMap(dashboardOf)
  return [...new Map(all.map((widget) => [JSON.stringify(widget), widget])).values()]
}

const isExpression = (row: readonly unknown[]): row is [{ expression: string }] => typeof row[0] === 'object'

function widgetUses(): MetricUse[] {
  return dashboard().flatMap(({ properties: { title = '', metrics = [] } }) =>
    metrics
      .filter((row) => !isExpression(row))
      .map((row) => {
        const [namespace = '', name = '', ...pairs] = row.filter((part) => typeof part === 'string')
        const [dimensions, values] = [0, 1].map((odd) => pairs.filter((_, i) => i % 2 === odd))
        return { where: title, namespace, name, dimensions: dimensions ?? [], values: values ?? [] }
      }),
  )
}

type Named = { Namespace: Value; MetricName: Value; Dimensions: readonly { Name: string; Value: Value }[] }
type Stat = {
  Expression?: Value
  Period?: number
  MetricStat?: { Metric: Named; Period: number; Stat: string }
}

function alarmUses(): MetricUse[] {
  return resourcesOf('AWS::CloudWatch::Alarm').flatMap(([where, { Properties }]) => {
    const stats = (Properties.Metrics ?? []) as readonly Stat[]
    const named = stats.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric]))
    const all = Properties.MetricName === undefined ? named : [Properties as unknown as Named]
    return all.map(({ Namespace, MetricName, Dimensions }) => ({
      where,
      namespace: textOf(Namespace, VALUES),
      name: textOf(MetricName),
      dimensions: Dimensions.map(({ Name }) => Name),
      values: Dimensions.map(({ Value: value }) => textOf(value)),
    }))
  })
}

const widgetQueries = (): Query[] =>
  dashboard().flatMap(({ properties: { title = '', metrics = [] } }) =>
    metrics.filter(isExpression).map(([{ expression }]) => ({ where: title, text: expression })),
  )

const alarmQueries = (): Query[] =>
  resourcesOf('AWS::CloudWatch::Alarm').flatMap(([where, { Properties }]) =>
    ((Properties.Metrics ?? []) as readonly Stat[])
      .map(({ Expression }) => (Expression === undefined ? '' : textOf(Expression, VALUES)))
      .filter((text) => text.startsWith('SELECT'))
      .map((text) => ({ where, text })),
  )

const logQueries = (): Query[] => [
  ...dashboard().flatMap(({ properties: { title = '', query } }) =>
    query === undefined ? [] : [{ where: title, text: query }],
  ),
  ...resourcesOf('AWS::Logs::QueryDefinition').map(([where, { Properties }]) => ({
    where,
    text: textOf(Properties.QueryString ?? ''),
  })),
]

/** What the function emits: `SET: METRIC`, the set in alphabetical order as CloudWatch does not know any. */
const { documents, warnings } = await emitted()
const emittedMetrics = new Set(
  documents.flatMap(({ set, metrics }) => Object.keys(metrics).map((name) => `${[...set].sort()}: ${name}`)),
)

describe('metrics that the template names', () => {
  it('are emitted by the function, in its default configuration', () => {
    const own = [...widgetUses(), ...alarmUses()].filter(({ namespace }) => !namespace.startsWith('AWS/'))
    assert.ok(own.length > 10)
    for (const { where, namespace, name, dimensions } of own) {
      assert.equal(namespace, NAMESPACE, where)
      assert.ok(emittedMetrics.has(`${dimensions.toSorted()}: ${name}`), `${where}: ${name} by ${dimensions}`)
    }
  })

  it('follow the parameter MetricNamespace', () => {
    const [[, resource] = []] = resourcesOf('AWS::CloudWatch::Dashboard')
    const other = textOf(resource?.Properties.DashboardBody ?? '', { MetricNamespace: 'Other' })
    assert.doesNotMatch(other, /"ApiUsage\\?"/)
    assert.match(other, /"Other\\?"/)
  })

  it('are a queue, stream or rule of the same stack', () => {
    for (const source of SOURCE_NAMES) {
      const holds = conditions(SOURCES[source])
      const body = JSON.stringify(dashboardOf(source))
      for (const [, name = ''] of body.matchAll(/<(\w+)(?:\.\w+)?>/g)) {
        const condition = template.Resources[name]?.Condition
        assert.ok(condition === undefined || holds(condition), `${source}: ${name}`)
      }
    }
  })

  it('include every metric of the function itself', () => {
    const used = new Set([...widgetUses(), ...alarmUses()].map(({ name }) => name))
    const own = documents
      .filter(({ set }) => set.includes('FunctionName'))
      .flatMap(({ metrics }) => Object.keys(metrics))
    assert.deepEqual([...new Set(own)].sort(), [
      'CallsFolded',
      'DeliveryLag',
      'ObjectsSkipped',
      'RecordsCounted',
      'RecordsDuplicate',
      'RecordsExpired',
      'RecordsFiltered',
      'RecordsMalformed',
      'RecordsReceived',
      'RecordsSkipped',
    ])
    for (const name of own) assert.ok(used.has(name), `${name} is shown nowhere`)
  })

  it('of AWS are those that it documents for what the stack has', () => {
    const subscription = ['LogGroupName', 'DestinationType', 'FilterName']
    const known: Record<string, readonly string[]> = {
      'AWS/Logs ForwardedLogEvents': subscription,
      'AWS/Logs DeliveryErrors': subscription,
      'AWS/Logs DeliveryThrottling': subscription,
      'AWS/Logs EMFValidationErrors': ['LogGroupName'],
      'AWS/Logs EMFParsingErrors': ['LogGroupName'],
      'AWS/Lambda Errors': ['FunctionName'],
      'AWS/Lambda Throttles': ['FunctionName'],
      'AWS/Lambda AsyncEventsDropped': ['FunctionName'],
      'AWS/Lambda DestinationDeliveryFailures': ['FunctionName'],
      'AWS/Lambda IteratorAge': ['FunctionName'],
      'AWS/SQS ApproximateNumberOfMessagesVisible': ['QueueName'],
      'AWS/SQS ApproximateAgeOfOldestMessage': ['QueueName'],
      'AWS/SQS NumberOfMessagesSent': ['QueueName'],
      'AWS/SQS NumberOfMessagesDeleted': ['QueueName'],
      'AWS/Kinesis IncomingRecords': ['StreamName'],
      'AWS/Kinesis WriteProvisionedThroughputExceeded': ['StreamName'],
      'AWS/S3 NumberOfObjects': ['BucketName', 'StorageType'],
      'AWS/Events Invocations': ['RuleName'],
      'AWS/Events FailedInvocations': ['RuleName'],
      'AWS/Events InvocationsSentToDlq': ['RuleName'],
      'AWS/Events InvocationsFailedToBeSentToDlq': ['RuleName'],
    }
    const uses = [...widgetUses(), ...alarmUses()].filter(({ namespace }) => namespace.startsWith('AWS/'))
    for (const { namespace, name, dimensions } of uses)
      assert.deepEqual(dimensions, known[`${namespace} ${name}`], name)
    assert.deepEqual(
      new Set(uses.map(({ namespace, name }) => `${namespace} ${name}`)),
      new Set(Object.keys(known)),
    )
  })

  it('are those of this function, queue, log group and subscription', () => {
    const expected: Record<string, readonly string[]> = {
      FunctionName: ['<ApiUsageFunction>'],
      QueueName: ['<FailureQueue.QueueName>', '<ObjectQueue.QueueName>'],
      StreamName: ['<TrailStream>'],
      BucketName: ['<FailureBucket>'],
      StorageType: ['AllStorageTypes'],
      RuleName: ['<ObjectRule>'],
      DestinationType: ['Lambda'],
      FilterName: [textOf(template.Resources.TrailSubscription?.Properties.FilterName ?? '')],
      LogGroupName: ['<TrailLogGroupName>', '<ApiUsageLogGroup>'],
      Service: ['<AlarmService>'],
      Operation: ['<AlarmOperation>'],
      Region: ['<AWS::Region>'],
    }
    for (const { where, name, dimensions, values } of [...widgetUses(), ...alarmUses()]) {
      for (const [i, dimension] of dimensions.entries()) {
        assert.ok(expected[dimension]?.includes(values[i] ?? ''), `${where}: ${dimension}=${values[i]}`)
        const isExtraction = name.startsWith('EMF')
        if (dimension === 'LogGroupName')
          assert.equal(values[i], expected.LogGroupName?.[isExtraction ? 1 : 0], where)
      }
    }
  })
})

describe('Metrics Insights queries', () => {
  const GRAMMAR =
    /^SELECT (SUM|MAX)\("(\w+)"\) FROM SCHEMA\("([^"]+)"((?:,"\w+")+)\)( WHERE .+)? GROUP BY ("\w+"(?:,"\w+")*) ORDER BY (SUM|MAX)\(\) DESC(?: LIMIT \d+)?$/

  const parsed = ({ where, text }: Query) => {
    const match = GRAMMAR.exec(text)
    assert.ok(match, `${where}: ${text}`)
    const [, statistic = '', metric = '', namespace = '', schema = '', condition, group = '', order = ''] =
      match
    const names = (list: string) => [...list.matchAll(/"(\w+)"/g)].map(([, name = '']) => name)
    return { statistic, metric, namespace, schema: names(schema), condition, group: names(group), order }
  }

  const isOfAws = ({ text }: Query) => text.includes('FROM "AWS/')
  const ownQueries = [...widgetQueries(), ...alarmQueries()].filter((query) => !isOfAws(query))
  const awsQueries = [...widgetQueries(), ...alarmQueries()].filter(isOfAws)

  it('are there', () => assert.deepEqual([ownQueries.length, awsQueries.length], [9, 2]))

  for (const { where, text } of awsQueries) {
    it(`${where}: is of the subscription of the data stream, with all its names quoted`, () => {
      const { LogGroupName = '', FilterName = '' } = template.Resources.StreamSubscription?.Properties ?? {}
      const holds = conditions(SOURCES.Kinesis)
      assert.match(text, /^SELECT SUM\("(?:DeliveryErrors|ForwardedLogEvents)"\) FROM "AWS\/Logs" WHERE /)
      assert.equal(
        text.split(' WHERE ')[1],
        `"LogGroupName" = '${textOf(LogGroupName, {}, holds)}' AND "FilterName" = '${textOf(FilterName)}'`,
      )
    })
  }

  for (const query of ownQueries) {
    it(`${query.where}: quotes all names, and names a schema that is always emitted`, () => {
      const { statistic, metric, namespace, schema, group, order } = parsed(query)
      assert.equal(namespace, NAMESPACE)
      assert.ok(emittedMetrics.has(`${schema.toSorted()}: ${metric}`), `${metric} by ${schema}`)
      for (const name of group) assert.ok(schema.includes(name))
      assert.equal(order, statistic)
    })
  }

  it('of alarms look at the small set only, as each metric that they look at is billed', () => {
    for (const query of alarmQueries().filter((one) => !isOfAws(one))) {
      const { schema, condition, metric } = parsed(query)
      // The function writes this metric only for operations close to their limits.
      if (metric === 'RateLimitUtilization') continue
      if (schema.includes('Operation')) assert.ok(condition, `${query.where} has a WHERE`)
    }
  })

  it('that show peaks say that they are a lower bound', () => {
    const peaks = widgetQueries().filter(({ text }) => text.includes('MAX("CallCount")'))
    assert.ok(peaks.length > 0)
    for (const { where } of peaks) assert.match(where, /at least/)
  })
})

describe('alarms', () => {
  const CALL_METRICS = /^(?:(?:Call|Error|Throttle)Count|RateLimitUtilization)$/

  it('on calls look back at least 30 minutes', () => {
    const onCalls = resourcesOf('AWS::CloudWatch::Alarm').filter(
      ([where]) =>
        alarmUses().some((use) => use.where === where && CALL_METRICS.test(use.name)) ||
        alarmQueries().some((query) => query.where === where && query.text.includes(NAMESPACE)),
    )
    assert.deepEqual(
      onCalls.map(([name]) => name),
      ['OperationCallsAlarm', 'ThrottlingAlarm', 'RateLimitAlarm'],
    )
    for (const [name, { Properties }] of onCalls) {
      const [stat] = (Properties.Metrics ?? []) as readonly Stat[]
      const period = Number(Properties.Period ?? stat?.Period)
      assert.ok(period * Number(Properties.EvaluationPeriods) >= 1800, name)
      assert.equal(period, 300, name)
      assert.equal(Properties.DatapointsToAlarm, 1, name)
      assert.equal(Properties.TreatMissingData, 'notBreaching', name)
    }
  })

  it('compare what they should with what they should', () => {
    const rows = resourcesOf('AWS::CloudWatch::Alarm').map(([name, { Properties }]) => {
      const stats = (Properties.Metrics ?? []) as readonly (Stat & { Id: string; ReturnData?: boolean })[]
      const returned = stats.filter(({ ReturnData }) => ReturnData !== false)
      assert.equal(returned.length, stats.length === 0 ? 0 : 1, `${name} returns one series`)
      const named = stats.filter(({ MetricStat }) => MetricStat !== undefined).map(({ Id }) => Id)
      const [expression] = returned.map(({ Expression }) => textOf(Expression ?? '', VALUES))
      if (named.length > 0) assert.equal(expression, `SUM([${named.join(', ')}])`, name)
      for (const { MetricStat } of stats)
        if (MetricStat) assert.deepEqual([MetricStat.Period, MetricStat.Stat], [300, 'Sum'])
      const statistic =
        named.length > 0 ? 'math' : expression === undefined ? textOf(Properties.Statistic ?? '') : 'query'
      const periods = `${Properties.Period ?? 300} s x ${textOf(Properties.EvaluationPeriods ?? '')}`
      return [
        name,
        statistic,
        textOf(Properties.ComparisonOperator ?? '').replace('Threshold', ''),
        textOf(Properties.Threshold ?? ''),
        periods,
      ].join(' | ')
    })
    assert.deepEqual(rows, [
      'OperationCallsAlarm | <AlarmStatistic> | GreaterThanOrEqualTo | <AlarmThreshold> | 300 s x 6',
      'ThrottlingAlarm | query | GreaterThanOrEqualTo | <ThrottleAlarmThreshold> | 300 s x 6',
      'RateLimitAlarm | query | GreaterThanOrEqualTo | <RateLimitAlarmThreshold> | 300 s x 6',
      'FoldedCallsAlarm | Sum | GreaterThanOrEqualTo | 1 | 300 s x 1',
      'SilenceAlarm | Sum | LessThan | 1 | 60 s x <SilenceMinutes>',
      'DeliveryAlarm | math | GreaterThanOrEqualTo | 1 | 300 s x 1',
      'FunctionAlarm | math | GreaterThanOrEqualTo | 1 | 300 s x 1',
      'FailureQueueAlarm | Maximum | GreaterThanOrEqualTo | 1 | 300 s x 1',
      'StreamDeliveryAlarm | query | GreaterThanOrEqualTo | 1 | 300 s x 1',
      'StreamWritesAlarm | Sum | GreaterThanOrEqualTo | 1 | 300 s x 3',
      'StreamLagAlarm | Maximum | GreaterThanOrEqualTo | 900000 | 300 s x 3',
      'FailureBucketAlarm | Average | GreaterThanOrEqualTo | 1 | 86400 s x 2',
      'ObjectDeliveryAlarm | math | GreaterThanOrEqualTo | 1 | 300 s x 1',
      'ObjectLagAlarm | Maximum | GreaterThanOrEqualTo | 900 | 300 s x 3',
      'ExtractionAlarm | math | GreaterThanOrEqualTo | 1 | 300 s x 1',
    ])
  })

  it('tell their topics, in words, what is wrong and when it is over', () => {
    for (const [name, { Properties }] of resourcesOf('AWS::CloudWatch::Alarm')) {
      assert.match(textOf(Properties.AlarmName ?? ''), /^<AWS::StackName>-[a-z-]+$/, name)
      assert.ok(textOf(Properties.AlarmDescription ?? '').length > 80, name)
      assert.deepEqual(Properties.AlarmActions, [
        { 'Fn::If': ['HasAlarmEmail', { Ref: 'AlarmTopic' }, { Ref: 'AWS::NoValue' }] },
        { 'Fn::If': ['HasAlarmTopic', { Ref: 'AlarmTopicArn' }, { Ref: 'AWS::NoValue' }] },
      ])
      assert.deepEqual(Properties.OKActions, Properties.AlarmActions, name)
    }
  })

  it('all show on the dashboard', () => {
    const [[, resource] = []] = resourcesOf('AWS::CloudWatch::Dashboard')
    const shown = JSON.stringify(resource?.Properties.DashboardBody)
    for (const [name] of resourcesOf('AWS::CloudWatch::Alarm'))
      assert.ok(shown.includes(`\${${name}.Arn}`), name)
  })

  it('on missing records alone take missing data for a breach', () => {
    const breaching = resourcesOf('AWS::CloudWatch::Alarm').filter(
      ([, { Properties }]) => Properties.TreatMissingData === 'breaching',
    )
    assert.deepEqual(
      breaching.map(([name]) => name),
      ['SilenceAlarm'],
    )
  })
})

describe('Logs Insights queries', () => {
  const members = new Set(documents.flatMap((document) => Object.keys(document.members)))
  const entries = (property: string) =>
    new Set(
      documents
        .flatMap((document) => (document.members[property] ?? []) as object[])
        .flatMap((entry) => Object.keys(entry)),
    )

  for (const { where, text } of logQueries()) {
    it(`${where}: names what the documents have`, () => {
      for (const [, list = '', alias = ''] of text.matchAll(/unnest doc\.(\w+) into (\w+)/g)) {
        for (const [, name = ''] of text.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, 'g'))) {
          assert.ok(entries(list).has(name), `${list} has ${name}`)
        }
      }
      if (/\bdoc\b/.test(text)) assert.match(text, /fields jsonParse\(@message\) as doc\s*\| unnest doc\./)
      for (const [, name = ''] of text.matchAll(/\bmessage\.(\w+)/g))
        assert.ok(
          warnings.some((warning) => name in warning),
          `warnings have ${name}`,
        )
      for (const [, name = ''] of text.matchAll(/_aws\.(\w+)/g)) {
        assert.ok(name in Object(documents[0]?.members._aws), name)
      }
      for (const [, list = '', name = ''] of text.matchAll(/\b(Callers|Errors)\.0\.(\w+)/g)) {
        assert.ok(entries(list).has(name), name)
      }
      const names = [...text.matchAll(/\b(?:Service|Operation|Region|Callers|Errors|\w+Count)\b/g)].map(
        ([name]) => name,
      )
      for (const name of names) assert.ok(members.has(name), name)
    })
  }

  it('that are saved read the log group of the function', () => {
    for (const [name, { Properties }] of resourcesOf('AWS::Logs::QueryDefinition')) {
      assert.deepEqual(Properties.LogGroupNames, [{ Ref: 'ApiUsageLogGroup' }], name)
    }
  })

  it('of the dashboard read the log group of the function', () => {
    for (const { properties } of dashboard()) {
      if (properties.query !== undefined) assert.match(properties.query, /^SOURCE '<ApiUsageLogGroup>' \| /)
    }
  })

  it('are named in the text of the dashboard', () => {
    const [text] = dashboard().flatMap(({ properties }) => properties.markdown ?? [])
    for (const [, { Properties }] of resourcesOf('AWS::Logs::QueryDefinition')) {
      const name = textOf(Properties.Name ?? '').replace('<AWS::StackName>/', '')
      assert.ok(text?.includes(name), name)
      assert.ok(textOf(Properties.QueryString ?? '').length < 10_000)
    }
  })
})

describe('the dashboard', () => {
  for (const source of SOURCE_NAMES)
    it(`lays its widgets out without gaps in a row or one over another: ${source}`, () => {
      const taken = new Set<string>()
      for (const widget of dashboardOf(source) as readonly (Widget & {
        x: number
        y: number
        width: number
        height: number
      })[]) {
        assert.ok(widget.x + widget.width <= 24)
        for (let x = widget.x; x < widget.x + widget.width; x++) {
          for (let y = widget.y; y < widget.y + widget.height; y++) {
            assert.ok(!taken.has(`${x},${y}`), `${widget.properties.title}`)
            taken.add(`${x},${y}`)
          }
        }
      }
      assert.equal(taken.size % 24, 0)
    })
})
