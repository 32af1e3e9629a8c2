/** Seconds between the ticks of a time axis. */
export const TIME_STEPS = [60, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800]

/** Counts between the ticks of a value axis. Counts are whole numbers, so no step is below one. */
export const COUNT_STEPS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
)

/** The texts of ticks on a time axis: the time in UTC, with the date below it on the first tick of a day. */
export function tickTexts(ticks: readonly number[]): string[] {
  let shown = ''
  return ticks.map((seconds) => {
    const [day = '', clock = ''] = new Date(seconds * 1000).toISOString().slice(0, 16).split('T')
    const isNew = day !== shown
    shown = day
    return isNew ? `${clock}\n${day}` : clock
  })
}
