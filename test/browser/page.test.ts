/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { apiUsageCommand } from '../support/api-usage.ts'
import { at, record, records } from '../support/records.ts'

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const folder = mkdtempSync(join(tmpdir(), 'page-'))
let browser: Browser

before(async () => {
  assert.ok(existsSync(EXECUTABLE), `Chromium is not at ${EXECUTABLE}: install it or set CHROMIUM`)
  browser = await chromium.launch({ executablePath: EXECUTABLE, args: FLAGS })
})
after(async () => {
  await browser.close()
  rmSync(folder, { recursive: true })
})

/** The page that the command writes for records. */
function pageOf(name: string, all: readonly unknown[] | undefined): string {
  const html = join(folder, `${name}.html`)
  const trail = join(folder, `${name}.json`)
  if (all !== undefined) writeFileSync(trail, JSON.stringify({ Records: all }))
  const args = [
    'preview',
    '--html',
    html,
    '--emf',
    join(folder, 'emf'),
    ...(all === undefined ? ['sample/trail'] : [trail]),
  ]
  execFileSync(...apiUsageCommand(args), { env: { ...process.env, INIT_CWD: process.cwd() } })
  return pathToFileURL(html).href
}

interface Opened {
  readonly page: Page
  /** Whatever a page should not do: errors, warnings, requests. */
  readonly complaints: string[]
}

async function open(url: string, width: number, colorScheme: 'light' | 'dark'): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('request', (request) => {
    if (!/^(?:file|data):/.test(request.url())) complaints.push(`request: ${request.url()}`)
  })
  await page.goto(url)
  await page.waitForSelector('body[data-drawn]')
  return { page, complaints }
}

const section = (page: Page, title: string) => page.locator(`section[aria-label^="${title}"]`)

/** The table behind a chart, a row of texts each. */
async function tableOf(page: Page, title: string): Promise<string[][]> {
  const widget = section(page, title)
  await widget.locator('summary').click()
  // The table is made when it is opened.
  await widget.locator('details table.data').waitFor()
  return widget
    .locator('table.data tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')))
}

const sample = pageOf('sample', undefined)

for (const width of [390, 1600]) {
  for (const scheme of ['light', 'dark'] as const) {
    describe(`the page at ${width} px, ${scheme}`, () => {
      it('draws every widget, complains of nothing and fits', async () => {
        const { page, complaints } = await open(sample, width, scheme)
        assert.ok((await page.locator('.uplot').count()) >= 5)
        assert.equal(await page.locator('main > section').count(), 16)
        assert.equal(await page.locator('.problem').count(), 0)
        const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
        assert.ok(inner <= outer, `${inner} px in ${outer}`)
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
        assert.deepEqual(complaints, [])
        await page.close()
      })
    })
  }
}

describe('the page', () => {
  it('says what the numbers say', async () => {
    const { page } = await open(sample, 1600, 'light')
    const bars = await section(page, 'Most used').locator('tr').first().locator('td').allTextContents()
    assert.deepEqual([bars[0], bars[2]], ['kms Decrypt', '3,750'])
    const rows = await tableOf(page, 'Throttles and errors: throttles')
    assert.deepEqual(rows[0]?.slice(0, 2), ['UTC', 'ssm PutParameter eu-west-1'])
    assert.equal(
      rows.slice(1).reduce((sum, row) => sum + Number(row[1]), 0),
      579,
    )
    const numbers = await section(page, 'Pipeline health: records by').first().locator('dd').allTextContents()
    assert.deepEqual(numbers.slice(0, 3), ['17,066', '16,906', '130'])
    const [caller] = await section(page, 'Callers of').locator('tbody tr').allTextContents()
    assert.equal(caller, 'ssmPutParametereu-west-1111122223333role/deployer5621,500Terraform')
    await page.close()
  })

  it('shows values under the pointer', async () => {
    const { page } = await open(sample, 1600, 'light')
    const widget = section(page, 'Calls by service')
    const last = (await tableOf(page, 'Calls by service')).at(-1)
    const chart = widget.locator('.u-over')
    const width = await chart.evaluate((over) => over.clientWidth)
    await chart.hover({ position: { x: width - 2, y: 20 } })
    const value = widget.locator('.u-legend .u-value')
    await page.waitForFunction(
      ([element]) => element?.textContent !== '',
      [await value.first().elementHandle()],
    )
    assert.match(last?.[0] ?? '', /1 Oct 2026/)
    assert.deepEqual((await value.allTextContents()).slice(0, 2), last?.slice(0, 2))
    await page.close()
  })

  it('hides and shows a line by its name, with the keyboard too', async () => {
    const { page } = await open(sample, 1600, 'light')
    const name = section(page, 'Calls by service').getByRole('button', { name: 'ssm' })
    await name.click()
    assert.equal(await name.getAttribute('aria-pressed'), 'false')
    await name.focus()
    await page.keyboard.press('Enter')
    assert.equal(await name.getAttribute('aria-pressed'), 'true')
    await page.close()
  })

  it('zooms by dragging and by the sliders, everywhere at once, and back', async () => {
    const { page } = await open(sample, 1600, 'light')
    const range = page.locator('output')
    const whole = await range.textContent()
    const first = () => section(page, 'Most used').locator('tr').first().locator('td').nth(2).textContent()
    const before = await first()
    const box = await section(page, 'Calls by service').locator('.u-over').boundingBox()
    assert.ok(box)
    await page.mouse.move(box.x + 5, box.y + 30)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.4, box.y + 30, { steps: 5 })
    await page.mouse.up()
    assert.notEqual(await range.textContent(), whole)
    assert.notEqual(await first(), before)
    await page.getByRole('button', { name: 'Whole time' }).click()
    assert.equal(await range.textContent(), whole)
    assert.equal(await first(), before)
    await page.getByLabel('From').first().focus()
    await page.keyboard.press('ArrowRight')
    assert.notEqual(await range.textContent(), whole)
    await page.close()
  })

  it('asks again what comes first in the time that is zoomed to', async () => {
    const early = Array.from({ length: 10 }, (_, i) =>
      records(5, (j) => ({ eventID: `${i}-${j}`, eventName: `Early${i}` })),
    ).flat()
    const late = records(3, (i) => ({ eventID: `late-${i}`, eventName: 'Late', eventTime: at(3600) }))
    const { page } = await open(pageOf('ranks', [...early, ...late]), 1600, 'light')
    const rows = section(page, 'Most used').locator('tr')
    assert.equal(await rows.count(), 10)
    await page.getByLabel('From').first().focus()
    await page.keyboard.press('End')
    assert.deepEqual(await rows.locator('td').first().allTextContents(), ['ec2 Late'])
    await page.close()
  })

  it('draws 14 days of ten busy services', async () => {
    const times = Array.from({ length: 14 * 288 }, (_, i) => at(i * 300))
    const all = times.flatMap((eventTime, i) =>
      Array.from({ length: 10 }, (_, j) =>
        record({ eventID: `${i}-${j}`, eventSource: `service${j}.amazonaws.com`, eventTime }),
      ),
    )
    const { page, complaints } = await open(pageOf('fortnight', all), 1600, 'light')
    assert.ok((await page.locator('.uplot').count()) >= 3)
    assert.deepEqual(complaints, [])
    await page.close()
  })

  it('keeps a record named <script> text', async () => {
    const evil = '<script>document.title="gone"</script><img src=x onerror=alert(1)>'
    const { page, complaints } = await open(
      pageOf('evil', [record({ eventName: evil, userAgent: evil, errorCode: evil })]),
      1600,
      'light',
    )
    assert.equal(await section(page, 'Most used').locator('td').first().textContent(), `ec2 ${evil}`)
    assert.equal(await page.title(), 'API usage')
    assert.equal(await page.locator('img').count(), 0)
    assert.deepEqual(complaints, [])
    await page.close()
  })

  it('can show one record, 200 operations with long names, and nothing at all', async () => {
    const long = records(200, (i) => ({
      eventName: `AnOperationWithAVeryLongName${'x'.repeat(200)}${i}`,
      eventTime: at(i),
    }))
    for (const [name, all] of [
      ['one', [record()]],
      ['many', long],
      ['none', []],
    ] as const) {
      const { page, complaints } = await open(pageOf(name, all), 390, 'light')
      const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
      assert.ok(inner <= outer, `${name}: ${inner} px in ${outer}`)
      assert.deepEqual(complaints, [], name)
      assert.equal(
        await page.getByText('There are no calls in these records.').count(),
        name === 'none' ? 1 : 0,
      )
      assert.equal(await page.locator('.problem').count(), 0)
      await page.close()
    }
  })
})
