import type { AwsClients } from '../../aws/clients.ts'
import { ask, askIfThere, type Fact } from '../facts/fact.ts'
import type { FunctionFacts, LogEntry, LogFacts } from '../facts/function.ts'
import type { Names } from '../facts/names.ts'
import { logEntry } from './log-entry.ts'

/** The configuration of the function. */
export async function gatherFunction(
  aws: AwsClients,
  { function: name }: Names,
): Promise<Fact<FunctionFacts | undefined>> {
  const lambda = await aws.lambda()
  const configuration = await askIfThere('lambda:GetFunctionConfiguration', () =>
    lambda.getFunctionConfiguration({ FunctionName: name }),
  )
  if ('unknown' in configuration) return configuration
  const { known } = configuration
  if (known === undefined) return { known: undefined }
  return ask('lambda:GetFunctionConcurrency', async () => {
    const { ReservedConcurrentExecutions } = await lambda.getFunctionConcurrency({ FunctionName: name })
    return {
      state: known.State ?? 'Active',
      stateReason: known.StateReason,
      lastUpdate: known.LastUpdateStatus ?? 'Successful',
      lastUpdateReason: known.LastUpdateStatusReason,
      logGroup: known.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
      logFormat: known.LoggingConfig?.LogFormat ?? 'Text',
      applicationLogLevel: known.LoggingConfig?.ApplicationLogLevel,
      reservedConcurrency: ReservedConcurrentExecutions,
    }
  })
}

/** Maximum number of warnings and errors to read. Lambda retries, so each cause shows up repeatedly. */
const MAX_ENTRIES = 500

/** Maximum number of pages to read. CloudWatch Logs returns empty pages while it searches. */
const MAX_PAGES = 50

/** Matches warnings, errors and unfinished invocations. Documents with metrics have none of these members. */
const FILTER =
  '{ ($.level = "WARN") || ($.level = "ERROR") || ($.level = "FATAL") || ' +
  '($.type = "platform.report" && $.record.status != "success") }'

/** The warnings and errors in the function's log since a time, in milliseconds since 1970. */
export function gatherLog(aws: AwsClients, names: Names, since: number): Promise<Fact<LogFacts>> {
  return ask('logs:FilterLogEvents', async () => {
    const logs = await aws.logs()
    const entries: LogEntry[] = []
    let pages = 0
    const paginator = logs.paginateFilterLogEvents({
      logGroupName: names.functionLogGroup,
      startTime: since,
      filterPattern: FILTER,
    })
    for await (const { events = [], nextToken } of paginator) {
      pages++
      for (const { timestamp = since, message = '' } of events) {
        const entry = logEntry(timestamp, message)
        if (entry !== undefined) entries.push(entry)
      }
      const isFull = entries.length >= MAX_ENTRIES || pages >= MAX_PAGES
      if (isFull && nextToken !== undefined) return { entries: newestFirst(entries), hasMore: true }
    }
    return { entries: newestFirst(entries), hasMore: false }
  })
}

function newestFirst(entries: readonly LogEntry[]): LogEntry[] {
  return [...entries].sort((a, b) => b.at - a.at)
}
