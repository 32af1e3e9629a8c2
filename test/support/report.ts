import { readDefaultPrices } from '../../src/cli/assets.ts'
import { readDocument } from '../../src/cloudwatch/document.ts'
import { Extraction } from '../../src/cloudwatch/extract.ts'
import { readConfig } from '../../src/core/config.ts'
import { createPipeline } from '../../src/core/pipeline.ts'
import { LIMIT_FILES } from '../../src/core/rate-limits/limit-files.ts'
import { readPrices } from '../../src/preview/analysis/bill.ts'
import { createLimitMeter, type OperationLimit } from '../../src/preview/analysis/limits.ts'
import { linesMeter } from '../../src/preview/analysis/meter.ts'
import { type ReportInput, reportModel } from '../../src/preview/report/build-model.ts'
import type { ReportModel } from '../../src/preview/report/model.ts'
import type { RunResult } from '../../src/preview/run.ts'
import { countedIn } from './counted.ts'
import { assumedRole, at, type Json, records } from './records.ts'
import { type Env, FUNCTION_NAME, onCounted, run, runIn } from './run.ts'

/** Calls of ten operations by three roles in 100 seconds. */
export const busy = (count: number, role = 'role'): Json[] =>
  records(count, (i) => ({
    eventName: `Operation${Math.floor(Math.sqrt(i % 100))}`,
    eventTime: at(i % 100),
    userIdentity: assumedRole(`${role}-${i % 3}`),
    ...(i % 7 === 0 ? { errorCode: i % 14 === 0 ? 'Throttling' : 'AccessDenied' } : {}),
  }))

/** What CloudWatch extracts of records. */
export function extracted(contents: readonly unknown[], env: Env = {}): Extraction {
  const extraction = new Extraction()
  for (const line of run(contents, env).lines) extraction.add(readDocument(line))
  return extraction
}

/** The limits of records, as of one delivery. */
function limitsOf(contents: readonly unknown[]): OperationLimit[] {
  const meter = createLimitMeter({ table: LIMIT_FILES, overrides: [] }, [])
  runIn(createPipeline(readConfig({}), FUNCTION_NAME, onCounted(meter.add)), contents)
  meter.endDelivery()
  return meter.read()
}

/** The model of a report on records, as of one file, but for what `result` and `input` say. */
export function modelOf(
  contents: readonly unknown[],
  { result, ...input }: Partial<Omit<ReportInput, 'result'>> & { readonly result?: Partial<RunResult> } = {},
): ReportModel {
  const outcome = run(contents)
  const meter = linesMeter()
  meter.add(outcome.lines, outcome.counts.received)
  return reportModel({
    result: {
      extraction: extracted(contents),
      counted: countedIn(contents, { grouping: input.grouping ?? ['operation'] }),
      filesRead: 1,
      filesSkipped: 0,
      lines: outcome.lines.length,
      limits: limitsOf(contents),
      meters: [meter.read()],
      knowsLag: true,
      leftOut: [],
      ...result,
    },
    sources: ['trail/'],
    settings: [],
    notRead: [],
    baseline: undefined,
    variants: ['as configured'],
    prices: readPrices(readDefaultPrices()),
    limits: { overridden: [], notUnderstood: [] },
    limitFiles: [],
    grouping: ['operation'],
    sort: undefined,
    accountNames: new Map(),
    top: 5,
    htmlPath: undefined,
    htmlAddress: undefined,
    csvPath: undefined,
    emfPath: 'out/x.jsonl',
    ...input,
  })
}
