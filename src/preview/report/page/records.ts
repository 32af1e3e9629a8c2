import { counted, numberText } from '../../../util/number-text.ts'
import type { ReportModel } from '../model.ts'
import type { Section } from './content.ts'
import { column, tables } from './table.ts'

interface Outcome {
  readonly label: string
  readonly metric: keyof ReportModel['records']
}

const OUTCOMES: readonly Outcome[] = [
  { label: 'Counted as calls', metric: 'RecordsCounted' },
  { label: 'Duplicates', metric: 'RecordsDuplicate' },
  { label: 'Not API calls (service events, sign-ins, insights)', metric: 'RecordsSkipped' },
  { label: 'Excluded by operation (--include, --exclude)', metric: 'RecordsFiltered' },
  { label: 'Malformed', metric: 'RecordsMalformed' },
  { label: 'Too old or in the future', metric: 'RecordsExpired' },
  { label: 'Total', metric: 'RecordsReceived' },
]

/** The number of records counted, and of the others by reason. */
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
            `Delivery lag: CloudTrail delivered the records ${numberText(Math.round(lag.least))} to ${counted(Math.round(lag.most), 'second')} after the calls, according to the file names.`,
          ],
    tables: tables('Records', 'records', columns, OUTCOMES),
  }
}
