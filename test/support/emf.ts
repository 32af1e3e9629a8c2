import assert from 'node:assert/strict'

/** A document as CloudWatch reads it: what a strict reader of the specification finds in a line. */
export interface EmfDocument {
  readonly timestamp: number
  readonly namespace: string
  /** The names of the one dimension set. */
  readonly set: readonly string[]
  readonly dimensions: Readonly<Record<string, string>>
  /** Samples by the name of the metric. */
  readonly metrics: Readonly<Record<string, readonly number[]>>
  readonly members: Readonly<Record<string, unknown>>
}

const UNITS = new Set(['Count', 'Percent', 'Seconds'])
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Reads a line as strictly as EMF's specification and PutMetricData's limits taken together, and fails where
 * CloudWatch would not extract it. Written from those texts, not from the code under test.
 * @param now the time at which the line reaches CloudWatch; without it any time is accepted
 */
export function parseEmf(line: string, now?: number): EmfDocument {
  assert.match(line, /^[\x20-\x7e]+$/, 'one line of printable ASCII')
  assert.ok(line.length < 64 * 1024, `${line.length} bytes are too many for one log event`)
  const root = asObject(JSON.parse(line))
  const aws = asObject(root._aws)
  assert.deepEqual(Object.keys(aws).sort(), ['CloudWatchMetrics', 'Timestamp'])
  const timestamp = asNumber(aws.Timestamp)
  assert.ok(Number.isSafeInteger(timestamp) && timestamp >= 0, `Timestamp ${timestamp}`)
  if (now !== undefined) {
    assert.ok(timestamp >= now - 14 * DAY_MS, 'Timestamp is older than 14 days')
    assert.ok(timestamp <= now + DAY_MS / 12, 'Timestamp is more than 2 hours ahead')
  }
  const [directiveValue, ...others] = asArray(aws.CloudWatchMetrics)
  assert.equal(others.length, 0, 'one directive')
  const directive = asObject(directiveValue)
  assert.deepEqual(Object.keys(directive).sort(), ['Dimensions', 'Metrics', 'Namespace'])
  const namespace = asString(directive.Namespace)
  assert.match(namespace, /^(?!AWS\/)[A-Za-z0-9_./#-]{1,255}$/)
  const [setValue, ...otherSets] = asArray(directive.Dimensions)
  assert.equal(otherSets.length, 0, 'one dimension set')
  const set = asArray(setValue).map(asString)
  assert.ok(set.length >= 1 && set.length <= 30)
  assert.equal(new Set(set).size, set.length, 'no dimension twice')
  const dimensions = Object.fromEntries(set.map((name) => [name, dimensionValue(name, root)]))
  const metricValues = asArray(directive.Metrics)
  assert.ok(metricValues.length >= 1 && metricValues.length <= 100)
  const metrics: Record<string, number[]> = {}
  for (const value of metricValues) {
    const metric = asObject(value)
    assert.deepEqual(Object.keys(metric).sort(), ['Name', 'Unit'])
    const name = asString(metric.Name)
    assert.match(name, /^[A-Za-z]{1,255}$/)
    assert.ok(UNITS.has(asString(metric.Unit)), `Unit ${metric.Unit}`)
    assert.ok(!(name in dimensions), `${name} is both a metric and a dimension`)
    assert.ok(!(name in metrics), `${name} is there twice`)
    metrics[name] = samples(name, root)
  }
  return { timestamp, namespace, set, dimensions, metrics, members: root }
}

function dimensionValue(name: string, root: Readonly<Record<string, unknown>>): string {
  assert.match(name, /^[A-Za-z]{1,250}$/)
  assert.ok(Object.hasOwn(root, name), `dimension ${name} has no member`)
  const value = asString(root[name])
  assert.match(value, /^[\x21-\x7e](?:[\x20-\x7e]{0,1022}[\x21-\x7e])?$/, `dimension ${name}`)
  return value
}

function samples(name: string, root: Readonly<Record<string, unknown>>): number[] {
  assert.ok(Object.hasOwn(root, name), `metric ${name} has no member`)
  const value = root[name]
  const values = Array.isArray(value) ? value : [value]
  assert.ok(values.length >= 1 && values.length <= 100)
  if (Array.isArray(value)) assert.ok(value.length > 1, 'one value prints as a number')
  return values.map((sample) => {
    assert.ok(typeof sample === 'number' && Number.isFinite(sample) && sample >= 0, `${name} ${sample}`)
    return sample
  })
}

function asObject(value: unknown): Record<string, unknown> {
  assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value), 'expected an object')
  return { ...value }
}

function asArray(value: unknown): unknown[] {
  assert.ok(Array.isArray(value), 'expected an array')
  return value
}

function asString(value: unknown): string {
  assert.ok(typeof value === 'string', 'expected a string')
  return value
}

function asNumber(value: unknown): number {
  assert.ok(typeof value === 'number', 'expected a number')
  return value
}

/** The documents of calls, without the function's own. */
export function callDocuments(lines: readonly string[]): EmfDocument[] {
  return lines.map((line) => parseEmf(line)).filter(({ set }) => !set.includes('FunctionName'))
}

/** The function's own documents. */
export function ownDocuments(lines: readonly string[]): EmfDocument[] {
  return lines.map((line) => parseEmf(line)).filter(({ set }) => set.includes('FunctionName'))
}

/** Sum of a metric by series and minute, as CloudWatch would have it: `Service=ec2,Region=eu-west-1@TIME`. */
export function sums(lines: readonly string[], metric: string): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { set, dimensions, metrics, timestamp } of callDocuments(lines)) {
    const values = metrics[metric]
    if (values === undefined) continue
    const key = `${set.map((name) => `${name}=${dimensions[name]}`).join()}@${timestamp}`
    sums.set(key, (sums.get(key) ?? 0) + total(values))
  }
  return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Sum of each of the function's own metrics. */
export function ownSums(lines: readonly string[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { metrics } of ownDocuments(lines)) {
    for (const [name, values] of Object.entries(metrics)) {
      if (name !== 'DeliveryLag') sums[name] = (sums[name] ?? 0) + total(values)
    }
  }
  return sums
}

export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
