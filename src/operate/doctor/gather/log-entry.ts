import { isObject, nonBlank, parseJson } from '../../../util/json.ts'
import type { LogEntry } from '../facts.ts'

/** Longest reason that is kept. Names in it are chosen by callers. */
const MAX_REASON = 500

/** What a line of the function's log warns of; undefined for every other line. */
export function logEntry(at: number, line: string): LogEntry | undefined {
  const parsed = parseJson(line)
  if (!isObject<'level' | 'message' | 'type' | 'record'>(parsed)) return undefined
  const { level, message, type, record } = parsed
  if (level === 'WARN' || level === 'ERROR' || level === 'FATAL')
    return entry(at, level !== 'WARN', reasonIn(message))
  if (type === 'platform.report' && isObject<'status' | 'errorType'>(record) && record.status !== 'success') {
    const error = nonBlank(record.errorType)
    // Status "error" is an error that the function threw, which has a line of its own.
    if (record.status === 'error' && error === undefined) return undefined
    return entry(at, true, `The invocation ended with ${error ?? String(record.status)}`)
  }
  return undefined
}

function entry(at: number, isError: boolean, reason: string): LogEntry {
  return { at, isError, reason: reason.length > MAX_REASON ? `${reason.slice(0, MAX_REASON)}...` : reason }
}

/** The function warns with a reason; Lambda logs an error with its type and message. */
function reasonIn(message: unknown): string {
  if (!isObject<'reason' | 'warning' | 'errorType' | 'errorMessage'>(message))
    return typeof message === 'string' ? message : (JSON.stringify(message) ?? '')
  const { reason, warning, errorType, errorMessage } = message
  const error = [nonBlank(errorType), nonBlank(errorMessage)].filter((part) => part !== undefined).join(': ')
  return error || [nonBlank(warning), nonBlank(reason)].filter((part) => part !== undefined).join(': ')
}
