import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { RECORD_CHECKS } from '../../../../src/operate/doctor/checks/records.ts'
import { denied, resultOf, testChecks } from '../../../support/doctor-checks.ts'
import { at, DENIED, facts, measured, point, stackOf } from '../../../support/doctor-facts.ts'

const QUIET = measured(['received', []])

testChecks(RECORD_CHECKS, {
  records: [
    ['none in a day', 'Logs', QUIET, 'fail', /No record arrived in the last 24 hours/, /usage --wait/],
    [
      'none for hours',
      'Logs',
      measured(['received', [point(0, 0), point(10, 180)]]),
      'fail',
      /The last records arrived 3 hours ago, more than 60 minutes ago/,
    ],
    [
      'none for hours, as SilenceMinutes allows',
      'Logs',
      {
        ...measured(['received', [point(10, 180)]]),
        stack: stackOf('Logs', { parameters: { SilenceMinutes: '240' } }),
      },
      'pass',
      /The last one arrived 3 hours ago/,
    ],
    [
      'a stack of some minutes',
      'Logs',
      { ...QUIET, stack: stackOf('Logs', { deployedAt: at(6) }) },
      'warn',
      /No record has arrived yet\. The stack was deployed 6 minutes ago/,
      /5 to 15 minutes/,
    ],
    denied('Logs', { metrics: DENIED }),
  ],
  'delivery-lag': [
    [
      'late',
      'Logs',
      measured(['lag', [point(1800, 0), point(3000, 5)]]),
      'warn',
      /30 minutes old/,
      /delay persists/,
    ],
    ['very late', 'Logs', measured(['lag', [point(7200, 0)]]), 'fail', /2 hours old/],
    ['nothing counted', 'Logs', measured(['lag', []]), 'pass', /No call was counted/],
    denied('Logs', { metrics: DENIED }),
  ],
  malformed: [
    [
      'malformed messages',
      'Logs',
      measured(['malformed', [point(2, 0)]]),
      'warn',
      /2 messages/,
      /"usage\/Unreadable records"/,
    ],
    ['one', 'Logs', measured(['malformed', [point(1, 0)]]), 'warn', /^1 message .* and was not counted/],
    denied('Logs', { metrics: DENIED }),
  ],
})

describe('the time of the last record', () => {
  it('is never in the future, even if the period of its datapoint is not over', () => {
    const found = resultOf('records', facts('Logs', measured(['received', [point(5, -3)]])))
    assert.match(found?.found ?? '', /The last one arrived 0 seconds ago, and 5 records/)
  })
})
