import type { Metric, MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { DIMENSIONS } from '../../../core/cloudtrail/dimensions.ts'
import { HOUR_MS } from '../../../util/time.ts'
import type { AwsClients } from '../../aws/clients.ts'
import { ask, type Fact } from '../facts/fact.ts'
import type { ActiveMetrics, ActiveSet, Datapoint, MetricName, Metrics } from '../facts/metrics.ts'
import type { Names } from '../facts/names.ts'
import { queueName } from './names.ts'

/** How far back datapoints are read. */
const BACK_MS = 24 * HOUR_MS

/** In seconds. A coarse period is enough to know when something last happened. */
const PERIOD = 300

interface Place {
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly statistic: 'Sum' | 'Maximum' | 'Minimum'
}

/** The namespace, name and dimensions of each metric of a stack with this source. */
function metricPlaces(names: Names): (readonly [MetricName, Place])[] {
  const place = (
    namespace: string,
    metric: string,
    dimensions: Place['dimensions'],
    statistic: Place['statistic'] = 'Sum',
  ): Place => ({ namespace, metric, dimensions, statistic })
  const ofFunction = { FunctionName: names.function }
  const ofLogGroup = { LogGroupName: names.functionLogGroup }
  const places: (readonly [MetricName, Place])[] = [
    ['invocations', place('AWS/Lambda', 'Invocations', ofFunction)],
    ['errors', place('AWS/Lambda', 'Errors', ofFunction)],
    ['throttles', place('AWS/Lambda', 'Throttles', ofFunction)],
    ['dropped', place('AWS/Lambda', 'AsyncEventsDropped', ofFunction)],
    ['unkept', place('AWS/Lambda', 'DestinationDeliveryFailures', ofFunction)],
    ['environments', place('AWS/Lambda', 'ConcurrentExecutions', ofFunction, 'Maximum')],
    ['received', place(names.namespace, 'RecordsReceived', ofFunction)],
    ['malformed', place(names.namespace, 'RecordsMalformed', ofFunction)],
    ['folded', place(names.namespace, 'CallsFolded', ofFunction)],
    ['lag', place(names.namespace, 'DeliveryLag', ofFunction, 'Minimum')],
    ['parsingErrors', place('AWS/Logs', 'EMFParsingErrors', ofLogGroup)],
    ['validationErrors', place('AWS/Logs', 'EMFValidationErrors', ofLogGroup)],
  ]
  if (names.streamArn !== undefined)
    places.push(['iteratorAge', place('AWS/Lambda', 'IteratorAge', ofFunction, 'Maximum')])
  // AWS doesn't document the DestinationType of a data stream.
  else if (names.trailLogGroup !== undefined) {
    const ofFilter = {
      LogGroupName: names.trailLogGroup,
      DestinationType: 'Lambda',
      FilterName: names.subscriptionFilter,
    }
    places.push(['deliveryErrors', place('AWS/Logs', 'DeliveryErrors', ofFilter)])
    places.push(['deliveryThrottles', place('AWS/Logs', 'DeliveryThrottling', ofFilter)])
  }
  const ages: readonly (readonly [MetricName, string | undefined])[] = [
    ['objectAge', queueName(names.objectQueueUrl)],
    ['failureAge', queueName(names.failureQueueUrl)],
  ]
  for (const [name, queue] of ages)
    if (queue !== undefined)
      places.push([name, place('AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName: queue }, 'Maximum')])
  if (names.rule !== undefined)
    places.push(['ruleFailures', place('AWS/Events', 'FailedInvocations', { RuleName: names.rule })])
  return places
}

/** Reads the datapoints of all metrics in the last 24 hours with one request. */
export function gatherMetrics(aws: AwsClients, names: Names, now: number): Promise<Fact<Metrics>> {
  return ask('cloudwatch:GetMetricData', async () => {
    const cloudWatch = await aws.cloudWatch()
    const found = new Map<MetricName, Datapoint[]>()
    const places = metricPlaces(names)
    const paginator = cloudWatch.paginateGetMetricData({
      StartTime: new Date(now - BACK_MS),
      EndTime: new Date(now),
      MetricDataQueries: places.map(([, place], i) => query(`m${i}`, place)),
    })
    for await (const { MetricDataResults = [] } of paginator) {
      for (const { Id = '', Timestamps = [], Values = [] } of MetricDataResults) {
        const [name] = places[Number(Id.slice(1))] ?? []
        if (name === undefined) continue
        const points = Timestamps.map((time, i) => ({ at: time.getTime(), value: Values[i] ?? 0 }))
        found.set(name, [...(found.get(name) ?? []), ...points])
      }
    }
    for (const points of found.values()) points.sort((a, b) => b.at - a.at)
    return found
  })
}

function query(id: string, { namespace, metric, dimensions, statistic }: Place): MetricDataQuery {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
  return {
    Id: id,
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: metric, Dimensions },
      Period: PERIOD,
      Stat: statistic,
    },
  }
}

/** Maximum number of metrics to list: 100 pages. That many cost $15,000 a month. */
const MAX_METRICS = 50_000

/** The metrics of the stack's namespace that had data in the last three hours, which is the shortest time that CloudWatch supports. */
export function gatherActiveMetrics(aws: AwsClients, { namespace }: Names): Promise<Fact<ActiveMetrics>> {
  return ask('cloudwatch:ListMetrics', async () => {
    const cloudWatch = await aws.cloudWatch()
    const metrics: Metric[] = []
    let hasMore = false
    const paginator = cloudWatch.paginateListMetrics({ Namespace: namespace, RecentlyActive: 'PT3H' })
    for await (const page of paginator) {
      for (const metric of page.Metrics ?? []) metrics.push(metric)
      hasMore = metrics.length >= MAX_METRICS && page.NextToken !== undefined
      if (hasMore) break
    }
    return { metrics: metrics.length, sets: setsOf(metrics), hasMore }
  })
}

/** The order of dimensions in a set, as the project writes them. */
const ORDER: readonly string[] = DIMENSIONS

/** The number of series in each dimension set. A series has one to three metrics. */
function setsOf(metrics: readonly Metric[]): ActiveSet[] {
  const sets = new Map<string, { readonly series: Set<string>; isFolded: boolean }>()
  for (const { Dimensions = [] } of metrics) {
    const sorted = [...Dimensions].sort((a, b) => ORDER.indexOf(a.Name ?? '') - ORDER.indexOf(b.Name ?? ''))
    const dimensions = sorted.map(({ Name }) => Name).join(',')
    const set = sets.get(dimensions) ?? { series: new Set(), isFolded: false }
    set.series.add(JSON.stringify(sorted.map(({ Value }) => Value)))
    set.isFolded ||= sorted.some(({ Value }) => Value === '(other)')
    sets.set(dimensions, set)
  }
  sets.delete('FunctionName')
  return [...sets].map(([dimensions, { series, isFolded }]) => ({
    dimensions,
    series: series.size,
    isFolded,
  }))
}
