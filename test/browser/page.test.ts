/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { assertSound, browserTests, columnOf, tableBox } from '../support/browser.ts'
import { NO_CORPUS, realRecords } from '../support/corpus.ts'
import { organizationTrail } from '../support/organization-trail.ts'
import { at, record, records } from '../support/records.ts'

const { written, open } = browserTests()
const sample = written('sample', 'sample/trail')

const HOURS_61 = records(61 * 20, (i) => ({
  eventTime: at(i * 180),
  eventSource: `service${i % 11}.amazonaws.com`,
  ...(i % 50 === 0 ? { errorCode: 'ThrottlingException' } : {}),
}))
const LONG = records(200, (i) => ({
  eventName: `AnOperationWithAVeryLongName${'x'.repeat(200)}${i}`,
  eventTime: at(i),
  userAgent: 'y'.repeat(300),
}))

describe('the page', () => {
  for (const width of [390, 1600]) {
    for (const scheme of ['light', 'dark'] as const) {
      it(`has no errors and fits at ${width} px, ${scheme}`, async () => {
        const opened = await open(sample, width, scheme)
        const { page } = opened
        assert.ok((await page.locator('.uplot').count()) >= 4)
        await assertSound(opened)
        const colours = await page.evaluate(() => [
          getComputedStyle(document.body).backgroundColor,
          getComputedStyle(document.body).color,
        ])
        assert.deepEqual(
          colours,
          scheme === 'light'
            ? ['rgb(244, 245, 247)', 'rgb(22, 25, 31)']
            : ['rgb(15, 22, 32)', 'rgb(234, 237, 237)'],
        )
        await page.close()
      })
    }
  }

  for (const [name, trail] of [
    ...(NO_CORPUS
      ? []
      : [['a real trail', realRecords('invictus-aws_dataset').map((text) => JSON.parse(text))] as const]),
    ['40 accounts', organizationTrail()],
    ['61 hours', HOURS_61],
    ['one record', [record()]],
    ['200 operations with long names', LONG],
    ['no records', []],
  ] as const) {
    it(`has no errors and fits with ${name}`, async () => {
      const page = written(name.replaceAll(' ', '-'), trail)
      for (const width of [390, 1600]) {
        const opened = await open(page, width)
        await assertSound(opened, `${name} at ${width}`)
        assert.equal((await opened.page.locator('.uplot').count()) > 0, trail.length > 0)
        assert.equal(
          await opened.page.getByText('There are no calls in these records.').count(),
          trail.length === 0 ? 1 : 0,
        )
        await opened.page.close()
      }
    })
  }

  it('shows the numbers of the report', async () => {
    const { page } = await open(sample)
    const { report } = sample
    const [calls, errors, throttles] = await page.locator('.numbers dt + dd').allTextContents()
    const text = (value: number) => value.toLocaleString('en-US')
    assert.deepEqual(
      [calls, errors, throttles],
      [report.totals.calls, report.totals.errors, report.totals.throttles].map(text),
    )
    assert.equal(calls, text(report.records.RecordsCounted))

    const operations = tableBox(page, 'Operations')
    const rows = report.operations
    assert.deepEqual(
      (await columnOf(operations, 'Operation')).slice(0, 20),
      rows.slice(0, 20).map(({ name: [service, operation] }) => `${service}:${operation}`),
    )
    assert.deepEqual(
      (await columnOf(operations, 'Calls')).slice(0, 20),
      rows.slice(0, 20).map((row) => text(row.calls)),
    )
    assert.deepEqual(
      (await columnOf(tableBox(page, 'Callers'), 'Calls')).slice(0, 20),
      report.callers.slice(0, 20).map((caller) => text(caller.calls)),
    )
    await page.close()
  })

  it('shows the same calls of a throttled caller as the report', async () => {
    const { page } = await open(sample)
    const [first] = sample.report.throttled
    const caller = first?.callers[0]
    assert.ok(first && caller)
    const box = tableBox(page, 'Throttled callers')
    const cells = await Promise.all(
      ['Operation', 'Caller', 'Throttled', 'Calls'].map(async (label) => (await columnOf(box, label))[0]),
    )
    assert.deepEqual(cells, [
      `${first.operation.name[0]}:${first.operation.name[1]}`,
      caller.principal,
      caller.throttles.toLocaleString('en-US'),
      caller.calls.toLocaleString('en-US'),
    ])
    await page.close()
  })

  it('shows the focus, and links to its sections', async () => {
    const { page } = await open(sample)
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus')
    assert.equal(await focused.textContent(), 'Over time')
    const outline = await focused.evaluate((element) => getComputedStyle(element).outlineStyle)
    assert.equal(outline, 'solid')
    for (const link of await page.locator('nav a').all()) {
      const id = (await link.getAttribute('href'))?.slice(1) ?? ''
      assert.equal(
        await page.locator(`section[id="${id}"]`).getAttribute('aria-label'),
        await link.textContent(),
      )
    }
    await page.close()
  })

  it('shows strings chosen by callers as text', async () => {
    const evil = '<script>document.title="gone"</script><img src=x onerror=alert(1)>'
    const opened = await open(
      written('evil', [record({ eventName: evil, userAgent: evil, errorCode: evil })]),
    )
    const { page } = opened
    assert.deepEqual(await columnOf(tableBox(page, 'Operations'), 'Operation'), [`ec2:${evil}`])
    assert.equal(await page.title(), 'API usage')
    assert.equal(await page.locator('img').count(), 0)
    await assertSound(opened)
    await page.close()
  })
})
