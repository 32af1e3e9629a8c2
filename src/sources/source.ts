import type { KinesisStreamBatchResponse, SQSBatchResponse } from 'aws-lambda'
import type { Message } from '../core/cloudtrail/call.ts'

/** A way in for records: one kind of event that Lambda is invoked with. */
export interface Source<Event> {
  /** Names it in errors. */
  readonly name: string
  /** Whether an event has the shape of this source. */
  matches(event: unknown): event is Event
  /**
   * Hands the messages of each payload of an event on, one payload after the other, so that no more than one is in
   * memory at a time. A payload is read as a whole before any of its messages is handed on.
   * @throws {PayloadError} where nothing of the event is to be counted; what was handed on before is void then
   */
  read(event: Event, options: ReadOptions, deliver: Deliver): Promise<Report>
}

/** Takes the messages of one payload. They are to be gone through at once and only once. */
export type Deliver = (messages: Iterable<Message>) => void

/** What became of an event beside the messages that were handed on. */
export interface Report {
  /** What the function answers, where the source wants to know what failed. */
  readonly answer?: KinesisStreamBatchResponse | SQSBatchResponse
  /** Payloads that could not be read. The answer names them, so they will be delivered again. */
  readonly failures: readonly PayloadFailure[]
  /** Objects that are no CloudTrail log files, passed over. */
  readonly objectsSkipped: number
}

/** Why a payload could not be read. */
export interface PayloadFailure {
  /** The sequence number or message id by which the source knows the payload. */
  readonly id: string
  readonly reason: string
}

/** What payloads are read with. */
export interface ReadOptions {
  /** Most bytes that the payload of a subscription may inflate to. */
  readonly maxPayloadBytes: number
  /** Most bytes that the objects that one message names may have together, inflated, and each as it is stored. */
  readonly maxObjectBytes: number
  /** The function's own log group: what comes from there would be counted round and round. */
  readonly ownLogGroup: string | undefined
  readonly readObject: ReadObject
  /** Time until Lambda ends the invocation, in milliseconds. */
  readonly remainingMs: () => number
}

/** Where an object is in S3. */
export interface ObjectLocation {
  readonly bucket: string
  readonly key: string
}

/**
 * Reads an object as it is stored.
 * @throws {PayloadError} naming the cause, where it can't be read or has more than `maxBytes`
 */
export type ReadObject = (location: ObjectLocation, maxBytes: number) => Promise<Buffer>
