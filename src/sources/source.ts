import type { KinesisStreamBatchResponse, SQSBatchResponse } from 'aws-lambda'
import type { Message } from '../core/cloudtrail/call.ts'

/** A source of records: one kind of event that invokes the function. */
export interface Source<Event> {
  /** Name of the source in errors. */
  readonly name: string
  /** Whether an event is from this source. */
  matches(event: unknown): event is Event
  /**
   * Delivers the messages of an event payload by payload, so that only one payload is in memory at a time. A payload is
   * read as a whole before any of its messages is delivered.
   * @throws {PayloadError} if nothing of the event may be counted. Messages delivered before must then be discarded
   */
  read(event: Event, options: ReadOptions, deliver: Deliver): Promise<Report>
}

/** Receives the messages of one payload. Iterate over them immediately and only once. */
export type Deliver = (messages: Iterable<Message>) => void

/** The result of reading an event, in addition to the delivered messages. */
export interface Report {
  /** The function's response, if the source expects a list of failures. */
  readonly answer?: KinesisStreamBatchResponse | SQSBatchResponse
  /** Payloads that could not be read. They are in the response, so they will be delivered again. */
  readonly failures: readonly PayloadFailure[]
  /** Number of skipped objects that aren't CloudTrail log files. */
  readonly objectsSkipped: number
}

/** The reason why a payload could not be read. */
export interface PayloadFailure {
  /** The sequence number or message ID of the payload in the source. */
  readonly id: string
  readonly reason: string
}

/** Options for reading payloads. */
export interface ReadOptions {
  /** Maximum uncompressed bytes of a subscription payload. */
  readonly maxPayloadBytes: number
  /** Maximum uncompressed bytes of all objects in one message together, and maximum stored bytes of each. */
  readonly maxObjectBytes: number
  /** The function's own log group. Counting its payloads would create an endless loop. */
  readonly ownLogGroup: string | undefined
  readonly readObject: ReadObject
  /** Time until Lambda ends the invocation, in milliseconds. */
  readonly remainingMs: () => number
}

/** The location of an object in S3. */
export interface ObjectLocation {
  readonly bucket: string
  readonly key: string
}

/**
 * Reads an object as it is stored.
 * @throws {PayloadError} with the cause, if it can't be read or has more than `maxBytes`
 */
export type ReadObject = (location: ObjectLocation, maxBytes: number) => Promise<Buffer>
