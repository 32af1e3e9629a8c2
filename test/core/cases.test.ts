import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { type Call, parseMessage } from '../../src/core/cloudtrail/call.ts'
import { NO_CASES, readCase } from '../support/cases.ts'
import { sums } from '../support/emf.ts'
import { run } from '../support/run.ts'

/** The expected results for the records of a file. */
interface Expected {
  readonly ErrorCount?: number
  readonly ThrottleCount?: number
  readonly distinctPrincipals?: number
  readonly distinctAgents?: number
  readonly RecordsCounted?: number
  /** The agent by userAgent, or the throttles by service and operation or error code. */
  readonly each?: Readonly<Record<string, string | number>>
  readonly environment?: Readonly<Record<string, string>>
}

function expectations(): [name: string, expected: Expected][] {
  return Object.entries(JSON.parse(readCase('expected.json').toString('utf8')))
}

function textsIn(name: string): string[] {
  const file = readCase(name)
  return (name.endsWith('.gz') ? gunzipSync(file) : file).toString('utf8').trim().split('\n')
}

function callIn(text: string): Call {
  const parsed = parseMessage({ text, id: undefined })
  assert.ok(parsed.kind === 'call', text)
  return parsed
}

function count<T>(all: readonly T[], test: (one: T) => boolean): number {
  return all.filter(test).length
}

function distinct(calls: readonly Call[], dimension: 'Principal' | 'Agent'): number {
  return new Set(calls.map(({ dimensions }) => dimensions[dimension])).size
}

function checkEach(texts: readonly string[], [text, value]: readonly [string, string | number]): void {
  if (typeof value === 'string') {
    const { dimensions } = callIn(texts.find((one) => JSON.parse(one).userAgent === text) ?? '')
    assert.equal(dimensions.Agent, value, text)
    return
  }
  const [service, name] = text.split(' ')
  const matching = texts.map(callIn).filter(({ dimensions: { Service, Operation, ErrorCode } }) => {
    return Service === service && (Operation === name || ErrorCode === name)
  })
  assert.ok(matching.length > 0, text)
  assert.equal(
    count(matching, ({ throttled }) => throttled),
    value,
    text,
  )
}

/** After all of the records. */
const LATER = Date.parse('2026-12-01T00:00:00Z')

describe('collected records', { skip: NO_CASES }, () => {
  for (const [name, expected] of NO_CASES ? [] : expectations()) {
    if (!/\.jsonl(?:\.gz)?$/.test(name)) continue
    it(`${name} are read correctly`, () => {
      const texts = textsIn(name)
      const calls = texts.map(callIn)
      const { ErrorCount, ThrottleCount, distinctPrincipals, distinctAgents, each = {} } = expected
      if (ErrorCount !== undefined)
        assert.equal(
          count(calls, ({ failed }) => failed),
          ErrorCount,
        )
      if (ThrottleCount !== undefined)
        assert.equal(
          count(calls, ({ throttled }) => throttled),
          ThrottleCount,
        )
      if (distinctPrincipals !== undefined) assert.equal(distinct(calls, 'Principal'), distinctPrincipals)
      if (distinctAgents !== undefined) assert.equal(distinct(calls, 'Agent'), distinctAgents)
      for (const one of Object.entries(each)) checkEach(texts, one)
    })
  }

  it('with an API date in the operation are counted if the configuration names it without', () => {
    const texts = textsIn('22-operation-with-api-date.jsonl')
    const env = { INCLUDE_OPERATIONS: 'lambda:GetFunctionConfiguration', MAX_AGE_HOURS: '1000000' }
    assert.equal(run(texts, env, LATER).counts.counted, 2)
  })

  it('of end users fold no operation, even if an extra dimension set overflows', () => {
    const name = '14-end-users-use-up-the-series.jsonl.gz'
    const environment = expectations().find(([file]) => file === name)?.[1].environment
    const { lines } = run(textsIn(name), { ...environment, MAX_AGE_HOURS: '1000000' }, LATER)
    const throttles = [...sums(lines, 'ThrottleCount')].filter(([series]) =>
      series.startsWith('Service=ssm,Operation=PutParameter,Region=us-east-1@'),
    )
    assert.equal(
      throttles.reduce((total, [, sum]) => total + sum, 0),
      5,
    )
  })
})
