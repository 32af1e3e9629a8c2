/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import type { ReportModel } from '../../src/preview/report/model.ts'
import { apiUsageCommand } from './api-usage.ts'
import { neutralEnvironment } from './environment.ts'

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The page of a trail, and the report on it as JSON. */
export interface Written {
  readonly url: string
  readonly report: Pick<ReportModel, 'records' | 'totals' | 'operations' | 'throttled' | 'callers'>
}

export interface Opened {
  readonly page: Page
  /** Whatever a page should not do: errors, warnings, requests. */
  readonly complaints: string[]
}

/** Starts a browser for the tests of a file, and ends it after them. */
export function browserTests() {
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
  return {
    /** Writes the page of records, or of the files at a path, as the command does. */
    written(name: string, trail: readonly unknown[] | string): Written {
      const html = join(folder, `${name}.html`)
      const path = typeof trail === 'string' ? trail : join(folder, `${name}.json`)
      if (typeof trail !== 'string') writeFileSync(path, JSON.stringify({ Records: trail }))
      const args = ['preview', '--json', '--html', html, '--emf', join(folder, 'emf'), path]
      const env = { ...neutralEnvironment(), INIT_CWD: process.cwd() }
      const [program, all] = apiUsageCommand(args)
      const json = execFileSync(program, all, { env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
      return { url: pathToFileURL(html).href, report: JSON.parse(json) }
    },

    async open({ url }: Written, width = 1600, colorScheme: 'light' | 'dark' = 'light'): Promise<Opened> {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
      const complaints: string[] = []
      page.on('console', (message) => complaints.push(`console: ${message.text()}`))
      page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
      page.on('request', (request) => {
        if (!/^(?:file|data|blob):/.test(request.url())) complaints.push(`request: ${request.url()}`)
      })
      await page.goto(url)
      await page.waitForSelector('body[data-drawn]')
      return { page, complaints }
    },
  }
}

/** Asserts that a page did nothing that it should not, and that one need not scroll sideways. */
export async function assertSound({ page, complaints }: Opened, name = ''): Promise<void> {
  const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  assert.ok(inner <= outer, `${name}: ${inner} px in ${outer}`)
  assert.deepEqual(complaints, [], name)
}

/** The box of a table with its tools. */
export const tableBox = (page: Page, name: string): Locator =>
  page.locator('.table', { has: page.locator('caption', { hasText: new RegExp(`^${name}$`) }) })

/** The texts of a column of a table, by the label of its head. */
export async function columnOf(box: Locator, label: string): Promise<string[]> {
  const heads = await box.locator('th').allTextContents()
  const place = heads.indexOf(label)
  assert.ok(place >= 0, `${label} in ${heads}`)
  return box.locator(`tbody td:nth-child(${place + 1})`).allTextContents()
}
