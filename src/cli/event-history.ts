import { setTimeout } from 'node:timers/promises'
import { type HistoryEstimate, type LookUp, readHistory } from '../inputs/history.ts'
import type { Input } from '../inputs/input.ts'
import type { TimeRange } from '../inputs/trail-bucket.ts'
import type { AwsClients } from '../operate/aws/clients.ts'
import { AwsError, calling } from '../operate/aws/errors.ts'
import type { NotRead } from '../preview/report/model.ts'
import { reasonOf } from '../util/errors.ts'
import { counted, numberText } from '../util/number-text.ts'
import { progressBar } from './progress.ts'

/** Options for reading the event history. */
export interface HistorySettings {
  readonly range: TimeRange
  readonly maxEvents: number
  readonly requestsPerSecond: number
  readonly signal: AbortSignal
  /** Receives the part of the time range that could not be read. */
  readonly onNotRead: (notRead: NotRead) => void
}

/** How the names of these inputs begin. */
export const HISTORY_NAME = 'event history of'

/**
 * An input for CloudTrail's event history in one Region. Prints the expected duration on stderr.
 * @param aws clients of that Region
 */
export function historyInput(aws: AwsClients, region: string, settings: HistorySettings): Input {
  const { range, maxEvents, requestsPerSecond, signal, onNotRead } = settings
  const name = `${HISTORY_NAME} ${region}`
  return {
    name,
    bytes: 0,
    async read() {
      const progress = progressBar(`of the ${name}`)
      try {
        const { events, unread } = await readHistory(lookUpWith(aws), {
          range,
          maxEvents,
          intervalMs: 1000 / requestsPerSecond,
          clock: { now: Date.now, sleep: (ms) => setTimeout(ms, undefined, { signal }) },
          isTransient: (error) =>
            error instanceof AwsError && ['throttled', 'unreachable'].includes(error.problem.kind),
          onEstimate: (estimate) => console.error(estimateText(name, estimate, maxEvents)),
          onProgress: progress.update,
        })
        if (unread !== undefined) {
          const { from, to, error } = unread
          const reason = error === undefined ? `--history-max ${maxEvents} is reached` : reasonOf(error)
          onNotRead({ source: name, from, to, reason })
        }
        return events
      } finally {
        progress.stop()
      }
    },
  }
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
function lookUpWith(aws: AwsClients): LookUp {
  return async ({ from, to }, token) => {
    const cloudTrail = await aws.cloudTrail()
    const { Events = [], NextToken } = await calling('cloudtrail:LookupEvents', () =>
      cloudTrail.lookupEvents({
        StartTime: new Date(from),
        // LookupEvents includes the end.
        EndTime: new Date(to - 1),
        ...(token === undefined ? {} : { NextToken: token }),
      }),
    )
    const events = Events.map(({ CloudTrailEvent = '', EventId, EventTime }) => ({
      text: CloudTrailEvent,
      id: EventId,
      time: EventTime?.getTime() ?? to,
    }))
    return { events, nextToken: NextToken }
  }
}

function estimateText(name: string, { events, requests, ms }: HistoryEstimate, maxEvents: number): string {
  const cap = events > maxEvents ? `, of which --history-max reads the newest ${numberText(maxEvents)}` : ''
  return `The ${name} has about ${counted(events, 'event')} in this time range${cap}: about ${counted(requests, 'request')}, ${durationText(ms)}.`
}

function durationText(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  return seconds < 120 ? counted(seconds, 'second') : counted(Math.ceil(seconds / 60), 'minute')
}
