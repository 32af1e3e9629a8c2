import { numberText } from '../../../../util/number-text.ts'

/** The legend entry of a line. */
export interface LegendEntry {
  readonly label: string
  /** The CSS variable with its color. */
  readonly color: string
  readonly isShown: boolean
  /** Null if unknown. */
  readonly value: number | null
}

interface Properties {
  /** The time or the statistic of the values. */
  readonly caption: string
  readonly entries: readonly LegendEntry[]
  readonly onToggle: (label: string) => void
}

/** The names and values of the lines. Selecting a name hides or shows its line. */
export function Legend({ caption, entries, onToggle }: Properties) {
  return (
    <div class="legend">
      <p class="soft">{caption}</p>
      <ul>
        {entries.map(({ label, color, isShown, value }) => (
          <li key={label}>
            <button
              type="button"
              class="toggle"
              aria-pressed={isShown}
              title={label}
              onClick={() => onToggle(label)}
            >
              <span aria-hidden="true" class="swatch" style={{ background: `var(${color})` }} />
              <span class="name">{label}</span>
              <span class="value">{value === null ? '–' : numberText(value)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
