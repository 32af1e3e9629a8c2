import { readFileSync } from 'node:fs'
import type { WidgetView } from './dashboard.ts'

const read = (url: string) => readFileSync(new URL(url), 'utf8')
const ownFile = (name: string) => read(new URL(`page/${name}`, import.meta.url).href)
const uPlotFile = (name: string) => read(import.meta.resolve(`uplot/dist/${name}`))

/** What the page shows above the widgets. */
export interface PageInput {
  readonly title: string
  /** A sentence on what the page was made from. */
  readonly source: string
  /** Calls in all. */
  readonly calls: number
  readonly widgets: readonly WidgetView[]
}

/** One HTML file that needs no other and no network. All that comes from records is in it as data, never as HTML. */
export function page(input: PageInput): string {
  // Within a script element only `</script` and `<!--` would be read as HTML.
  const data = JSON.stringify(input).replaceAll('<', '\\u003c')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>API usage</title>
<style>${uPlotFile('uPlot.min.css')}${ownFile('page.css')}</style>
</head>
<body>
<noscript>The charts are drawn by a script in this file; switch scripts on to see them.</noscript>
<script type="application/json" id="data">${data}</script>
<script>${uPlotFile('uPlot.iife.min.js')}</script>
<script>${ownFile('page.js')}</script>
</body>
</html>
`
}
