import type { ReportModel } from '../model.ts'
import type { Section } from './content.ts'
import { column, tables } from './table.ts'
import { counted } from './words.ts'

interface Outcome {
  readonly label: string
  readonly metric: keyof ReportModel['records']
}

const OUTCOMES: readonly Outcome[] = [
  { label: 'Counted as calls', metric: 'RecordsCounted' },
  { label: 'Duplicates of counted records', metric: 'RecordsDuplicate' },
  { label: 'Not API calls (service events, sign-ins, insights)', metric: 'RecordsSkipped' },
  { label: 'Excluded by the configured operation patterns', metric: 'RecordsFiltered' },
  { label: 'Malformed: could not be read', metric: 'RecordsMalformed' },
  { label: 'Too old or in the future for CloudWatch', metric: 'RecordsExpired' },
  { label: 'All records received', metric: 'RecordsReceived' },
]

/** How many records were counted, and why the others were not. */
export function recordsSection({ records, lag }: ReportModel): Section {
  const columns = [
    column<Outcome>('Outcome', 'text', ({ label }) => label),
    column<Outcome>('Records', 'count', ({ metric }) => records[metric]),
  ]
  return {
    title: 'Records',
    text:
      lag === undefined
        ? []
        : [
            `CloudTrail delivered the records ${counted(Math.round(lag.least), 'second')} to ${counted(Math.round(lag.most), 'second')} after the calls, as the names of the files say.`,
          ],
    tables: tables('Records', 'records', columns, OUTCOMES),
  }
}
