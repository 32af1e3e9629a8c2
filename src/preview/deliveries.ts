import { type Call, type Message, type ParsedMessage, parseMessage } from '../core/cloudtrail/call.ts'
import { deliveryTime } from '../core/cloudtrail/log-file-key.ts'
import { HOUR_MS, MINUTE_MS } from '../util/time.ts'

/** The messages that one invocation of the function would get. */
export interface Delivery {
  /** The clock of the invocation, in milliseconds since 1970. */
  readonly now: number
  readonly messages: readonly ParsedMessage[]
}

/** Inputs in the order of their delivery if all names have a time. (Folders list them by account and Region.) */
export function inOrderOfDelivery<Named extends { readonly name: string }>(
  inputs: readonly Named[],
): readonly Named[] {
  const timed = inputs.map((input) => ({ input, time: deliveryTime(input.name) ?? Number.NaN }))
  if (timed.some(({ time }) => Number.isNaN(time))) return inputs
  return timed.sort((a, b) => a.time - b.time).map(({ input }) => input)
}

/**
 * The messages of a file as the function would get them: together if they were delivered together, or else hour by hour, so
 * that each hour has its own budget of series. A malformed message has no time and belongs to the first hour.
 * @param delivered time of delivery, if the file's name has one
 * @param keeps whether to deliver a call; a file without calls to keep has no delivery
 */
export function deliveriesOf(
  messages: Iterable<Message | ParsedMessage>,
  delivered: number | undefined,
  keeps: (call: Call) => boolean = () => true,
): Delivery[] {
  const hours = new Map<number, Call[]>()
  const others: ParsedMessage[] = []
  let isFiltered = false
  for (const message of messages) {
    const parsed = 'kind' in message ? message : parseMessage(message)
    if (parsed.kind !== 'call') {
      others.push(parsed)
      continue
    }
    if (!keeps(parsed)) {
      isFiltered = true
      continue
    }
    const hour = Math.floor(parsed.time / HOUR_MS)
    const calls = hours.get(hour)
    if (calls === undefined) hours.set(hour, [parsed])
    else calls.push(parsed)
  }
  const byHour = [...hours].sort(([a], [b]) => a - b).map(([, calls]) => ({ now: newestOf(calls), calls }))
  const newest = byHour.at(-1)?.now
  if (newest === undefined && others.length === 0 && isFiltered) return []
  if (newest === undefined) return [{ now: delivered ?? Date.now(), messages: others }]
  // A time in the name that is earlier than the records isn't the time of delivery.
  if (delivered !== undefined && newest < delivered + MINUTE_MS) {
    return [{ now: delivered, messages: [...others, ...byHour.flatMap(({ calls }) => calls)] }]
  }
  return byHour.map(({ now, calls }, i) => ({ now, messages: i === 0 ? [...others, ...calls] : calls }))
}

function newestOf(calls: readonly Call[]): number {
  return calls.reduce((newest, { time }) => Math.max(newest, time), 0)
}
