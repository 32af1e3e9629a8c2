import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { point, series } from '../series.ts'
import { QueryError, queryMetrics, statisticOf } from './metrics-insights.ts'

const operation = (Service: string, Operation: string, Region: string) => ({ Service, Operation, Region })
const ALL = [
  series('CallCount', operation('ssm', 'Put', 'a'), [point(0, 5, 4), point(1, 2)]),
  series('CallCount', operation('ssm', 'Put', 'b'), [point(0, 9, 2)]),
  series('CallCount', operation('ec2', 'Run', 'a'), [point(3, 4, 3)]),
  series('ThrottleCount', operation('ssm', 'Put', 'a'), [point(0, 1)]),
  series('CallCount', { Service: 'ssm', Region: 'a' }, [point(0, 100)]),
]
const SCHEMA = 'SCHEMA("ApiUsage","Operation","Region","Service")'
const query = (select: string, by: string, limit = 10) =>
  queryMetrics(
    `SELECT ${select}("CallCount") FROM ${SCHEMA} GROUP BY ${by} ORDER BY ${select}() DESC LIMIT ${limit}`,
    'ApiUsage',
    ALL,
  )

describe('queryMetrics', () => {
  it('adds up groups within one schema, the largest first', () => {
    const { statistic, groups } = query('SUM', '"Service","Operation"')
    assert.equal(statistic, 'Sum')
    assert.deepEqual(
      groups.map(({ label, points }) => [label, ...points.map(({ sum }) => sum)]),
      [
        ['ssm Put', 14, 2],
        ['ec2 Run', 4],
      ],
    )
  })

  it('orders by the maximum if requested', () => {
    const { statistic, groups } = query('MAX', '"Service","Operation","Region"')
    assert.equal(statistic, 'Maximum')
    assert.deepEqual(
      groups.map(({ label, points }) => [label, statisticOf(points, statistic)]),
      [
        ['ssm Put a', 4],
        ['ec2 Run a', 3],
        ['ssm Put b', 2],
      ],
    )
  })

  it('returns the limit, because the order depends on the time range', () => {
    assert.equal(query('SUM', '"Region","Operation"', 1).limit, 1)
  })

  it('has no groups if the schema has data, but not for this metric', () => {
    const text = `SELECT SUM("ErrorCount") FROM ${SCHEMA} GROUP BY "Service" ORDER BY SUM() DESC LIMIT 10`
    assert.deepEqual(queryMetrics(text, 'ApiUsage', ALL).groups, [])
  })

  for (const [text, reason] of [
    [
      'SELECT SUM("CallCount") FROM SCHEMA("ApiUsage","Service") GROUP BY "Service" ORDER BY SUM() DESC LIMIT 10',
      /No data for SCHEMA\("ApiUsage","Service"\)/,
    ],
    [
      'SELECT SUM("CallCount") FROM SCHEMA("Other","Region","Service") GROUP BY "Service" ORDER BY SUM() DESC LIMIT 10',
      /No data for SCHEMA\("Other"/,
    ],
    [
      `SELECT SUM("CallCount") FROM ${SCHEMA} GROUP BY Operation ORDER BY SUM() DESC LIMIT 10`,
      /The reserved word Operation is not quoted/,
    ],
    [
      'SELECT SUM("CallCount") FROM SCHEMA("ApiUsage",Account) GROUP BY "Account" ORDER BY SUM() DESC LIMIT 10',
      /The reserved word Account is not quoted/,
    ],
    [
      `SELECT AVG("CallCount") FROM ${SCHEMA} GROUP BY "Service" ORDER BY AVG() DESC LIMIT 10`,
      /Unsupported form of query/,
    ],
    [
      `SELECT SUM("CallCount") FROM ${SCHEMA} GROUP BY "Service" ORDER BY MAX() DESC LIMIT 10`,
      /Unsupported form of query/,
    ],
    ['SELECT SUM("CallCount") FROM "ApiUsage"', /Unsupported form of query/],
  ] as const) {
    it(`rejects an unsupported form: ${text}`, () => {
      assert.throws(
        () => queryMetrics(text, 'ApiUsage', ALL),
        (error) => error instanceof QueryError && reason.test(error.message),
      )
    })
  }
})

describe('statisticOf', () => {
  it('is over all points', () => {
    const points = [point(0, 5, 4), point(1, 2)]
    assert.deepEqual(
      [statisticOf(points, 'Sum'), statisticOf(points, 'Maximum'), statisticOf(points, 'Minimum')],
      [7, 4, 1],
    )
  })
})
