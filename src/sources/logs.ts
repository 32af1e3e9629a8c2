import type { CloudWatchLogsEvent } from 'aws-lambda'
import { isObject } from '../json.ts'
import { decodePayload } from './payload.ts'
import type { Source } from './source.ts'

/** A CloudWatch Logs subscription that invokes the function itself: one payload an event. */
export const logsSource: Source<CloudWatchLogsEvent> = {
  name: 'CloudWatch Logs subscription',
  matches: (event): event is CloudWatchLogsEvent =>
    isObject<'awslogs'>(event) && isObject<'data'>(event.awslogs) && 'data' in event.awslogs,
  read(event, options) {
    const messages = decodePayload(event.awslogs.data, 'awslogs.data', options)
    return messages && { messages }
  },
}
