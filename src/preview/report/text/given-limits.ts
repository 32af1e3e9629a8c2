import type { ReportModel } from '../model.ts'
import { listed, perSecond } from './format.ts'
import { bold, left, table } from './table.ts'

type Overridden = ReportModel['givenLimits']['overridden'][number]

/** Which documented limits the files of the user override, and which quotas in them are not understood. */
export function givenLimits({ givenLimits: given, top }: ReportModel, width: number): string[] {
  const { files, overridden, notUnderstood } = given
  if (files.length === 0) return []
  const rows = overridden
    .slice(0, top)
    .map((one) => [
      `${one.service} ${one.operations.join(', ')}`,
      valuesText(one.documented),
      valuesText(one.given),
      [one.account, one.region].filter((part) => part !== undefined).join(' ') || 'everywhere',
      one.from,
    ])
  const columns = ['Operations', 'Documented', 'Yours', 'Where', 'File'].map(left)
  return [
    bold(`Documented limits that --limits overrides: ${listed(top, overridden.length)}`),
    ...(rows.length > 0 ? [table(columns, rows, width)] : []),
    ...notUnderstoodText(notUnderstood, top),
    'The function uses only the limits in its parameter RateLimits: give it the ones above if they should raise its alarm.',
  ]
}

function notUnderstoodText(names: readonly string[], top: number): string[] {
  if (names.length === 0) return []
  const more = names.length > top ? ', ...' : ''
  return [
    `Quotas that look like rate limits but are not understood, so not used (${listed(top, names.length)}): ${names.slice(0, top).join(', ')}${more}`,
  ]
}

function valuesText({ refillPerSecond, bucketSize }: Overridden['given']): string {
  return `${perSecond(refillPerSecond)}/s${bucketSize === undefined ? '' : `, bucket ${perSecond(bucketSize)}`}`
}
