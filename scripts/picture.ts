// Draws docs/dashboard.png again, the top of the page of the sample trail in Chromium: npm run picture
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const PICTURE = 'docs/dashboard.png'
const SIZE = { width: 1400, height: 1150 }

const folder = mkdtempSync(join(tmpdir(), 'picture-'))
const html = join(folder, 'page.html')
const command = [
  '--import',
  'tsx',
  'src/cli/main.ts',
  'preview',
  '--emf',
  join(folder, 'emf'),
  '--html',
  html,
]
execFileSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' })
await page.goto(pathToFileURL(html).href)
await page.waitForSelector('body[data-drawn]')
await page.screenshot({ path: PICTURE })
await browser.close()
rmSync(folder, { recursive: true })
