import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { FUNCTION_CHECKS } from '../../../../src/operate/doctor/checks/function.ts'
import type { FunctionFacts } from '../../../../src/operate/doctor/facts/function.ts'
import { denied, resultOf, testChecks } from '../../../support/doctor-checks.ts'
import {
  at,
  DENIED,
  facts,
  functionFacts,
  known,
  measured,
  point,
  stackOf,
} from '../../../support/doctor-facts.ts'

const DENIAL = "s3://trail-bucket/x can't be read: AccessDenied: Access Denied"

const ofFunction = (changes: Partial<FunctionFacts>) => ({ function: known(functionFacts(changes)) })

const log = (...entries: readonly (readonly [minutes: number, isError: boolean, reason: string])[]) => ({
  log: known({
    entries: entries.map(([minutes, isError, reason]) => ({ at: at(minutes), isError, reason })),
    hasMore: false,
  }),
})

testChecks(FUNCTION_CHECKS, {
  'function-state': [
    [
      'gone',
      'Logs',
      { function: known(undefined) },
      'fail',
      /usage-function no longer exists/,
      /deploy it again/,
    ],
    [
      'switched off',
      'Logs',
      ofFunction({ reservedConcurrency: 0 }),
      'fail',
      /reserved concurrency is 0/,
      /delete-function-concurrency --function-name usage-function/,
    ],
    [
      'switched off, with a reservation in the stack',
      'Logs',
      {
        ...ofFunction({ reservedConcurrency: 0 }),
        stack: stackOf('Logs', { parameters: { ReservedConcurrency: '5' } }),
      },
      'fail',
      /0/,
      /put-function-concurrency .* --reserved-concurrent-executions 5/,
    ],
    [
      'failed',
      'Logs',
      ofFunction({ state: 'Failed', stateReason: 'no key' }),
      'fail',
      /can't run: no key/,
      /deploy the stack again/,
    ],
    [
      'an update that failed',
      'Logs',
      ofFunction({ lastUpdate: 'Failed', lastUpdateReason: 'no image' }),
      'fail',
      /no image/,
    ],
    ['being set up', 'Logs', ofFunction({ state: 'Pending' }), 'warn', /setting up the function/, /Wait/],
    denied('Logs', { function: DENIED }),
  ],
  'function-log-level': [
    [
      'a level that drops the metrics',
      'Logs',
      ofFunction({ applicationLogLevel: 'WARN' }),
      'fail',
      /level is WARN\. Lambda drops the metrics/,
      /ApplicationLogLevel=INFO/,
    ],
    [
      'another log group',
      'Logs',
      ofFunction({ logGroup: '/other' }),
      'warn',
      /\/other instead of \/aws\/lambda\/usage/,
      /LogGroup=\/aws\/lambda\/usage/,
    ],
    ['a function that is gone', 'Logs', { function: known(undefined) }, 'fail', /no longer exists/],
    denied('Logs', { function: DENIED }),
  ],
  'function-errors': [
    [
      'errors now',
      'Logs',
      {
        ...log([2, true, 'PayloadError: x'], [3, true, 'PayloadError: x'], [9, false, 'only a warning']),
        ...measured(['errors', [point(2, 0)]]),
      },
      'fail',
      /2 of 40 invocations failed in the last hour/,
      /replay/,
    ],
    [
      'errors before',
      'Logs',
      measured(['errors', [point(1, 120)]]),
      'warn',
      /1 invocation failed, none in the last hour/,
    ],
    denied('Logs', { metrics: DENIED }),
  ],
  'function-lost': [
    [
      'events dropped and not kept',
      'Logs',
      measured(['dropped', [point(2, 120)]], ['unkept', [point(1, 0)]]),
      'fail',
      /3 events could neither be counted nor kept/,
      /backfill/,
    ],
    denied('Logs', { metrics: DENIED }),
  ],
  'function-throttles': [
    [
      'an account without room',
      'Logs',
      measured(['throttles', [point(7, 0)]]),
      'warn',
      /7 invocations were throttled/,
      /reserve concurrency/,
    ],
    ['one invocation', 'Logs', measured(['throttles', [point(1, 0)]]), 'warn', /^1 invocation was throttled/],
    [
      'a reservation at work',
      'Logs',
      {
        ...measured(['throttles', [point(7, 0)]]),
        stack: stackOf('Logs', { parameters: { ReservedConcurrency: '1' } }),
      },
      'warn',
      /7/,
      /raise ReservedConcurrency/,
    ],
    denied('Logs', { metrics: DENIED }),
  ],
  permissions: [
    [
      'objects denied now',
      'S3',
      log([5, false, DENIAL], [9, false, DENIAL]),
      'fail',
      /2 access errors in the last three hours, the last one 5 minutes ago/,
      /must allow arn:aws:iam::111122223333:role\/usage-role to read/,
    ],
    [
      'denied before',
      'Logs',
      log([100, true, 'x is not authorized to perform: y']),
      'warn',
      /1 access error/,
      /Grant arn/,
    ],
    denied('Logs', { log: DENIED }),
  ],
  environments: [
    [
      'several',
      'Logs',
      measured(['environments', [point(4, 0)]]),
      'pass',
      /Up to 4 .* counts twice, .*ReservedConcurrency=1/,
    ],
    ['several that are usual', 'S3', measured(['environments', [point(4, 0)]]), 'pass', /normal/],
    denied('Logs', { metrics: DENIED }),
  ],
})

describe('the details of failed invocations', () => {
  it('are the reasons in the log, the newest of each', () => {
    const found = resultOf(
      'function-errors',
      facts('Logs', {
        ...log(
          [2, true, 'PayloadError: x'],
          [3, true, 'PayloadError: x'],
          [9, true, 'Timeout'],
          [9, false, 'w'],
        ),
        ...measured(['errors', [point(2, 0)]]),
      }),
    )
    assert.deepEqual(found?.details, ['2 minutes ago: PayloadError: x', '9 minutes ago: Timeout'])
  })

  it('say if the log cannot be read', () => {
    const found = resultOf(
      'function-errors',
      facts('Logs', { log: DENIED, ...measured(['errors', [point(2, 0)]]) }),
    )
    assert.match(found?.details?.[0] ?? '', /can't be read .*lacks the permission a:B/)
  })
})
