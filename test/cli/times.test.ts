import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { durationFlag, momentFlag, timeFlag } from '../../src/cli/times.ts'

describe('a time on the command line', () => {
  it('is a day or a time, in UTC unless it has an offset', () => {
    for (const [text, time] of [
      ['2026-11-22', '2026-11-22T00:00:00Z'],
      ['2026-11-22T10:30', '2026-11-22T10:30:00Z'],
      ['2026-11-22T10:30Z', '2026-11-22T10:30:00Z'],
      ['2026-11-22T10:30:15Z', '2026-11-22T10:30:15Z'],
      ['2026-11-22T10:30+01:00', '2026-11-22T09:30:00Z'],
    ] as const)
      assert.equal(timeFlag(text), Date.parse(time), text)
  })

  it('is nothing else', () => {
    for (const text of [
      '',
      'yesterday',
      '2026-11',
      '2026-02-30',
      '2026-11-22 10:30',
      '2026-11-22T24:00',
      '1e9',
    ])
      assert.throws(() => timeFlag(text), /Expected a time such as 2026-11-22/, text)
  })
})

describe('a duration on the command line', () => {
  it('is a number of seconds, minutes, hours or days', () => {
    const durations = ['90s', '30m', '2h', '7d'].map(durationFlag)
    assert.deepEqual(durations, [90_000, 1_800_000, 7_200_000, 604_800_000])
  })

  it('is nothing else', () => {
    for (const text of ['', '2', 'h', '0h', '-2h', '1.5h', '2h30m', '2w', '2H', '1000000d'])
      assert.throws(() => durationFlag(text), /Expected a duration such as 30m, 2h or 7d/, text)
  })
})

describe('a moment on the command line', () => {
  it('is a time, or a duration before now', () => {
    const now = Date.parse('2026-11-22T12:00:00Z')
    assert.equal(momentFlag('2026-11-22T10:30')(now), Date.parse('2026-11-22T10:30:00Z'))
    assert.equal(momentFlag('2h')(now), Date.parse('2026-11-22T10:00:00Z'))
  })

  it('is nothing else', () => {
    for (const text of ['', 'yesterday', '2026-02-30', '2w'])
      assert.throws(() => momentFlag(text), /Expected a time such as 2026-11-22.* or 2h/, text)
  })
})
