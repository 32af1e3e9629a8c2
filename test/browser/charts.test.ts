/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { assertSound, browserTests, columnOf } from '../support/browser.ts'
import { at, records } from '../support/records.ts'

const { written, open } = browserTests()

/** Calls of two services in 61 hours, and of a third service in the last minute. */
const trail = [
  ...records(61 * 60, (i) => ({
    eventTime: at(i * 60),
    eventSource: `${i % 2 === 0 ? 'ec2' : 'kms'}.amazonaws.com`,
  })),
  ...records(40, (i) => ({
    eventID: `late-${i}`,
    eventTime: at(61 * 3600 - 30),
    eventSource: 'ssm.amazonaws.com',
  })),
]
const long = written('long', trail)

const chart = (page: Page, title: string) => page.locator(`article[aria-label="${title}"]`)
const CALLS = 'Calls by service'

describe('the charts of the page', () => {
  it('show the calls of each service, and as a table', async () => {
    const { page } = await open(long)
    const calls = chart(page, CALLS)
    assert.deepEqual(await calls.locator('.legend button').allTextContents(), [
      'ec21,830',
      'kms1,830',
      'ssm40',
    ])
    await calls.locator('summary').click()
    const box = calls.locator('details .table')
    await box.getByRole('button', { name: 'Show all' }).click()
    const sums = await Promise.all(
      ['ec2', 'kms', 'ssm'].map(async (service) =>
        (await columnOf(box, service)).reduce((sum, text) => sum + Number(text), 0),
      ),
    )
    assert.deepEqual(sums, [1830, 1830, 40])
    await page.close()
  })

  it('have a period that suits the time range, and a shorter one when zoomed', async () => {
    const { page } = await open(long)
    const heading = chart(page, CALLS).locator('h3')
    assert.equal(await heading.textContent(), `${CALLS} per 15 minutes`)
    await page.getByLabel('From').first().focus()
    await page.keyboard.press('End')
    assert.equal(await heading.textContent(), `${CALLS} per 5 minutes`)
    await page.close()
  })

  it('all zoom when one is dragged across or a slider moves, and reset', async () => {
    const opened = await open(long)
    const { page } = opened
    const range = page.locator('form output')
    const total = chart(page, CALLS).locator('.legend button', { hasText: 'ec2' }).locator('.value')
    const [whole, all] = [await range.textContent(), await total.textContent()]
    const box = await chart(page, CALLS).locator('.u-over').boundingBox()
    assert.ok(box)
    await page.mouse.move(box.x + 5, box.y + 30)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.4, box.y + 30, { steps: 5 })
    await page.mouse.up()
    await page.mouse.move(0, 0)
    assert.notEqual(await range.textContent(), whole)
    const part = Number((await total.textContent())?.replace(',', ''))
    assert.ok(part > 500 && part < 900, String(part))
    await page.getByRole('button', { name: 'Reset zoom' }).click()
    assert.deepEqual([await range.textContent(), await total.textContent()], [whole, all])
    await page.getByLabel('To').first().focus()
    await page.keyboard.press('ArrowLeft')
    assert.notEqual(await range.textContent(), whole)
    await assertSound(opened)
    await page.close()
  })

  it('show the values under the pointer', async () => {
    const { page } = await open(long)
    const calls = chart(page, CALLS)
    const over = calls.locator('.u-over')
    const width = await over.evaluate((element) => element.clientWidth)
    await over.hover({ position: { x: width - 2, y: 20 } })
    const late = calls.locator('.legend button', { hasText: 'ssm' })
    await calls
      .getByText('3 Oct 2026, 00:45 to 4 Oct 2026, 01:00')
      .or(calls.getByText('4 Oct 2026, 00:45 to 4 Oct 2026, 01:00'))
      .waitFor()
    assert.equal(await late.textContent(), 'ssm40')
    await over.hover({ position: { x: width / 2, y: 20 } })
    await late.getByText(/^0$/).waitFor()
    await page.close()
  })

  it('hide and show a line when its name is selected, also with the keyboard', async () => {
    const { page } = await open(long)
    const name = chart(page, CALLS).getByRole('button', { name: 'ec2' })
    await name.click()
    assert.equal(await name.getAttribute('aria-pressed'), 'false')
    await name.focus()
    await page.keyboard.press('Enter')
    assert.equal(await name.getAttribute('aria-pressed'), 'true')
    await page.close()
  })

  it('are redrawn when the theme or the width changes', async () => {
    const opened = await open(long)
    const { page } = opened
    const first = await page.locator('.uplot').first().elementHandle()
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.waitForFunction((element) => !element?.isConnected, first)
    await page.setViewportSize({ width: 390, height: 900 })
    await page.waitForFunction(() => {
      const plot = document.querySelector('.uplot')
      return plot !== null && plot.clientWidth < 390
    })
    await assertSound(opened)
    await page.close()
  })
})
