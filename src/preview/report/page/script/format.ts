const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })
const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

export const numberText = (value: number) => number.format(value)

/** Date and time in UTC. */
export const timeText = (seconds: number) => time.format(seconds * 1000)
