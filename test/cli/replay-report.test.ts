import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { countOf, expiredText, outcomeTable, waitingText } from '../../src/cli/replay-report.ts'
import type { OutcomeGroup } from '../../src/operate/replay/outcome.ts'

const TIME = Date.parse('2026-10-01T08:00:00Z')

const group = (changes: Partial<OutcomeGroup>): OutcomeGroup => ({
  fate: 'counted',
  cause: 'Error: x',
  count: 1,
  oldest: TIME,
  newest: TIME,
  records: 1,
  expired: 0,
  ...changes,
})

describe('the messages that replay finds', () => {
  const waiting = (messages: number, hidden = 0) => waitingText({ arn: 'arn', waiting: messages, hidden })

  it('are counted', () => {
    assert.equal(waiting(2000), 'About 2,000 messages are in the failure queue.')
    assert.equal(waiting(1), 'About 1 message is in the failure queue.')
    assert.equal(waiting(0), 'About 0 messages are in the failure queue.')
  })

  it('may be hidden by another run', () => {
    assert.match(waiting(1, 3), / 3 more are hidden: another run is processing them, or /)
    assert.match(waiting(1, 1), / 1 more is hidden: another run is processing it, or /)
  })

  it('are not counted if they are batches in a bucket', () => {
    assert.equal(waitingText(undefined), 'Listing the batches in the failure bucket.')
  })
})

describe('the outcomes of a replay', () => {
  it('are a table in a fixed order, with a row for each cause', () => {
    const groups = [
      group({ fate: 'failed again', cause: 'Error: \u001b[2J', records: undefined }),
      group({ count: 1200, records: 5000, newest: TIME + 60_000 }),
    ]
    const [, ...rows] = outcomeTable(groups, 120).split('\n').filter(Boolean)
    assert.match(rows[0] ?? '', /^counted +1,200 +5,000 +2026-10-01 08:00 to 2026-10-01 08:01 +Error: x$/)
    assert.match(rows[1] ?? '', /^failed again +1 +2026-10-01 08:00 +Error: /)
    assert.ok(!rows.join().includes('\u001b'))
  })

  it('are counted by kind', () => {
    const groups = [group({ count: 3 }), group({ fate: 'set aside', count: 2 }), group({ fate: 'waits' })]
    assert.equal(countOf(groups, 'counted', 'set aside'), 5)
    assert.equal(countOf(groups, 'failed again'), 0)
  })

  it('tell the records that are too old', () => {
    assert.match(expiredText(1), /^1 of the records is too old: the function counts it as RecordsExpired/)
    assert.match(expiredText(1200), /^1,200 of the records are too old: the function counts them as /)
  })
})
