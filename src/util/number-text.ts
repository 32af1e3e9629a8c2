const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })
const rate = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 })
const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** `12,345`, with at most one decimal. */
export function numberText(value: number): string {
  return number.format(value)
}

/**
 * A number and its noun: `1 file`, `2 files`.
 * @param several the plural, if it isn't `one` with an s
 */
export function counted(count: number, one: string, several = `${one}s`): string {
  const text = numberText(count)
  return `${text} ${text === '1' ? one : several}`
}

/** `$1,234.50` */
export function dollars(amount: number): string {
  return `$${cents.format(amount)}`
}

/** A part of a whole: `12.8 %`. Small parts aren't rounded to 0 %, and large ones not to 100 %. */
export function percentOf(part: number, whole: number): string {
  if (part === 0) return '0 %'
  if (part === whole) return '100 %'
  const percent = (100 * part) / whole
  if (percent < 0.05) return '< 0.1 %'
  return percent >= 99.95 ? '> 99.9 %' : `${percent.toFixed(1)} %`
}

/** An estimated percentage, in whole percent. Small ones aren't rounded to 0 %. */
export function wholePercent(percent: number): string {
  return percent < 0.5 ? '< 1 %' : `${numberText(Math.round(percent))} %`
}

/** A rate, or the calls that a bucket holds: rates below 1 have up to three decimals. */
export function rateText(perSecond: number): string {
  return rate.format(perSecond)
}
