import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { readDocument } from '../../src/cloudwatch/document.ts'
import { Extraction } from '../../src/cloudwatch/extract.ts'
import { readDashboard, type WidgetView } from '../support/cloudwatch/dashboard.ts'
import { at, records } from '../support/records.ts'
import { FUNCTION_NAME, run } from '../support/run.ts'

const TEMPLATE = readFileSync('template.yaml', 'utf8')
const VALUES = { MetricNamespace: 'ApiUsage', ApiUsageFunction: FUNCTION_NAME, 'AWS::StackName': 'stack' }
/** As the template has it, for CloudFormation to fill in. */
const NAMESPACE = '\\"$' + '{MetricNamespace}\\"'

/** Calls of 12 operations in 10 minutes, every tenth throttled. */
const BUSY = records(600, (i) => ({
  eventName: `Operation${i % 12}`,
  eventTime: at(i),
  ...(i % 10 === 0 ? { errorCode: 'Throttling' } : {}),
}))

function draw(contents: readonly unknown[], template = TEMPLATE, values = VALUES): WidgetView[] {
  const dashboard = readDashboard(template, values)
  const extraction = new Extraction()
  for (const line of run(contents, {}, Date.parse(at(600))).lines) {
    const document = readDocument(line)
    extraction.add(document)
    dashboard.add(document)
  }
  return dashboard.draw(extraction.series())
}

/** The template with its dashboard changed. */
function changed(from: string, to: string): string {
  const text = TEMPLATE
  assert.ok(text.includes(from))
  return text.replace(from, to)
}

const titled = (views: readonly WidgetView[], start: string) => {
  const view = views.find((one) => 'title' in one && one.title.startsWith(start))
  assert.ok(view, start)
  return view
}

describe('the dashboard of the template', () => {
  it('has only supported forms of expressions', () => {
    const problems = draw(BUSY).filter(({ kind }) => kind === 'problem')
    assert.deepEqual(problems, [])
  })

  it('shows the statistic of every period in time series', () => {
    const view = titled(draw(BUSY), 'Calls by service')
    assert.ok(view.kind === 'metrics' && view.view === 'timeSeries')
    assert.equal(view.unit, 'calls')
    const start = Date.parse(at(0)) / 1000
    assert.deepEqual(view.lines, [
      {
        label: 'ec2',
        statistic: 'Sum',
        values: [
          [start, 300],
          [start + 300, 300],
        ],
      },
    ])
  })

  it('shows top lists, of which the page shows ten', () => {
    const view = titled(draw(BUSY), 'Most used')
    assert.ok(view.kind === 'metrics' && view.view === 'bar')
    assert.equal(view.limit, 10)
    assert.equal(view.lines.length, 12, 'the page cuts, by the time that is looked at')
    assert.deepEqual(view.lines.map(({ label }) => label).slice(0, 2), ['ec2 Operation0', 'ec2 Operation1'])
  })

  it("shows the function's numbers, and lists those that only CloudWatch has", () => {
    const views = draw(BUSY)
    const numbers = titled(views, 'Pipeline health: records by')
    assert.ok(numbers.kind === 'metrics')
    assert.deepEqual(numbers.lines.map(({ label, values }) => [label, values[0]?.[1]]).slice(0, 3), [
      ['received', 600],
      ['counted', 600],
      ['duplicate', undefined],
    ])
    const sent = titled(views, 'Pipeline health: records sent')
    assert.ok(sent.kind === 'metrics')
    assert.deepEqual(sent.missing, ['sent by CloudWatch Logs (AWS/Logs)'])
  })

  it('shows callers and errors from the log', () => {
    const views = draw(BUSY)
    const callers = titled(views, 'Callers of')
    assert.ok(callers.kind === 'table')
    const total = callers.answer.rows.reduce((sum, row) => sum + Number(row[5]), 0)
    assert.equal(total, 60)
  })

  it('shows text and alarms', () => {
    const [text, alarms] = draw([])
    assert.ok(text?.kind === 'text' && text.markdown.includes('**stack/**'))
    assert.ok(alarms?.kind === 'alarms' && alarms.names.includes('ThrottlingAlarm'))
  })

  it('accepts a trail without calls', () => {
    assert.deepEqual(
      draw([]).filter(({ kind }) => kind === 'problem'),
      [],
    )
  })

  it('has empty lists if nothing was throttled', () => {
    const views = draw(records(3))
    assert.deepEqual(
      views.filter(({ kind }) => kind === 'problem'),
      [],
    )
    const throttles = titled(views, 'Throttles and errors: throttles')
    assert.ok(throttles.kind === 'metrics' && throttles.lines.length === 0)
  })

  for (const [what, from, to, reason] of [
    ['a form of query', 'SELECT MAX(\\"CallCount', 'SELECT AVG(\\"CallCount', /Unsupported form of query/],
    [
      'an unquoted reserved word',
      'GROUP BY \\"Service\\",\\"Operation\\" ORDER',
      'GROUP BY \\"Service\\",Operation ORDER',
      /reserved word Operation is not quoted/,
    ],
    [
      'a schema without data',
      `FROM SCHEMA(${NAMESPACE},\\"Region\\",\\"Service\\") GROUP BY \\"Service\\" ORDER BY SUM() DESC LIMIT`,
      `FROM SCHEMA(${NAMESPACE},\\"Agent\\") GROUP BY \\"Agent\\" ORDER BY SUM() DESC LIMIT`,
      /No data for SCHEMA\("ApiUsage","Agent"\)/,
    ],
    ['a view', '"view": "bar"', '"view": "pie"', /A view that is not known here: pie/],
    ['a statistic', '"stat": "Minimum"', '"stat": "p99"', /A statistic that is not known here: p99/],
    ['a query of the log', 'unnest doc.Callers', 'expand doc.Callers', /Unsupported form of query/],
    [
      'a type',
      '{"type": "alarm"',
      '{"type": "explorer"',
      /A widget of a type that is not known here: explorer/,
    ],
  ] as const) {
    it(`shows an error instead of the widget for an unknown ${what}`, () => {
      const problems = draw(BUSY, changed(from, to)).filter((view) => view.kind === 'problem')
      assert.ok(problems.length >= 1)
      for (const problem of problems) assert.match(problem.reason, reason)
    })
  }

  it('is read from the template that is given', () => {
    const views = draw(BUSY, changed('Calls by service', 'Changed'))
    assert.ok(titled(views, 'Changed'))
    assert.throws(() => readDashboard('Resources: {}', VALUES), /The template has no dashboard/)
  })
})
