import type { ReportModel } from '../model.ts'
import { listed, perSecond } from './format.ts'
import { title, wrapped } from './prose.ts'

type Overridden = ReportModel['givenLimits']['overridden'][number]

/** Which documented limits the files of the user override, and which quotas in them are not understood. */
export function givenLimits({ givenLimits: given, top }: ReportModel, width: number): string[] {
  const { files, overridden, notUnderstood } = given
  if (files.length === 0) return []
  return [
    ...title(`Documented limits that --limits overrides: ${listed(top, overridden.length)}`, width),
    ...overridden.slice(0, top).flatMap((one) => wrapped(overriddenText(one), width, { rest: '  ' })),
    ...notUnderstoodTexts(notUnderstood, top).flatMap((text) => wrapped(text, width)),
    ...wrapped(
      'The function uses only the limits in its parameter RateLimits: add the ones above there if they should apply to its alarm.',
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
  const where = [account, region].filter((part) => part !== undefined).join(' ') || 'everywhere'
  return `${names}: ${valuesText(given)} in ${from} (${where}), documented ${valuesText(documented)}`
}

function notUnderstoodTexts(names: readonly string[], top: number): string[] {
  if (names.length === 0) return []
  const more = names.length > top ? ', ...' : ''
  return [
    `Quotas that look like rate limits but are not understood, so not used (${listed(top, names.length)}): ${names.slice(0, top).join(', ')}${more}`,
  ]
}

function valuesText({ refillPerSecond, bucketSize }: Overridden['given']): string {
  return `${perSecond(refillPerSecond)}/s${bucketSize === undefined ? '' : ` with a burst of ${perSecond(bucketSize)}`}`
}
