/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { parse } from 'csv-parse/sync'
import type { Locator, Page } from 'playwright-core'
import { assertSound, browserTests, columnOf, tableBox } from '../support/browser.ts'
import { at, records } from '../support/records.ts'

const { written, open } = browserTests()

/** 60 operations in descending order of calls, each with fewer errors than calls; one with a formula as its error code. */
const many = written(
  'many',
  Array.from({ length: 60 }, (_, i) =>
    records(70 - i, (j) => ({
      eventID: `${i} ${j}`,
      eventName: `Operation${i}`,
      eventTime: at(j),
      ...(j < i % 7 ? { errorCode: i === 6 ? '=HYPERLINK("https://x")' : 'AccessDenied' } : {}),
    })),
  ).flat(),
)

const numbers = (texts: readonly string[]) => texts.map((text) => Number(text.replaceAll(',', '')))
const head = (box: Locator, label: string) => box.locator('th', { hasText: new RegExp(`^${label}$`) })

/** Moves the focus with the Tab key until it is at an element. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  assert.fail('the Tab key does not reach it')
}

async function downloaded(page: Page, box: Locator): Promise<{ name: string; rows: string[][] }> {
  await box.getByRole('button', { name: 'Download CSV' }).focus()
  const waiting = page.waitForEvent('download')
  await page.keyboard.press('Enter')
  const download = await waiting
  return { name: download.suggestedFilename(), rows: parse(readFileSync(await download.path(), 'utf8')) }
}

describe('a table of the page', () => {
  it('is sorted by its column headers, also with the keyboard', async () => {
    const opened = await open(many)
    const { page } = opened
    const box = tableBox(page, 'Operations')
    const errors = head(box, 'Errors')
    assert.equal(await errors.getAttribute('aria-sort'), 'none')
    await tabTo(page, errors.getByRole('button'))
    await page.keyboard.press('Enter')
    assert.equal(await errors.getAttribute('aria-sort'), 'descending')
    const descending = numbers(await columnOf(box, 'Errors'))
    assert.deepEqual(
      descending,
      descending.toSorted((a, b) => b - a),
    )
    assert.equal(descending[0], 6)
    await page.keyboard.press(' ')
    assert.equal(await errors.getAttribute('aria-sort'), 'ascending')
    assert.equal(numbers(await columnOf(box, 'Errors'))[0], 0)
    await head(box, 'Operation').getByRole('button').click()
    assert.equal(await errors.getAttribute('aria-sort'), 'none')
    assert.deepEqual(
      (await columnOf(box, 'Operation')).slice(0, 3),
      [0, 1, 2].map((i) => `ec2:Operation${i}`),
    )
    await assertSound(opened)
    await page.close()
  })

  it('is filtered while the user types', async () => {
    const { page } = await open(many)
    const box = tableBox(page, 'Operations')
    await tabTo(page, box.getByRole('searchbox'))
    await page.keyboard.type('operation5')
    assert.equal(await box.locator('output').textContent(), '11 of 60 rows')
    assert.deepEqual((await columnOf(box, 'Operation')).slice(0, 2), ['ec2:Operation5', 'ec2:Operation50'])
    await page.keyboard.type('xyz')
    await box.getByText('No row matches the filter.').waitFor()
    await box.getByRole('searchbox').fill('')
    assert.equal(await box.locator('output').textContent(), '60 rows')
    await page.close()
  })

  it('shows all rows on demand', async () => {
    const { page } = await open(many)
    const box = tableBox(page, 'Operations')
    assert.equal(await box.locator('tbody tr').count(), 20)
    await box.getByRole('button', { name: 'Show all 60 rows' }).press('Enter')
    assert.equal(await box.locator('tbody tr').count(), 60)
    await page.close()
  })

  it('can be downloaded as CSV, sorted and filtered, including hidden rows', async () => {
    const { page } = await open(many)
    const box = tableBox(page, 'Operations')
    const all = await downloaded(page, box)
    assert.equal(all.name, 'operations.csv')
    assert.equal(all.rows.length, 61)
    assert.deepEqual(
      all.rows.slice(1).map(([operation, calls]) => [operation, Number(calls)]),
      many.report.operations.map(({ name: [service, operation], calls }) => [
        `${service}:${operation}`,
        calls,
      ]),
    )
    await box.getByRole('searchbox').fill('operation5')
    await head(box, 'Calls').getByRole('button').click()
    await head(box, 'Calls').getByRole('button').click()
    const some = await downloaded(page, box)
    assert.deepEqual(
      some.rows.slice(1, 3).map(([operation]) => operation),
      ['ec2:Operation59', 'ec2:Operation58'],
    )
    assert.equal(some.rows.length, 12)
    await page.close()
  })

  it('has no formulas in its CSV, whatever strings callers choose', async () => {
    const { page } = await open(many)
    const box = tableBox(page, 'Other errors')
    await box.getByRole('searchbox').fill('hyperlink')
    const { rows } = await downloaded(page, box)
    assert.deepEqual(rows.map(([code]) => code).slice(1), [`'=HYPERLINK("https://x")`])
    assert.equal((await columnOf(box, 'Error code'))[0], '=HYPERLINK("https://x")')
    await page.close()
  })
})
