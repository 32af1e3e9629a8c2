import { dataPayload } from '../../../events/subscription-payload.ts'
import { isObject, nonBlank, parseJson } from '../../../util/json.ts'
import { MINUTE_MS } from '../../../util/time.ts'
import type { AwsClients } from '../../aws/clients.ts'
import { type Finding, fail, pass } from '../check.ts'
import { ask } from '../facts/fact.ts'
import type { Names } from '../facts/names.ts'
import { duration } from '../words.ts'

/** Log lines become searchable after some seconds. */
const PATIENCE_MS = 2 * MINUTE_MS

const POLL_MS = 3_000

export interface Invoking {
  readonly aws: AwsClients
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
  readonly tell: (line: string) => void
}

/**
 * Tests the function: invokes it with a CloudWatch Logs payload without records, and waits for the document in its log.
 * Nothing is counted, because a record would add to someone's calls and would end the silence alarm.
 */
export async function proveByInvocation({ aws, now, sleep, tell }: Invoking, names: Names): Promise<Finding> {
  const at = now()
  const invoked = await ask('lambda:InvokeFunction', async () => {
    const lambda = await aws.lambda()
    return lambda.invoke({
      FunctionName: names.function,
      Payload: Buffer.from(JSON.stringify({ awslogs: { data: dataPayload([]) } })),
    })
  })
  if ('unknown' in invoked) {
    const { message, permission } = invoked.unknown
    return {
      verdict: 'unknown',
      found: message,
      next:
        permission === undefined
          ? 'Run doctor again when AWS responds.'
          : `Allow ${permission} to the user or role that runs doctor.`,
    }
  }
  const { FunctionError, Payload } = invoked.known
  if (FunctionError !== undefined)
    return fail(
      `The function fails: ${errorIn(Payload)}`,
      `Fix the cause. For details, see the log group ${names.functionLogGroup}. If parameters were changed, a configuration error lists the invalid ones.`,
    )
  tell(`${names.function} responded after ${duration(now() - at)}. Waiting for its log.`)
  for (;;) {
    const found = await isLogged(aws, names, at)
    if ('unknown' in found)
      return {
        verdict: 'unknown',
        found: `The function responded, but its log can't be read. ${found.unknown.message}`,
        next: `Allow ${found.unknown.permission ?? 'logs:FilterLogEvents'} to the user or role that runs doctor.`,
      }
    if (found.known)
      return pass(
        'The function runs, reads a payload and writes to its log. The payload had no records, so nothing was counted.',
      )
    if (now() - at >= PATIENCE_MS)
      return fail(
        `The function responded, but ${names.functionLogGroup} has no output after ${duration(PATIENCE_MS)}.`,
        "Allow the function's role to write to that log group (logs:CreateLogStream, logs:PutLogEvents), and check the function's logging configuration.",
      )
    await sleep(POLL_MS)
  }
}

/** Whether the log has the document of an invocation without records since a time. */
function isLogged(aws: AwsClients, names: Names, since: number) {
  return ask('logs:FilterLogEvents', async () => {
    const logs = await aws.logs()
    const pages = logs.paginateFilterLogEvents({
      logGroupName: names.functionLogGroup,
      startTime: since - MINUTE_MS,
      filterPattern: `{ ($.FunctionName = "${names.function}") && ($.RecordsReceived = 0) }`,
    })
    for await (const { events = [] } of pages)
      if (events.some(({ message = '' }) => isEmptyInvocation(message, since))) return true
    return false
  })
}

function isEmptyInvocation(line: string, since: number): boolean {
  const document = parseJson(line)
  if (!isObject<'_aws' | 'RecordsReceived' | 'ObjectsSkipped'>(document)) return false
  const { _aws, RecordsReceived, ObjectsSkipped } = document
  const at = isObject<'Timestamp'>(_aws) ? Number(_aws.Timestamp) : Number.NaN
  return RecordsReceived === 0 && ObjectsSkipped === undefined && at >= since - MINUTE_MS
}

function errorIn(payload: Uint8Array | undefined): string {
  const error = parseJson(Buffer.from(payload ?? []).toString())
  if (!isObject<'errorType' | 'errorMessage'>(error)) return 'Lambda gives no reason.'
  return [nonBlank(error.errorType), nonBlank(error.errorMessage)]
    .filter((part) => part !== undefined)
    .join(': ')
}
