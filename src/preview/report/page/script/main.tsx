// Renders the page in the browser from the data before this script.
import { render } from 'preact'
import type { PageInput } from '../content.ts'
import { App } from './app.tsx'

const input: PageInput = JSON.parse(document.getElementById('data')?.textContent ?? '')
render(<App input={input} />, document.body)
// Runs after the frames in which the charts are drawn.
requestAnimationFrame(() => requestAnimationFrame(() => document.body.setAttribute('data-drawn', '')))
