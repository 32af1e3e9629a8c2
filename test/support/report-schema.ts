import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'

/** The schema of the JSON report. */
export const REPORT_SCHEMA: Readonly<Record<string, unknown>> = JSON.parse(
  readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'),
)

/** Whether a value is a report as the schema describes it. `errors` has the reasons if it isn't. */
export const isReport = new Ajv2020({ strict: true, allErrors: true }).compile(REPORT_SCHEMA)

export function assertReport(value: unknown): void {
  isReport(value)
  assert.deepEqual(isReport.errors ?? [], [])
}
