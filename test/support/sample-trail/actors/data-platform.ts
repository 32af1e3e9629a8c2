import { awsService, BOTO3, role } from '../callers.ts'
import { type Failure, inARow, type SampleCall } from '../calls.ts'
import { at, DATA, HOME, MINUTE } from '../organization.ts'
import { type Random, roughly } from '../random.ts'

const NO_SUCH_TABLE: Failure = { code: 'EntityNotFoundException', message: 'Entity Not Found' }

const airflow = role(DATA, 'airflow', BOTO3)

/** Queries that start five minutes past each hour, and many more of them at 2:05 every night. */
export function dataPlatform(random: Random): SampleCall[] {
  return Array.from({ length: 24 }, (_, hour) => queries(random, hour)).flat()
}

function queries(random: Random, hour: number): SampleCall[] {
  const many = hour === 2 ? 40 : roughly(random, 5)
  const from = at(hour, 5)
  const by = { account: DATA, region: HOME, caller: airflow }
  const tables = ['GetTable', 'GetPartitions'].flatMap((operation) =>
    inARow({ ...by, service: 'glue', operation }, { from, count: many, perSecond: 1 }).map((call) =>
      random() < 0.1 ? { ...call, failure: NO_SUCH_TABLE } : call,
    ),
  )
  const starts = inARow(
    { ...by, service: 'athena', operation: 'StartQueryExecution' },
    { from: from + MINUTE, count: many, perSecond: 2 },
  )
  const polls = inARow(
    { ...by, service: 'athena', operation: 'GetQueryExecution' },
    { from: from + MINUTE, count: many * 5, perSecond: many / 10 },
  )
  const sessions = inARow(
    { ...by, caller: awsService('glue'), service: 'sts', operation: 'AssumeRole' },
    { from, count: Math.ceil(many / 4), perSecond: 0.5 },
  )
  return [...tables, ...starts, ...polls, ...sessions]
}
