import { isObject, nonBlank, parseJson } from '../../../util/json.ts'
import type { LogEntry } from '../facts/function.ts'

/** Maximum length of a reason, because callers choose the names in it. */
const MAX_REASON = 500

/** The warning or error in a line of the function's log; undefined for other lines. */
export function logEntry(at: number, line: string): LogEntry | undefined {
  const parsed = parseJson(line)
  if (!isObject<'level' | 'message' | 'type' | 'record'>(parsed)) return undefined
  const { level, message, type, record } = parsed
  if (level === 'WARN' || level === 'ERROR' || level === 'FATAL')
    return entry(at, level !== 'WARN', reasonIn(message))
  if (type === 'platform.report' && isObject<'status' | 'errorType'>(record) && record.status !== 'success') {
    const error = nonBlank(record.errorType)
    // The status "error" means that the function threw an error, which has a separate line.
    if (record.status === 'error' && error === undefined) return undefined
    return entry(at, true, `The invocation ended with ${error ?? String(record.status)}`)
  }
  return undefined
}

function entry(at: number, isError: boolean, reason: string): LogEntry {
  return { at, isError, reason: reason.length > MAX_REASON ? `${reason.slice(0, MAX_REASON)}...` : reason }
}

/** The function's warnings have a reason. Lambda logs errors with type and message. */
function reasonIn(message: unknown): string {
  if (!isObject<'reason' | 'warning' | 'errorType' | 'errorMessage'>(message))
    return typeof message === 'string' ? message : (JSON.stringify(message) ?? '')
  const { reason, warning, errorType, errorMessage } = message
  const error = [nonBlank(errorType), nonBlank(errorMessage)].filter((part) => part !== undefined).join(': ')
  return error || [nonBlank(warning), nonBlank(reason)].filter((part) => part !== undefined).join(': ')
}
