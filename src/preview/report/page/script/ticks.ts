const HOUR = 3600
const DAY = 24 * HOUR

/** Seconds between the ticks of a time axis. */
export const TIME_STEPS = [
  ...[60, 300, 600, 900, 1800, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 6 * HOUR, 12 * HOUR],
  ...[DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 56 * DAY],
]

/** Counts between the ticks of a value axis. Counts are whole numbers, so no step is below one. */
export const COUNT_STEPS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
)

const dayOf = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/**
 * The texts of ticks on a time axis, in UTC. Less than a day apart: the time, with the date below it on the first tick of each
 * day. Days apart: the date, with the year below it on the first tick of each year.
 * @param step seconds between the ticks
 */
export function tickTexts(ticks: readonly number[], step: number): string[] {
  let shown = ''
  return ticks.map((seconds) => {
    const iso = new Date(seconds * 1000).toISOString()
    const day = dayOf.format(seconds * 1000)
    const [text, below] =
      step < DAY ? [iso.slice(11, 16), `${day} ${iso.slice(0, 4)}`] : [day, iso.slice(0, 4)]
    const isNew = below !== shown
    shown = below
    return isNew ? `${text}\n${below}` : text
  })
}
