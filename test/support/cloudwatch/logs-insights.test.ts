import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readDocument } from '../../../src/cloudwatch/document.ts'
import { assumedRole, at, record, records } from '../records.ts'
import { run } from '../run.ts'
import { logsQuery } from './logs-insights.ts'
import { QueryError } from './metrics-insights.ts'

const query = (filter: string, list: string, stats: string, by: string, sort = 'calls') =>
  `SOURCE 'log' | filter ${filter} | fields jsonParse(@message) as doc | unnest doc.${list} into one | stats ${stats} by ${by} | sort ${sort} desc | limit 2`

function answer(text: string, contents: readonly unknown[]) {
  const compiled = logsQuery(text)
  for (const line of run(contents).lines) compiled.add(readDocument(line))
  return compiled.answer()
}

const throttled = { eventName: 'Put', errorCode: 'Throttling', userIdentity: assumedRole('deployer') }

describe('logsQuery', () => {
  it('adds up the entries of a list over the documents that pass', () => {
    const contents = [
      ...records(3, (i) => ({ eventID: `a${i}`, ...throttled, eventTime: at(i * 60) })),
      ...records(2, (i) => ({ eventID: `b${i}`, eventName: 'Put' })),
      ...records(4, (i) => ({ eventID: `c${i}`, eventName: 'Get' })),
    ]
    const stats = 'sum(one.Throttles) as throttles, sum(one.Calls) as calls'
    assert.deepEqual(
      answer(
        query('Callers.0.Throttles > 0', 'Callers', stats, 'Operation, one.Principal', 'throttles'),
        contents,
      ),
      {
        columns: ['Operation', 'one.Principal', 'throttles', 'calls'],
        rows: [
          ['Put', 'role/deployer', 3, 3],
          ['Put', 'role/scanner', 0, 2],
        ],
      },
    )
  })

  it('passes documents in which a field is present, and keeps to the limit', () => {
    const contents = ['A', 'B', 'B', 'C'].map((errorCode, i) => record({ eventID: `${i}`, errorCode }))
    assert.deepEqual(
      answer(query('ispresent(Errors.0.Code)', 'Errors', 'sum(one.Calls) as calls', 'one.Code'), [
        ...contents,
        record(),
      ]).rows,
      [
        ['B', 2],
        ['A', 1],
      ],
    )
    assert.deepEqual(
      answer(query('ispresent(Errors.0.Code)', 'Errors', 'sum(one.Calls) as calls', 'one.Code'), [record()])
        .rows,
      [],
    )
  })

  for (const text of [
    '',
    'fields @message',
    query('x > 0', 'Callers', 'sum(one.Calls) as calls', 'Service'),
    query('ispresent(Callers.0.Code)', 'Callers', 'avg(one.Calls) as calls', 'Service'),
  ]) {
    it(`rejects an unsupported form: ${text.slice(0, 60)}`, () =>
      assert.throws(() => logsQuery(text), QueryError))
  }
})
