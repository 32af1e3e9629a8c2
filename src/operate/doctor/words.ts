import { counted } from '../../util/number-text.ts'
import { HOUR_MS, MINUTE_MS, minuteText } from '../../util/time.ts'

/** The action if a resource that the source needs is gone. */
export const CREATE_AGAIN =
  'Deploy the stack with another Source and then with this one again, or delete the stack and deploy it again.'

const DAY_MS = 24 * HOUR_MS

/** A duration in its largest unit: `40 seconds`, `12 minutes`, `3 hours`, `5 days`. */
export function duration(ms: number): string {
  if (ms < MINUTE_MS) return counted(Math.floor(ms / 1000), 'second')
  if (ms < 2 * HOUR_MS) return counted(Math.floor(ms / MINUTE_MS), 'minute')
  if (ms < 2 * DAY_MS) return counted(Math.floor(ms / HOUR_MS), 'hour')
  return counted(Math.floor(ms / DAY_MS), 'day')
}

/** A time relative to `now`: `3 hours ago`. */
export function ago(at: number, now: number): string {
  return `${duration(Math.max(0, now - at))} ago`
}

/** A time in UTC, to the minute: `2026-11-25 16:02 UTC`. */
export function utc(at: number): string {
  return `${minuteText(at)} UTC`
}

/** `a, b and c`. If there are more than `most`, the first ones and the number of others. */
export function list(items: readonly string[], most = 5): string {
  if (items.length > most) return `${items.slice(0, most).join(', ')} and ${items.length - most} more`
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

/** A text as one word of a POSIX shell. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** A command of the AWS CLI that people can copy, for the Region and profile that doctor used. */
export function awsCommand(
  { region, profile }: { readonly region: string; readonly profile?: string | undefined },
  ...words: readonly string[]
): string {
  const flags = ['--region', region, ...(profile === undefined ? [] : ['--profile', profile])]
  return ['aws', ...words, ...flags].map(quoted).join(' ')
}
