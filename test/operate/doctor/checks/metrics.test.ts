import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { METRIC_CHECKS } from '../../../../src/operate/doctor/checks/metrics.ts'
import type { Facts } from '../../../../src/operate/doctor/facts/facts.ts'
import type { ActiveSet } from '../../../../src/operate/doctor/facts/metrics.ts'
import { denied, resultOf, testChecks } from '../../../support/doctor-checks.ts'
import { DENIED, facts, known, measured, point } from '../../../support/doctor-facts.ts'

const functionLogGroup = (group: Facts['logGroups']['function']) => ({
  logGroups: { function: group, trail: undefined },
})

const active = (number: number, sets: readonly ActiveSet[] = [], hasMore = false) => ({
  activeMetrics: known({ metrics: number, sets, hasMore }),
})

testChecks(METRIC_CHECKS, {
  'function-log-group': [
    [
      'gone',
      'Logs',
      functionLogGroup(known(undefined)),
      'fail',
      /no metrics are extracted/,
      /deploy it again/,
    ],
    [
      'another class',
      'Logs',
      functionLogGroup(known({ logClass: 'INFREQUENT_ACCESS' })),
      'fail',
      /INFREQUENT_ACCESS/,
      /under another name/,
    ],
    denied('Logs', functionLogGroup(DENIED)),
  ],
  'extraction-policy': [
    [
      'a policy for all log groups',
      'Logs',
      { extractionPolicies: known([{ name: 'off', selection: undefined }]) },
      'fail',
      /The policy off disables it for \/aws\/lambda\/usage/,
      /exclude \/aws\/lambda\/usage/,
    ],
    [
      'a policy for others',
      'Logs',
      { extractionPolicies: known([{ name: 'off', selection: 'LogGroupNamePrefix IN ["/aws/eks"]' }]) },
      'pass',
      /None applies/,
    ],
    [
      'a selection of another form',
      'Logs',
      { extractionPolicies: known([{ name: 'off', selection: 'Tag = "x"' }]) },
      'warn',
      /may disable it for .* Tag = "x"/,
      /describe-account-policies/,
    ],
    denied('Logs', { extractionPolicies: DENIED }),
  ],
  'extraction-errors': [
    [
      'lines that CloudWatch refuses',
      'Logs',
      measured(['parsingErrors', [point(1, 100)]], ['validationErrors', [point(1, 0)]]),
      'fail',
      /2 lines could not be extracted/,
      /report this/,
    ],
    denied('Logs', { metrics: DENIED }),
  ],
  'active-metrics': [
    ['none', 'Logs', active(0), 'warn', /No metric in the namespace ApiUsage/, /5 to 15 minutes/],
    [
      'many',
      'Logs',
      active(50_000, [], true),
      'pass',
      /At least 50,000 metrics .* at least \$15,000\.00 a month/,
    ],
    ['one', 'Logs', active(1), 'pass', /^1 metric .* it costs at most \$0\.30 a month/],
    denied('Logs', { activeMetrics: DENIED }),
  ],
  'series-budget': [
    [
      'nearly full',
      'Logs',
      active(900, [{ dimensions: 'Service,Region,Account', series: 820, isFolded: false }]),
      'warn',
      /82 % of MaxSeries \(Service,Region,Account/,
      /Raise MaxSeries/,
    ],
    [
      'an extra set full',
      'Logs',
      {
        ...active(900, [{ dimensions: 'Service,Agent', series: 1001, isFolded: true }]),
        ...measured(['folded', [point(40, 0)]]),
      },
      'warn',
      /40 calls .* under \(other\), in Service,Agent/,
      /Raise MaxSeries/,
    ],
    [
      'the set of the alarms full',
      'Logs',
      {
        ...active(900, [{ dimensions: 'Service,Operation,Region', series: 1001, isFolded: true }]),
        ...measured(['folded', [point(40, 0)]]),
      },
      'fail',
      /Alarms on single operations can miss calls/,
    ],
    [
      'one call under (other)',
      'Logs',
      { ...active(900), ...measured(['folded', [point(1, 0)]]) },
      'warn',
      /^1 call in the last three hours was counted under \(other\)/,
    ],
    ['no series', 'Logs', active(0), 'pass', /No series/],
    denied('Logs', { activeMetrics: DENIED }),
  ],
})

describe('the details of the series budget', () => {
  it('are the fullest sets', () => {
    const sets = [
      { dimensions: 'Service,Region', series: 20, isFolded: false },
      { dimensions: 'Service,Agent', series: 900, isFolded: false },
    ]
    const found = resultOf('series-budget', facts('Logs', active(920, sets)))
    assert.deepEqual(found?.details, [
      'Service,Agent: 900 series of 1,000',
      'Service,Region: 20 series of 1,000',
    ])
  })
})
