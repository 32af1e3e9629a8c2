import type { CloudWatchLogsEvent } from 'aws-lambda'
import { isObject } from '../util/json.ts'
import { decodePayload } from './payload.ts'
import type { Source } from './source.ts'

/** A CloudWatch Logs subscription that invokes the function directly, with one payload per event. */
export const logsSource: Source<CloudWatchLogsEvent> = {
  name: 'CloudWatch Logs subscription',
  matches: (event): event is CloudWatchLogsEvent =>
    isObject<'awslogs'>(event) && isObject<'data'>(event.awslogs) && 'data' in event.awslogs,
  async read(event, options, deliver) {
    const messages = decodePayload(event.awslogs.data, 'awslogs.data', options)
    if (messages !== undefined) deliver(messages)
    return { failures: [], objectsSkipped: 0 }
  },
}
