const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })
const exact = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

export const numberText = (value: number) => whole.format(value)

export const dollars = (amount: number) => `$${exact.format(amount)}`

/** `1 file`, `2 files`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${numberText(count)} ${count === 1 ? one : several}`
}

/** A part of a whole: `12.8 %`. Small parts aren't rounded to 0 %, and large ones not to 100 %. */
export function percentOf(part: number, all: number): string {
  if (part === 0) return '0 %'
  if (part === all) return '100 %'
  const percent = (100 * part) / all
  if (percent < 0.05) return '< 0.1 %'
  return percent >= 99.95 ? '> 99.9 %' : `${percent.toFixed(1)} %`
}

/** The name with the most calls, and its share of them: `role/deployer (54.1 %)`. */
export function shareText(
  top: { readonly name: string; readonly calls: number } | undefined,
  calls: number,
): string | undefined {
  return top && `${top.name} (${percentOf(top.calls, calls)})`
}

/** Utilization in whole percent, because it is an estimate. */
export function usedText(percent: number): string {
  return percent < 0.5 ? '< 1 %' : `${numberText(Math.round(percent))} %`
}
