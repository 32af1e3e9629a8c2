import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { MetricsContext } from 'aws-embedded-metrics/lib/logger/MetricsContext.js'
import { LogSerializer } from 'aws-embedded-metrics/lib/serializers/LogSerializer.js'
import { type DocumentParts, serialize } from '../../../src/core/emf/serialize.ts'
import { parseEmf } from '../../support/emf.ts'

const timestamp = Math.floor(Date.now() / 60_000) * 60_000

const document: DocumentParts = {
  namespace: 'ApiUsage',
  timestamp,
  dimensions: { Service: 'ssm', Operation: 'PutParameter', Region: 'us-east-1' },
  metrics: [
    { name: 'CallCount', unit: 'Count', values: [12, 9, 4] },
    { name: 'ThrottleCount', unit: 'Count', values: [25] },
    { name: 'DeliveryLag', unit: 'Seconds', values: [1.5, 300] },
  ],
  properties: { Callers: [{ Principal: 'role/deployer', Calls: 25 }] },
}

describe('serialize', () => {
  it('writes the same line as aws-embedded-metrics with its own setters', () => {
    const context = MetricsContext.empty()
    context.setNamespace('ApiUsage')
    context.setTimestamp(timestamp)
    context.setDimensions([{ ...document.dimensions }], false)
    for (const { name, unit, values } of document.metrics) {
      for (const value of values) context.putMetric(name, value, unit)
    }
    for (const [name, value] of Object.entries(document.properties ?? {})) context.setProperty(name, value)
    assert.deepEqual(serialize(document), new LogSerializer().serialize(context))
  })

  it('writes several samples as a list and one as a number', () => {
    const [line = ''] = serialize(document)
    assert.deepEqual(parseEmf(line).metrics, {
      CallCount: [12, 9, 4],
      ThrottleCount: [25],
      DeliveryLag: [1.5, 300],
    })
    assert.match(line, /"CallCount":\[12,9,4\],.*"ThrottleCount":25/)
  })

  it('has no dimensions and members but those given', () => {
    const [line = ''] = serialize(document)
    assert.deepEqual(Object.keys(JSON.parse(line)).sort(), [
      'CallCount',
      'Callers',
      'DeliveryLag',
      'Operation',
      'Region',
      'Service',
      'ThrottleCount',
      '_aws',
    ])
  })

  it('omits properties if there are none', () => {
    const { properties, ...plain } = document
    const [line = ''] = serialize(plain)
    assert.ok(!('Callers' in JSON.parse(line)))
    assert.ok(properties !== undefined)
  })
})
