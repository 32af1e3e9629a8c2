import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { readDocument } from '../../src/cloudwatch/document.ts'
import { Extraction } from '../../src/cloudwatch/extract.ts'
import type { Grouping } from '../../src/preview/analysis/grouping.ts'
import { FORMS } from '../../src/preview/report/forms.ts'
import { readDashboard } from '../support/cloudwatch/dashboard.ts'
import { countedIn } from '../support/counted.ts'
import {
  ORGANIZATION,
  organizationTrail,
  THROTTLED_ACCOUNT,
  THROTTLED_ROLE,
} from '../support/organization-trail.ts'
import { modelOf } from '../support/report.ts'
import { FUNCTION_NAME, run } from '../support/run.ts'

const NAME = 'Production <1>'
const SHOWN = `${NAME} (${THROTTLED_ACCOUNT})`
const ENV = { COUNT_BY_ACCOUNT: 'true' }

const trail = organizationTrail()
const values = { MetricNamespace: 'ApiUsage', ApiUsageFunction: FUNCTION_NAME, 'AWS::StackName': 'x' }
const dashboard = readDashboard(readFileSync('template.yaml', 'utf8'), values, { CountByAccount: 'true' })
const extraction = new Extraction()
for (const line of run(trail, ENV).lines) {
  const document = readDocument(line)
  extraction.add(document)
  dashboard.add(document)
}

const counted = countedIn(trail, { grouping: ['account', 'principal'] })
const model = (accountNames: ReadonlyMap<string, string>, grouping: Grouping = ['account']) =>
  modelOf([], { result: { extraction, counted }, accountNames, grouping, htmlPath: 'x.html' })
const named = model(new Map([[THROTTLED_ACCOUNT, NAME]]))

/** The first row of the table under a head, its columns. */
function firstRow(text: string, head: string): readonly string[] {
  const lines = text.split('\n')
  const row = lines[lines.findIndex((line) => line.includes(head)) + 2] ?? ''
  return row.split(/ {2,}/)
}

describe('a trail of 40 accounts, one of which is throttled', () => {
  it('lists that account first, with its top operation and caller, although others make more calls', () => {
    const [first, ...others] = model(new Map()).usage
    assert.equal(others.length, ORGANIZATION.length - 1)
    assert.deepEqual(first?.name, [THROTTLED_ACCOUNT])
    assert.equal(first?.topCaller?.name, THROTTLED_ROLE)
    assert.equal(first?.topOperation?.name, 'ssm:PutParameter')
    assert.ok(others.every(({ calls }) => calls > (first?.calls ?? 0)))
  })

  for (const grouping of [
    ['account', 'principal'],
    ['principal', 'account'],
  ] as const)
    it(`lists its role first by ${grouping.join()}`, () => {
      const [first] = model(new Map(), grouping).usage
      const name = { account: THROTTLED_ACCOUNT, principal: THROTTLED_ROLE }
      assert.deepEqual(
        first?.name,
        grouping.map((part) => name[part]),
      )
    })

  it('lists both first in the report, under the name of the account', () => {
    const text = FORMS.text(named, Number.POSITIVE_INFINITY)
    assert.equal(firstRow(text, 'Calls by account: 5 of 40, most throttled first')[0], SHOWN)
    assert.deepEqual(firstRow(text, 'Callers: ').slice(0, 2), [THROTTLED_ROLE, SHOWN])
    assert.match(
      text,
      new RegExp(`^  ${THROTTLED_ROLE} +Production <1> \\(${THROTTLED_ACCOUNT}\\) +\\d+ `, 'm'),
    )
  })

  it('lists both first in every dashboard widget by account', () => {
    const widgets = dashboard.draw(extraction.series())
    const titled = (start: string) => {
      const widget = widgets.find((one) => 'title' in one && one.title.startsWith(start))
      assert.ok(widget, start)
      return widget
    }
    const throttles = titled('Accounts: throttles')
    assert.ok(throttles.kind === 'metrics')
    assert.deepEqual(
      throttles.lines.map(({ label }) => label.startsWith(THROTTLED_ACCOUNT)),
      throttles.lines.map(() => true),
    )
    assert.ok(throttles.lines.length > 0)
    const calls = titled('Accounts: calls')
    assert.ok(calls.kind === 'metrics' && calls.lines.length === 20)
    const callers = titled('Callers of')
    assert.ok(callers.kind === 'table')
    const [first = []] = callers.answer.rows
    assert.deepEqual([first.includes(THROTTLED_ACCOUNT), first.includes(THROTTLED_ROLE)], [true, true])
  })

  it('shows names on the page as data, not HTML', () => {
    const html = FORMS.page(named, { script: '', style: '' })
    assert.ok(html.includes(`Production \\u003c1>`))
    assert.ok(!html.includes(NAME))
  })

  it('shows the IDs of accounts without a name', () => {
    const text = FORMS.text(model(new Map()), Number.POSITIVE_INFINITY)
    assert.equal(firstRow(text, 'Calls by account')[0], THROTTLED_ACCOUNT)
  })

  it('fits its account series into the default MaxSeries', () => {
    const sets = [...extraction.series()].filter(({ set }) => set === 'Service,Region,Account')
    assert.ok(sets.length > ORGANIZATION.length)
    assert.equal(named.callsFolded, 0)
  })
})

describe('a trail of one account', () => {
  it('has no column of accounts', () => {
    const text = FORMS.text(modelOf(trail.slice(0, 50)), Number.POSITIVE_INFINITY)
    assert.doesNotMatch(text, /^(?:Account {2}|.* Account {2})/m)
  })
})
