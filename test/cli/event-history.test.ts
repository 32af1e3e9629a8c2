import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { apiUsage } from '../support/api-usage.ts'
import { type Answer, breakOff, failure, page, startHistory } from '../support/event-history.ts'
import { records } from '../support/records.ts'

const folder = mkdtempSync(join(tmpdir(), 'history-'))
after(() => rmSync(folder, { recursive: true }))
let runs = 0

const UNTIL = Date.parse('2026-10-01T13:00:00Z')
const TIME = ['--until', '2026-10-01T13:00', '--history', '1h', '--history-rate', '2']

/** Records of calls, one a second, the newest first. */
const newestFirst = (from: number, count: number, eventName = 'DescribeInstances') =>
  records(count, (i) => ({
    eventName,
    eventID: `${from - i}`,
    eventTime: new Date(UNTIL - (from + i) * 1000).toISOString().replace('.000', ''),
  }))

async function preview(args: readonly string[], ...answers: readonly Answer[]) {
  const server = await startHistory(...answers)
  try {
    const emf = ['--emf', join(folder, `${runs++}.jsonl`)]
    const result = await apiUsage(['preview', '--no-html', ...emf, ...args], server.environment)
    return { ...result, requests: server.requests }
  } finally {
    await server[Symbol.asyncDispose]()
  }
}

describe('api-usage preview --history', () => {
  it('counts the events of the time range, and announces the duration', async () => {
    const { code, stdout, stderr, requests } = await preview(
      TIME,
      page(newestFirst(1, 50), 'two'),
      page(newestFirst(51, 10)),
    )
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^Calls +60$/m)
    assert.match(
      stderr,
      /^The event history of eu-west-1 has about 3,600 events in this time range: about 72 requests, 36 seconds\.\n$/,
    )
    assert.deepEqual(requests, [
      { StartTime: UNTIL / 1000 - 3600, EndTime: (UNTIL - 1) / 1000 },
      { StartTime: UNTIL / 1000 - 3600, EndTime: (UNTIL - 1) / 1000, NextToken: 'two' },
    ])
  })

  it('reports the part of the time range that was not read, in JSON as well', async () => {
    const answers = [page(newestFirst(1, 50), 'two')]
    const args = [...TIME, '--history-max', '50']
    const [text, json] = await Promise.all([
      preview(args, ...answers),
      preview([...args, '--json'], ...answers),
    ])
    assert.match(
      text.stdout,
      /Not read: calls from 2026-10-01 12:00:00 to 2026-10-01 12:59:11 UTC in the event history of eu-west-1 \(--history-max 50 is reached\)/,
    )
    assert.match(text.stderr, /of which --history-max reads the newest 50: about 1 request, 1 second\./)
    assert.equal(JSON.parse(json.stdout).notRead[0].from, new Date(UNTIL - 3_600_000).toISOString())
    assert.equal(text.requests.length, 1)
  })

  it('retries throttles and broken connections', async () => {
    const throttled = failure('ThrottlingException', 'Rate exceeded')
    const { stdout, requests } = await preview(
      TIME,
      throttled,
      page(newestFirst(1, 50), 'two'),
      breakOff,
      page(newestFirst(51, 10)),
    )
    assert.match(stdout, /^Calls +60$/m)
    assert.deepEqual(
      requests.map(({ NextToken }) => NextToken),
      [undefined, undefined, 'two', 'two'],
    )
    assert.doesNotMatch(stdout, /Not read/)
  })

  it('reports the events read so far if a later page fails', async () => {
    const { code, stdout } = await preview(
      TIME,
      page(newestFirst(1, 50), 'two'),
      failure('AccessDeniedException', 'User: me is not authorized to perform: cloudtrail:LookupEvents'),
    )
    assert.equal(code, 0)
    assert.match(stdout, /^Calls +50$/m)
    assert.match(stdout, /Not read: .* \(me lacks the permission cloudtrail:LookupEvents\.\)/)
  })

  it('explains why nothing can be read', async () => {
    const denied = failure(
      'AccessDeniedException',
      'User: me is not authorized to perform: cloudtrail:LookupEvents',
    )
    const expired = failure('ExpiredTokenException', 'The security token included in the request is expired')
    const [noPermission, noCredentials] = await Promise.all([preview(TIME, denied), preview(TIME, expired)])
    assert.equal(noPermission.code, 1)
    assert.match(
      noPermission.stderr,
      /Skipped event history of eu-west-1: me lacks the permission cloudtrail:LookupEvents/,
    )
    assert.equal(noCredentials.code, 2)
    assert.match(noCredentials.stderr, /^AWS rejected your credentials/)
  })

  it('reads each given Region', async () => {
    const { stdout, stderr } = await preview(
      [...TIME, '--regions', 'eu-west-1,us-east-1'],
      page(newestFirst(1, 1)),
      page(newestFirst(2, 1)),
    )
    assert.match(stdout, /^Files read +2: /m, stderr)
    const pattern = await preview([...TIME, '--region', 'eu-*'], page([]))
    assert.equal(pattern.code, 2)
    assert.match(pattern.stderr, /--history: --region must be names of Regions, not patterns/)
  })

  it('compares with the same time of an earlier day', async () => {
    const yesterday = newestFirst(1, 5, 'Old').map((record) => ({
      ...record,
      eventTime: String(record.eventTime).replace('2026-10-01', '2026-09-30'),
    }))
    const { stdout, requests } = await preview(
      [...TIME, '--baseline-ago', '1d'],
      page(newestFirst(1, 5, 'New')),
      page(yesterday),
    )
    assert.equal((requests[0]?.StartTime ?? 0) - (requests[1]?.StartTime ?? 0), 86_400)
    assert.match(stdout, /New operations +before +after\nec2:New +0 /)
    assert.match(stdout, /Operations no longer seen +before +after\nec2:Old +300 +0 +gone/)
  })
})
