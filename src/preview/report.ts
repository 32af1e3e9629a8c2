import Table from 'cli-table3'
import { OTHER } from '../text.ts'
import type { Extraction, OperationUsage } from './extract.ts'

/** What a preview has read and written. */
export interface PreviewResult {
  readonly extraction: Extraction
  readonly filesRead: number
  readonly lines: number
  /** Where the EMF lines are. */
  readonly emfPath: string
}

/** The function's own counts in the order of the report; all but the first are parts of the first. */
const ACCOUNTING = [
  ['received', 'RecordsReceived'],
  ['counted', 'RecordsCounted'],
  ['malformed', 'RecordsMalformed'],
  ['duplicate', 'RecordsDuplicate'],
  ['skipped (not an API call)', 'RecordsSkipped'],
  ['filtered (operation patterns)', 'RecordsFiltered'],
  ['expired (eventTime)', 'RecordsExpired'],
] as const

/** The report as text: what came in, then the `top` operations with the most calls. */
export function report({ extraction, filesRead, lines, emfPath }: PreviewResult, top: number): string {
  const { operations, own } = extraction
  const records = ACCOUNTING.map(([label, metric]) => [label, number(own.get(metric) ?? 0)])
  const folded = own.get('CallsFolded') ?? 0
  const busiest = operations.toSorted((a, b) => b.calls - a.calls || b.peak - a.peak).slice(0, top)
  return [
    `Records in ${number(filesRead)} ${filesRead === 1 ? 'file' : 'files'}`,
    table(['', 'records'], ['left', 'right'], records),
    ...(folded > 0 ? [`${number(folded)} of the calls count under (other): MAX_SERIES was reached`] : []),
    '',
    `Top ${number(busiest.length)} of ${number(operations.length)} operations by calls (a peak is "at least")`,
    table(
      ['Service', 'Operation', 'Region', 'Calls', 'Peak/s', 'Errors', 'Throttles', 'Top caller'],
      ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'left'],
      busiest.map(operationRow),
    ),
    '',
    `${number(lines)} EMF lines written to ${emfPath}`,
  ].join('\n')
}

function operationRow(usage: OperationUsage): string[] {
  const { service, operation, region, calls, peak, errors, throttles } = usage
  return [service, operation, region, ...[calls, peak, errors, throttles].map(number), topCaller(usage)]
}

function topCaller({ callers, calls }: OperationUsage): string {
  const named = [...callers].filter(([principal]) => principal !== OTHER)
  const [first] = named.sort(([, a], [, b]) => b - a)
  if (first === undefined) return ''
  const [principal, count] = first
  return `${principal} (${Math.round((100 * count) / calls)} %)`
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}

const NO_LINES = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right']
    .concat(['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'])
    .map((part) => [part, '']),
)

function table(head: string[], colAligns: ('left' | 'right')[], rows: string[][]): string {
  const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 }
  const drawn = new Table({ head, colAligns, style, chars: { ...NO_LINES, middle: '  ' } })
  drawn.push(...rows)
  return drawn.toString()
}
