import { numberText } from './format.ts'

/** A line of a chart as its legend shows it. */
export interface LegendEntry {
  readonly label: string
  /** The CSS variable with its colour. */
  readonly colour: string
  readonly isShown: boolean
  /** Null where it is not known. */
  readonly value: number | null
}

interface Properties {
  /** The time of the values, and their statistic. */
  readonly caption: string
  readonly entries: readonly LegendEntry[]
  readonly onToggle: (label: string) => void
}

/** The names of the lines, to switch them off and on, with a value each. */
export function Legend({ caption, entries, onToggle }: Properties) {
  return (
    <div class="legend">
      <p class="soft">{caption}</p>
      <ul>
        {entries.map(({ label, colour, isShown, value }) => (
          <li key={label}>
            <button
              type="button"
              class="toggle"
              aria-pressed={isShown}
              title={label}
              onClick={() => onToggle(label)}
            >
              <span aria-hidden="true" class="swatch" style={{ background: `var(${colour})` }} />
              <span class="name">{label}</span>
              <span class="value">{value === null ? '–' : numberText(value)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
