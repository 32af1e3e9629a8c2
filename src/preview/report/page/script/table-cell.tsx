import { type Cell, type ColumnKind, NEAR_LIMIT } from '../content.ts'
import { cellText, isNumeric, isTime } from './format.ts'

/** The percentage that fills a bar. */
const FULL = 100

/** A cell of a table. Text is never read as HTML. */
export function TableCell({ cell, kind }: { readonly cell: Cell; readonly kind: ColumnKind }) {
  const className = isNumeric(kind) ? 'number' : isTime(kind) ? 'time' : undefined
  if (cell === null) return <td class={className} />
  const text = cellText(cell, kind)
  if (kind === 'link' && text.startsWith('https://'))
    return (
      <td>
        <div class="text">
          <a href={text} title={text} rel="noreferrer" target="_blank">
            {shortened(text)}
          </a>
        </div>
      </td>
    )
  if (kind === 'percent' && typeof cell === 'number')
    return (
      <td class={className}>
        <Meter percent={cell} />
        <span class="percent">{text}</span>
      </td>
    )
  return <td class={className}>{className === undefined ? <div class="text">{text}</div> : text}</td>
}

/** The last part of an address: `ssm.html`. */
function shortened(address: string): string {
  return address.split('/').at(-1) || address
}

function Meter({ percent }: { readonly percent: number }) {
  const level = percent >= FULL ? 'full' : percent >= NEAR_LIMIT ? 'high' : 'low'
  return (
    <span aria-hidden="true" class={`meter ${level}`}>
      <span style={{ width: `${Math.min(FULL, percent)}%` }} />
    </span>
  )
}
