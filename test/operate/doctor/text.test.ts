import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { judge } from '../../../src/operate/doctor/report.ts'
import { reportText } from '../../../src/operate/doctor/text.ts'
import { DENIED, facts, known, metrics, point } from '../../support/doctor-facts.ts'
import { assertGolden } from '../../support/golden.ts'

const text = (...given: Parameters<typeof facts>) => reportText(judge(facts(...given)))

describe('the report for people', () => {
  it('names the stack, then the checks in the order of the path, with what to do', () => {
    assertGolden(
      'doctor.txt',
      `${text('Logs', {
        subscription: known([]),
        failureQueue: known({ messages: 12 }),
        log: DENIED,
        metrics: metrics(['errors', [point(2, 0)]], ['received', [point(10, 180)]]),
      })}\n`,
    )
  })

  it('says a missing permission once, however many checks need it', () => {
    const report = text('Logs', { metrics: DENIED })
    assert.equal(report.split('lacks the permission').length - 1, 1)
    assert.equal(report.split('Allow a:B').length - 1, 1)
    assert.match(report, /^ {2}\? {5}Records arrive\. As above\.$/m)
  })

  it('ends with the counts and where to start', () => {
    assert.match(text('Logs'), /\n0 FAIL, 0 warn, 0 can't tell \(\?\), \d+ pass\. It works\.$/)
    assert.match(text('Logs', { emails: undefined }), /1 warn, .* It works; see the warnings\.$/)
    assert.match(
      text('Logs', { log: DENIED }),
      /1 can't tell \(\?\), .* Nothing fails, as far as doctor can tell\.$/,
    )
    assert.match(
      text('Logs', { failureQueue: known({ messages: 1 }) }),
      /^1 FAIL, .* Start with the first FAIL/m,
    )
  })
})
