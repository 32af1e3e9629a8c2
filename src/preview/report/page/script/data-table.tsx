import { useId, useMemo, useState } from 'preact/hooks'
import { counted, numberText } from '../../../../util/number-text.ts'
import type { Column, Table } from '../content.ts'
import { csvText } from './csv.ts'
import { download } from './download.ts'
import { isNumeric } from './format.ts'
import { filtered, type Order, sorted } from './rows.ts'
import { TableCell } from './table-cell.tsx'

/** Number of rows shown at first, unless there are only a few more. */
const FIRST_ROWS = 20
const A_FEW = 10

/** Minimum number of rows for a filter. */
const FILTER_FROM = 8

interface Properties {
  readonly table: Table
  readonly hasHeading: boolean
}

/** A table that users can sort, filter and download as shown. */
export function DataTable({ table, hasHeading }: Properties) {
  const { name, file, columns, rows, leftOut } = table
  const [order, setOrder] = useState<Order>()
  const [filter, setFilter] = useState('')
  const [showsAll, setShowsAll] = useState(false)
  const found = useMemo(() => sorted(filtered(rows, filter), order), [rows, filter, order])
  const shown = showsAll || found.length <= FIRST_ROWS + A_FEW ? found : found.slice(0, FIRST_ROWS)
  const keys = useMemo(() => new Map(rows.map((row, i) => [row, i])), [rows])
  const id = useId()
  const sortBy = (column: number, { kind }: Column) =>
    setOrder((known) =>
      known?.column === column
        ? { column, isDescending: !known.isDescending }
        : { column, isDescending: isNumeric(kind) },
    )
  return (
    <div class="table">
      {hasHeading && <h3>{name}</h3>}
      <div class="tools">
        {rows.length >= FILTER_FROM && (
          <>
            <label for={id}>Filter</label>
            <input
              id={id}
              type="search"
              aria-label={`Filter: ${name}`}
              value={filter}
              onInput={(event) => setFilter(event.currentTarget.value)}
            />
            <output for={id}>
              {found.length === rows.length
                ? counted(rows.length, 'row')
                : `${numberText(found.length)} of ${counted(rows.length, 'row')}`}
            </output>
          </>
        )}
        <button
          type="button"
          aria-label={`Download CSV: ${name}`}
          onClick={() => download(`${file}.csv`, csvText({ columns, rows: found }))}
        >
          Download CSV
        </button>
      </div>
      <div class="scroll">
        <table>
          <caption class="hidden">{name}</caption>
          <thead>
            <tr>
              {columns.map((column, i) => (
                <Head
                  key={column.label}
                  column={column}
                  order={order?.column === i ? order : undefined}
                  onSort={() => sortBy(i, column)}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={keys.get(row)}>
                {columns.map((column, i) => (
                  <TableCell key={column.label} cell={row[i] ?? null} kind={column.kind} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {found.length === 0 && <p class="soft">No row matches the filter.</p>}
      {shown.length < found.length && (
        <button type="button" onClick={() => setShowsAll(true)}>
          Show all {counted(found.length, 'row')}
        </button>
      )}
      {leftOut > 0 && (
        <p class="soft">
          This page omits {counted(leftOut, 'more row')}. To get all rows, run the command with --csv or
          --json.
        </p>
      )}
    </div>
  )
}

interface HeadProperties {
  readonly column: Column
  /** Undefined if the rows are not sorted by it. */
  readonly order: Order | undefined
  readonly onSort: () => void
}

function Head({ column: { label, kind }, order, onSort }: HeadProperties) {
  const direction = order === undefined ? 'none' : order.isDescending ? 'descending' : 'ascending'
  return (
    <th scope="col" aria-sort={direction} class={isNumeric(kind) ? 'number' : undefined}>
      <button type="button" class="sort" onClick={onSort}>
        {label}
        <span aria-hidden="true" class={`arrow ${direction}`} />
      </button>
    </th>
  )
}
