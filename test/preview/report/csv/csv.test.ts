import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { CSV_FILES, csvReport } from '../../../../src/preview/report/csv/csv.ts'
import type { ReportModel } from '../../../../src/preview/report/model.ts'
import { countedIn, fewRecords } from '../../../support/counted.ts'
import { records } from '../../../support/records.ts'
import { busy, modelOf } from '../../../support/report.ts'

/** The rows of each file, by column header. */
function tablesOf(model: ReportModel): Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> {
  return Object.fromEntries(csvReport(model).map(({ file, text }) => [file, parse(text, { columns: true })]))
}

const model = modelOf(fewRecords(), {
  top: 1,
  grouping: ['account', 'principal'],
  baseline: { counted: countedIn(busy(20, 'old')), leftOut: [], notRead: [] },
})

describe('csvReport', () => {
  it('has one complete table per file, with at least one row', () => {
    const tables = tablesOf(model)
    assert.deepEqual(Object.keys(tables).toSorted(), CSV_FILES.toSorted())
    const rows = (name: string) => tables[`${name}.csv`]?.length
    assert.equal(rows('operations'), model.operations.length)
    assert.equal(rows('callers'), model.callers.length)
    assert.equal(rows('accounts'), model.accounts.length)
    assert.equal(rows('usage'), model.usage.length)
    assert.equal(rows('errors'), model.errors.length)
    assert.equal(rows('closest'), model.closest.length)
    assert.equal(rows('throttled'), 2)
    assert.equal(rows('bill'), 3)
  })

  it('has the numbers of the report', () => {
    const tables = tablesOf(model)
    const [put] = (tables['operations.csv'] ?? []).filter(({ operation }) => operation === 'PutParameter')
    assert.deepEqual(put, {
      service: 'ssm',
      operation: 'PutParameter',
      region: 'eu-west-1',
      calls: '3',
      errors: '3',
      throttled_calls: '3',
      peak_calls_per_second: '3',
      peak_time: '2026-10-01T12:00:00Z',
      rate_limit_per_second: '3',
      limit_used_percent: '',
      top_caller: 'role/deployer',
      top_caller_calls: '2',
    })
    const summary = Object.fromEntries((tables['summary.csv'] ?? []).map(({ name, value }) => [name, value]))
    assert.deepEqual(
      [summary.calls, summary.errors, summary.throttled_calls, summary.accounts, summary.files_read],
      ['13', '4', '3', '2', '1'],
    )
  })

  it('has the grouping of the user in usage.csv', () => {
    const [row] = tablesOf(model)['usage.csv'] ?? []
    assert.deepEqual(
      [row?.account, row?.principal, row?.throttled_calls],
      ['111122223333', 'role/deployer', '2'],
    )
    const [byError] = tablesOf(modelOf(fewRecords(), { grouping: ['error'] }))['usage.csv'] ?? []
    assert.equal(byError?.error_code, 'ThrottlingException')
  })

  it('has a comparison only if there is a baseline, and only headers if there are no calls', () => {
    const files = csvReport(modelOf([], { result: { meters: [] } }))
    assert.ok(files.every(({ file }) => file !== 'comparison.csv'))
    for (const { file, text } of files) if (file !== 'summary.csv') assert.match(text, /^[a-z_,]+\r\n$/, file)
  })

  it('has the account of each caller in the comparison', () => {
    const callers = (tablesOf(model)['comparison.csv'] ?? []).filter(({ kind }) => kind === 'caller')
    assert.deepEqual(
      callers.map(({ change, account, name }) => `${change} ${account} ${name}`),
      [
        'new 111122223333 role/scanner',
        'new 111122223333 role/deployer',
        'new 999999999999 111122223333:role/scanner',
        'gone 111122223333 role/old-0',
        'gone 111122223333 role/old-1',
        'gone 111122223333 role/old-2',
      ],
    )
  })

  it('has the line ends and quotes of RFC 4180', () => {
    const row = modelOf(fewRecords()).callers[0]
    assert.ok(row)
    const principal = 'a "b", c'
    const callers = csvReport({ ...model, callers: [{ ...row, principal }] }).find(
      ({ file }) => file === 'callers.csv',
    )
    assert.match(callers?.text ?? '', /^account,principal,.*\r\n\d{12},"a ""b"", c",.*\r\n$/)
  })
})

describe('any text of a caller in CSV', () => {
  it('is text for a spreadsheet, never a formula, and otherwise unchanged', () => {
    const text = fc.oneof(
      fc.string({ minLength: 1, maxLength: 30 }),
      fc
        .tuple(fc.constantFrom('=', '+', '-', '@'), fc.string({ maxLength: 20 }))
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, text, (userName, userAgent) => {
        const hostile = modelOf(
          records(2, () => ({ userIdentity: { type: 'IAMUser', userName }, userAgent })),
        )
        const errorCode = { code: userName, service: userAgent, operation: userName, region: 'x' }
        const errors = [{ ...errorCode, account: '', principal: userName, calls: 1, throttles: 0 }]
        for (const { file, text: csv } of csvReport({ ...hostile, errors })) {
          const rows: readonly (readonly string[])[] = parse(csv)
          for (const cell of rows.flat()) assert.doesNotMatch(cell, /^[=+\-@\t\r]/, file)
          const isFormula = /^[=+\-@\t\r＝＋－＠]/.test(userName)
          if (file === 'errors.csv') assert.equal(rows[1]?.[0], isFormula ? `'${userName}` : userName)
        }
      }),
    )
  })
})
