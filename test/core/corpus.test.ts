import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { PayloadError } from '../../src/util/errors.ts'
import { type CorpusSet, NO_CORPUS, realPayloads, realRecords } from '../support/corpus.ts'
import { callDocuments, ownSums, parseEmf, sums, total } from '../support/emf.ts'
import { type Json, logsEvent, message } from '../support/records.ts'
import { watchedHandler } from '../support/run.ts'

const OLD = { MAX_AGE_HOURS: '1000000', MAX_SERIES: '100000' }

/** The lines for real records, delivered in batches of a size. */
async function linesOf(texts: readonly string[], size: number): Promise<string[]> {
  const { handle, lines } = watchedHandler({ env: OLD })
  for (let i = 0; i < texts.length; i += size) {
    const logEvents = texts
      .slice(i, i + size)
      .map((text, j) => ({ id: `log-${i + j}`, message: message(text).text }))
    await handle(logsEvent([], { logEvents }))
  }
  return lines()
}

/**
 * Counted in the plainest way: by what users would look up, once for each eventID.
 * @param byAccount whether the metric is also in the set of accounts
 */
function reference(
  texts: readonly string[],
  keep: (record: Json) => boolean,
  byAccount = false,
): Map<string, number> {
  const seen = new Set<unknown>()
  const sums = new Map<string, number>()
  for (const record of texts.map((text): Json => JSON.parse(text))) {
    if ((record.eventType ?? 'AwsApiCall') !== 'AwsApiCall' || seen.has(record.eventID) || !keep(record))
      continue
    if (record.eventID !== undefined) seen.add(record.eventID)
    const service = String(record.eventSource).replace('.amazonaws.com', '')
    const minute = Math.floor(Date.parse(String(record.eventTime)) / 60_000) * 60_000
    for (const key of [
      `Service=${service},Operation=${operationOf(record)},Region=${record.awsRegion}@${minute}`,
      `Service=${service},Region=${record.awsRegion}@${minute}`,
      ...(byAccount
        ? [`Service=${service},Region=${record.awsRegion},Account=${accountOf(record)}@${minute}`]
        : []),
    ]) {
      sums.set(key, (sums.get(key) ?? 0) + 1)
    }
  }
  return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Only these services of the real records put the date of their API behind the name of an operation. */
function operationOf({ eventName, eventSource }: Json): string {
  const name = String(eventName)
  const hasDate = /^(?:lambda|cloudfront)\.amazonaws\.com$/.test(String(eventSource))
  return hasDate ? name.replace(/20\d\d_?\d\d_?\d\d(?:v\d+)?$/, '') : name
}

function accountOf({ recipientAccountId, userIdentity }: Json): unknown {
  return recipientAccountId ?? Object(userIdentity).accountId
}

const isThrottled = ({ errorCode }: Json) =>
  /Thrott|RequestLimitExceeded|TooManyRequests|SlowDown/.test(String(errorCode))

describe('real records', { skip: NO_CORPUS }, () => {
  const sets: readonly CorpusSet[] = ['invictus-aws_dataset', 'umccr-cloudtrail-parquet', 'stratus-red-team']
  for (const set of sets) {
    for (const size of [1, 50, 500, 3000]) {
      it(`${set}, ${size} a payload: every count is exact`, async () => {
        const texts = realRecords(set)
        const lines = await linesOf(texts, size)
        for (const line of lines) parseEmf(line)
        assert.deepEqual(
          sums(lines, 'CallCount'),
          reference(texts, () => true),
        )
        assert.deepEqual(
          sums(lines, 'ErrorCount'),
          reference(
            texts,
            ({ errorCode }) => Boolean(errorCode) && !/DryRunOperation/.test(String(errorCode)),
          ),
        )
        assert.deepEqual(sums(lines, 'ThrottleCount'), reference(texts, isThrottled, true))
        const own = ownSums(lines)
        assert.equal(own.RecordsReceived, texts.length)
        assert.equal(own.RecordsMalformed ?? 0, 0)
      })
    }
  }

  it('names every caller and agent of a call', async () => {
    for (const { members, metrics, set } of callDocuments(await linesOf(realRecords(), 500))) {
      if (set.join() !== 'Service,Operation,Region') continue
      assert.ok(Array.isArray(members.Callers))
      const callers: { Principal: string; Agent: string; Calls: number }[] = members.Callers
      assert.equal(total(callers.map(({ Calls }) => Calls)), total(metrics.CallCount ?? []))
      for (const { Principal, Agent } of callers) {
        assert.match(
          Principal,
          /^(?:\d{12}:)?(?:(?:role|user|federated|service|account)\/.+|root)$|^\(other\)$/,
        )
        assert.doesNotMatch(Agent, /\/|\d\.\d|[0-9a-f]{8}-[0-9a-f]{4}/)
      }
    }
  })

  it('finds the 102 throttles of one account, all of ssm', async () => {
    const throttles = sums(await linesOf(realRecords('invictus-aws_dataset'), 500), 'ThrottleCount')
    const byService = [...throttles].filter(([series]) => /^Service=ssm,Region=[^,]+@/.test(series))
    assert.equal(total(byService.map(([, count]) => count)), 102)
    assert.equal(total([...throttles.values()]), 3 * 102)
  })
})

describe('real subscription payloads', { skip: NO_CORPUS }, () => {
  it('are all counted or rejected with a cause, and the records between them are counted', async () => {
    const { handle, lines } = watchedHandler({ env: OLD })
    for (const { b64, decoded } of realPayloads()) {
      const event = b64 ? { awslogs: { data: b64 } } : { awslogs: { data: decoded } }
      try {
        await handle(event)
      } catch (error) {
        assert.ok(error instanceof PayloadError, String(error))
      }
    }
    for (const line of lines()) parseEmf(line)
    const { RecordsReceived = 0, RecordsMalformed = 0 } = ownSums(lines())
    assert.ok(RecordsReceived > 100 && RecordsMalformed > 100)
  })
})
