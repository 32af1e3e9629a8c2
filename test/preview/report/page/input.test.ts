import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { PageInput, Table } from '../../../../src/preview/report/page/content.ts'
import { pageInput } from '../../../../src/preview/report/page/input.ts'
import { countedIn } from '../../../support/counted.ts'
import { ORGANIZATION, organizationTrail, THROTTLED_ACCOUNT } from '../../../support/organization-trail.ts'
import { record } from '../../../support/records.ts'
import { busy, extracted, modelOf } from '../../../support/report.ts'
import { readTemplate } from '../../../support/template.ts'

const PAGE = { htmlPath: 'x.html' } as const

const numberOf = ({ numbers }: PageInput, label: string) =>
  numbers.find((number) => number.label === label)?.value

const tablesOf = ({ sections }: PageInput): readonly Table[] => sections.flatMap(({ tables }) => tables)

function tableOf(input: PageInput, name: string): Table {
  const table = tablesOf(input).find((one) => one.name === name)
  assert.ok(table, name)
  return table
}

/** The cells of a column. */
function cells({ columns, rows }: Table, label: string) {
  const i = columns.findIndex((column) => column.label === label)
  assert.ok(i >= 0, label)
  return rows.map((row) => row[i] ?? null)
}

const sum = (numbers: readonly unknown[]) => numbers.reduce((all: number, one) => all + Number(one), 0)

describe('the content of the page', () => {
  it('starts with numbers that equal the report and the sums of its tables', () => {
    const model = modelOf(busy(1000), PAGE)
    const input = pageInput(model)
    const operations = tableOf(input, 'Operations')
    for (const [label, column] of [
      ['Calls', 'Calls'],
      ['Errors', 'Errors'],
      ['Throttled calls', 'Throttled'],
    ] as const) {
      assert.equal(numberOf(input, label)?.replace(',', ''), String(sum(cells(operations, column))), label)
    }
    assert.equal(sum(cells(operations, 'Calls')), model.records.RecordsCounted)
    assert.equal(sum(cells(tableOf(input, 'Callers'), 'Calls')), model.records.RecordsCounted)
  })

  it('shows the same calls of a caller everywhere', () => {
    // Throttled in one minute of several.
    const all = busy(2000).map((one, i) => ({
      ...one,
      eventID: `${i}`,
      errorCode: i < 50 ? 'Throttling' : undefined,
    }))
    const model = modelOf(all, PAGE)
    const throttled = tableOf(pageInput(model), 'Throttled callers')
    const [operation = '', caller] = [cells(throttled, 'Operation')[0], cells(throttled, 'Caller')[0]]
    const [first] = model.throttled
    const expected = first?.callers[0]
    assert.deepEqual([operation, caller], [`ec2:${first?.operation.name[1]}`, expected?.principal])
    assert.equal(cells(throttled, 'Calls')[0], expected?.calls)
  })

  it('names its files and its time range', () => {
    const { origin } = pageInput(modelOf(busy(7), { ...PAGE, sources: ['a', 'b'], result: { filesRead: 2 } }))
    assert.deepEqual(origin, [
      'Calls from 2026-10-01 12:00 to 2026-10-01 12:00 UTC (1 minute)',
      '2 files read: a, b',
    ])
  })

  it('names a few sources and counts the others', () => {
    const sources = Array.from({ length: 12 }, (_, i) => `f${i}`)
    const { origin } = pageInput(modelOf(busy(7), { ...PAGE, sources, result: { filesRead: 12 } }))
    assert.equal(origin[1], '12 files read: f0, f1, f2, f3, f4 and 7 more')
  })

  it('names the settings that are not the defaults', () => {
    const settings = [
      { variable: 'MAX_SERIES', flag: '--max-series', value: '5', from: 'flag' },
      { variable: 'TOP_CALLERS', flag: '--top-callers', value: '5', from: 'default' },
    ] as const
    assert.equal(pageInput(modelOf(busy(7), { ...PAGE, settings })).origin[2], 'Configuration: MAX_SERIES=5')
  })

  it('says which calls are missing from the numbers', () => {
    const notRead = [{ source: 'event history of eu-west-1', from: 0, to: 60_000, reason: 'too many events' }]
    const result = { filesSkipped: 2, leftOut: [{ filter: '--service s3', records: 3 }] }
    const { notices } = pageInput(
      modelOf(['x', ...busy(7)], {
        ...PAGE,
        notRead,
        result: { ...result, extraction: extracted(['x', ...busy(7)]) },
      }),
    )
    assert.deepEqual(notices, [
      'Skipped 2 files that could not be read. The command printed the reasons.',
      'Calls from 1970-01-01 00:00 to 1970-01-01 00:01 UTC in the event history of eu-west-1 were not read: too many events',
      'Excluded by --service s3: 3 records',
      '1 malformed record was not counted.',
    ])
    assert.deepEqual(pageInput(modelOf(busy(7), PAGE)).notices, [])
  })

  it('omits empty sections', () => {
    const none = pageInput(modelOf([], PAGE))
    assert.equal(none.timeline, undefined)
    assert.deepEqual(none.origin[0], 'There are no calls in these records.')
    assert.deepEqual(
      none.sections.map(({ title }) => title),
      ['Cost per month', 'Records'],
    )
    const one = pageInput(modelOf([record()], PAGE))
    assert.deepEqual(
      one.timeline?.charts.map(({ title }) => title),
      ['Calls by service', 'Peaks by operation'],
    )
    assert.ok(one.sections.every(({ title }) => title !== 'Throttles and errors'))
  })

  it('has every operation, whatever the grouping of the report', () => {
    const of = (grouping: 'operation' | 'principal') =>
      cells(
        tableOf(pageInput(modelOf(busy(100), { ...PAGE, grouping: [grouping], top: 1 })), 'Operations'),
        'Operation',
      )
    assert.equal(of('operation').length, 10)
    assert.deepEqual(of('principal'), of('operation'))
  })

  it('has columns of accounts only if there are several, the throttled account first', () => {
    const hasAccount = (input: PageInput) =>
      tablesOf(input)
        .filter(({ columns }) => columns.some(({ label }) => label === 'Account'))
        .map(({ name }) => name)
    assert.deepEqual(hasAccount(pageInput(modelOf(busy(100), PAGE))), [])
    const model = modelOf(organizationTrail(), PAGE)
    const input = pageInput(model)
    assert.equal(numberOf(input, 'Accounts'), String(ORGANIZATION.length))
    assert.deepEqual(hasAccount(input), [
      'Closest to their rate limits',
      'Throttled callers',
      'Accounts',
      'Callers',
    ])
    const accounts = tableOf(input, 'Accounts')
    assert.equal(cells(accounts, 'Account')[0], THROTTLED_ACCOUNT)
    assert.equal(sum(cells(accounts, 'Calls')), model.totals.calls)
  })

  it('has a cell of the right kind for each column of each table', () => {
    for (const { name, columns, rows } of tablesOf(pageInput(modelOf(busy(1000), PAGE)))) {
      assert.ok(rows.length > 0, name)
      for (const row of rows) {
        assert.equal(row.length, columns.length, name)
        for (const [i, cell] of row.entries()) {
          const isText = columns[i]?.kind === 'text' || columns[i]?.kind === 'link'
          assert.ok(
            cell === null || typeof cell === (isText ? 'string' : 'number'),
            `${name}: ${columns[i]?.label}`,
          )
        }
      }
    }
  })

  it('shows the date of times only if there are several', () => {
    const kinds = (to: number) => {
      const model = modelOf(busy(100), PAGE)
      const span = { from: model.span?.from ?? 0, to: (model.span?.from ?? 0) + to }
      const { columns } = tableOf(pageInput({ ...model, span }), 'Operations')
      return columns.find(({ label }) => label === 'Peak at (UTC)')?.kind
    }
    assert.deepEqual([kinds(3_600_000), kinds(86_400_000)], ['clock', 'time'])
  })

  it('shows the bill of each configuration', () => {
    const model = modelOf(busy(100), PAGE)
    const cost = tableOf(pageInput(model), 'Cost per month')
    assert.deepEqual(
      cells(cost, 'Total'),
      model.bills.map(({ bill }) => bill.total),
    )
    assert.match(numberOf(pageInput(model), 'Cost per month') ?? '', /^\$\d+\.\d\d$/)
  })

  it('says which settings have the same bill, and why function metrics differ', () => {
    const meter = modelOf(busy(10)).bills[0]?.meter
    assert.ok(meter)
    const notes = (ownMetricHours: number) => {
      const meters = [meter, meter, { ...meter, ownMetricHours }]
      const variants = ['as configured', 'MAX_SERIES=100', 'without operations *:Get*']
      const { sections } = pageInput(modelOf(busy(10), { ...PAGE, variants, result: { meters } }))
      return sections.find(({ title }) => title === 'Cost per month')?.text.slice(2)
    }
    const same = [
      'MAX_SERIES=100 has the same bill, because no dimension set has more series than that in an hour.',
      'without operations *:Get* has the same bill, because it makes no difference to these calls.',
    ]
    assert.deepEqual(notes(meter.ownMetricHours), same)
    const [first, second] = notes(meter.ownMetricHours + 1) ?? []
    assert.equal(first, same[0])
    assert.match(second ?? '', /RecordsFiltered if operations are excluded/)
  })

  it('highlights the use of a rate limit from the default threshold of the alarm on', () => {
    const threshold = Number(readTemplate().Parameters.RateLimitAlarmThreshold?.Default)
    const model = modelOf(busy(1000), PAGE)
    const [first] = model.closest
    assert.ok(first)
    const number = (percent: number) => {
      const closest = [{ ...first, highest: { ...first.highest, percent } }]
      return pageInput({ ...model, closest }).numbers.find(({ label }) => label.includes('rate limit'))
    }
    assert.deepEqual(
      [threshold - 0.1, threshold].map(number).map((one) => one?.isAlarming),
      [false, true],
    )
    assert.match(number(threshold)?.tooltip ?? '', new RegExp(`${threshold} %, .* RateLimitAlarmThreshold`))
  })

  it('compares with the baseline, if there is one', () => {
    const baseline = { counted: countedIn(busy(50, 'old')), leftOut: [], notRead: [] }
    const changes = tableOf(
      pageInput(modelOf(busy(200), { ...PAGE, baseline })),
      'Compared with the baseline',
    )
    assert.ok(cells(changes, 'Change').includes('caller no longer seen'))
    assert.ok(cells(changes, 'Change').includes('new caller'))
  })

  it('compares callers with their accounts if the trails have several', () => {
    const names = (recipientAccountId: string) => {
      const counted = countedIn(busy(50, 'old').map((one) => ({ ...one, recipientAccountId })))
      const baseline = { counted, leftOut: [], notRead: [] }
      const input = pageInput(modelOf(busy(50), { ...PAGE, baseline }))
      return cells(tableOf(input, 'Compared with the baseline'), 'Name')
    }
    assert.ok(names('444455556666').includes('role/role-0 in 111122223333'))
    assert.ok(names('111122223333').includes('role/role-0'))
  })

  it('limits the rows of a table, and says how many are omitted', () => {
    const many = Array.from({ length: 2100 }, (_, i) => record({ eventID: `${i}`, eventName: `Op${i}` }))
    const { rows, leftOut } = tableOf(pageInput(modelOf(many, PAGE)), 'Operations')
    assert.equal(rows.length + leftOut, modelOf(many, PAGE).operations.length)
    assert.ok(rows.length <= 2000)
  })
})
