import type { Finding, Verdict } from './check.ts'
import type { CheckResult, DoctorReport } from './report.ts'

const MARKS: Readonly<Record<Verdict, string>> = { pass: 'pass', warn: 'warn', fail: 'FAIL', unknown: '?   ' }

/** Indentation below a mark. */
const INDENT = ' '.repeat(8)

/** The report for people: the groups in the order of the data path, with the action below each check that doesn't pass. */
export function reportText(report: DoctorReport): string {
  const { stack, region, account, source, checks } = report
  const groups = [...new Set(checks.map(({ group }) => group))]
  // A missing permission can affect many checks, but is reported once.
  const said = new Set<string>()
  const textOf = (check: CheckResult) => {
    const isSaid = check.verdict === 'unknown' && said.has(check.found)
    said.add(check.found)
    return isSaid ? `  ${MARKS.unknown}  ${check.title}. As above.` : findingText(check.title, check)
  }
  const parts = groups.map((name) =>
    [name, ...checks.filter(({ group }) => group === name).map(textOf)].join('\n'),
  )
  return [`${stack} in ${region}, account ${account}, Source=${source}`, ...parts, summaryText(report)].join(
    '\n\n',
  )
}

/** One check: a line if it passes, else a paragraph with what to do. */
export function findingText(title: string, { verdict, found, details = [], next }: Finding): string {
  const mark = MARKS[verdict]
  if (verdict === 'pass') return `  ${mark}  ${title}. ${found}`
  return [
    `  ${mark}  ${title}`,
    `${INDENT}${found}`,
    ...details.map((detail) => `${INDENT}- ${detail}`),
    ...(next === undefined ? [] : [`${INDENT}> ${next}`]),
  ].join('\n')
}

function summaryText({ summary: { pass, warn, fail, unknown } }: DoctorReport): string {
  const counts = `${fail} FAIL, ${warn} warn, ${unknown} can't tell (?), ${pass} pass.`
  if (fail > 0) return `${counts} Start with the first FAIL: it often causes later ones.`
  if (unknown > 0) return `${counts} Nothing fails, as far as doctor can tell.`
  return `${counts} ${warn > 0 ? 'It works; see the warnings.' : 'It works.'}`
}
