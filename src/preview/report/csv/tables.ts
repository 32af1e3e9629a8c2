import { BILL, COMPARISON, SUMMARY } from './others.ts'
import { PROBLEM_TABLES } from './problems.ts'
import type { CsvTable } from './table.ts'
import { USAGE_TABLES } from './usage.ts'

/** All files of the report. */
export const TABLES: readonly CsvTable[] = [SUMMARY, ...USAGE_TABLES, ...PROBLEM_TABLES, COMPARISON, BILL]
