import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Config, readConfig } from '../../../src/core/config.ts'
import { LIMIT_FILES } from '../../../src/core/rate-limits/limit-files.ts'
import type { Input } from '../../../src/inputs/input.ts'
import type { Meter } from '../../../src/preview/analysis/bill.ts'
import type { Variant } from '../../../src/preview/analysis/billing.ts'
import { linesMeter } from '../../../src/preview/analysis/meter.ts'
import { runPreview } from '../../../src/preview/run.ts'
import { ownSums } from '../../support/emf.ts'
import { assumedRole, at, message, record } from '../../support/records.ts'
import type { Env } from '../../support/run.ts'

const MAX_AGE = { MAX_AGE_HOURS: '1000000' }

/** Mostly the first value, so that calls share seconds and come close to limits. */
function often<T>(first: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ arbitrary: fc.constant(first), weight: 3 }, fc.constantFrom(first, ...others))
}

/** The ID of a call belongs to one operation. */
const call = fc
  .record({
    eventName: often('PutParameter', 'GetParameter', 'A', 'B'),
    eventSource: often('ssm.amazonaws.com', 'ec2.amazonaws.com'),
    eventTime: often(0, 1, 61, 3600, 7300).map(at),
    recipientAccountId: often('111122223333', '222233334444', '333344445555'),
    userIdentity: fc.constantFrom('a', 'b', '"\\').map((role) => assumedRole(role)),
    userAgent: fc.constantFrom('aws-cli/2', 'Boto3/1'),
    errorCode: often(undefined, 'Throttling', 'AccessDenied'),
    number: fc.integer({ min: 0, max: 50 }),
  })
  .map(({ number, ...members }) => ({
    ...members,
    eventID: `${members.eventSource}:${members.eventName} ${number}`,
  }))

const deliveries = fc.array(fc.array(call, { minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 4 })

const common = fc.record({
  MAX_SERIES: fc.constantFrom('1', '2', '1000'),
  RATE_LIMIT_UTILIZATION_FROM: fc.constantFrom('0', '1'),
  COUNT_BY_ACCOUNT: fc.constantFrom('true', 'false'),
  TOP_CALLERS: fc.constantFrom('0', '1', '5'),
})

interface Change {
  readonly env: Env
  /** How to measure it; undefined if by its configuration alone. */
  readonly keeps?: 'all' | 'some'
}

const CHANGES: readonly Change[] = [
  { env: {}, keeps: 'all' },
  { env: { COUNT_BY_ACCOUNT: 'true' }, keeps: 'all' },
  { env: { COUNT_BY_ACCOUNT: 'false' }, keeps: 'all' },
  { env: { EXTRA_DIMENSION_SETS: 'Account,Service,Region' }, keeps: 'all' },
  { env: { EXTRA_DIMENSION_SETS: 'Service,Operation,Region,Account' }, keeps: 'all' },
  { env: { EXTRA_DIMENSION_SETS: 'Principal;Service,ErrorCode' }, keeps: 'all' },
  { env: { MAX_SERIES: '1' }, keeps: 'all' },
  { env: { MAX_SERIES: '3' }, keeps: 'all' },
  { env: { MAX_SERIES: '1000' }, keeps: 'all' },
  { env: { EXCLUDE_OPERATIONS: 'ssm:Put*' }, keeps: 'some' },
  { env: { EXCLUDE_OPERATIONS: 'ssm:*', MAX_SERIES: '2' }, keeps: 'some' },
  {
    env: { EXCLUDE_OPERATIONS: '*:Get*', EXTRA_DIMENSION_SETS: 'Agent;Operation,Service,Principal' },
    keeps: 'some',
  },
  { env: { EXCLUDE_OPERATIONS: '*:A' } },
  { env: { TOP_CALLERS: '2' } },
  { env: { METRIC_NAMESPACE: 'Team' } },
]

function variantOf({ keeps }: Change, config: Config): Variant {
  if (keeps === undefined) return { name: '', config }
  const { dimensionSets: sets, maxSeries, isCounted } = config
  return { name: '', sets, maxSeries, keeps: keeps === 'some' ? isCounted : undefined }
}

async function run(inputs: readonly Input[], env: Env, variants: readonly Variant[]) {
  const lines = linesMeter()
  const { meters } = await runPreview({
    inputs,
    config: readConfig(env),
    grouping: ['operation'],
    variants,
    limits: { table: LIMIT_FILES, overrides: [] },
    filters: [],
    signal: new AbortController().signal,
    writeLines: (all) => lines.add(all, ownSums(all).RecordsReceived ?? 0),
    onBadInput: (_, error) => assert.fail(String(error)),
    onProgress: () => {},
  })
  return { meters, ofLines: lines.read() }
}

describe('the bill of a variant', () => {
  it('is that of the lines of its configuration', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, common, async (all, settings) => {
        const inputs = all.map((calls, i) => ({
          name: String(i),
          bytes: 0,
          read: async () => calls.map((members) => message(record(members))),
        }))
        const env = { ...MAX_AGE, ...settings }
        const configOf = (change: Env) => readConfig({ ...env, ...change })
        const variants = CHANGES.map((change) => variantOf(change, configOf(change.env)))
        const { meters } = await run(inputs, env, variants)
        const expected: Meter[] = []
        for (const change of CHANGES)
          expected.push((await run(inputs, { ...env, ...change.env }, [])).ofLines)
        assert.deepEqual(meters, expected)
      }),
      { numRuns: 30 },
    )
  })
})
