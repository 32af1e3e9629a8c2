import { rateText } from '../../../util/number-text.ts'
import type { ReportModel } from '../model.ts'
import { listed } from './format.ts'
import { title, wrapped } from './prose.ts'

type Overridden = ReportModel['givenLimits']['overridden'][number]

/** The documented limits that the user's files override, and the quotas in them that aren't understood. */
export function givenLimits({ givenLimits: given, top }: ReportModel, width: number): string[] {
  const { files, overridden, notUnderstood } = given
  if (files.length === 0) return []
  return [
    ...title(`Documented limits overridden by --limits: ${listed(top, overridden.length)}`, width),
    ...overridden.slice(0, top).flatMap((one) => wrapped(overriddenText(one), width, { rest: '  ' })),
    ...notUnderstoodTexts(notUnderstood, top).flatMap((text) => wrapped(text, width)),
    ...wrapped(
      'The deployed function knows only the limits in its parameter RateLimits. Add these limits there to use them for its metric and alarm.',
      width,
    ),
  ]
}

function overriddenText({
  service,
  operations,
  documented,
  given,
  account,
  region,
  from,
}: Overridden): string {
  const names = operations.map((operation) => `${service}:${operation}`).join(', ')
  const where = [account, region].filter((part) => part !== undefined).join(' ') || 'all accounts and Regions'
  return `${names}: ${valuesText(given)} in ${from} (${where}), documented ${valuesText(documented)}`
}

function notUnderstoodTexts(names: readonly string[], top: number): string[] {
  if (names.length === 0) return []
  const more = names.length > top ? ', ...' : ''
  return [
    `Ignored quotas that look like rate limits but can't be interpreted (${listed(top, names.length)}): ${names.slice(0, top).join(', ')}${more}`,
  ]
}

function valuesText({ refillPerSecond, bucketSize }: Overridden['given']): string {
  return `${rateText(refillPerSecond)}/s${bucketSize === undefined ? '' : ` with a burst of ${rateText(bucketSize)}`}`
}
