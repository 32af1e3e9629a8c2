import type { KinesisStreamBatchResponse, SQSBatchResponse } from 'aws-lambda'
import type { Message } from '../cloudtrail/call.ts'
import type { DecodeOptions } from './payload.ts'

/** A way in for records: one kind of event that Lambda is invoked with. */
export interface Source<Event> {
  /** Names it in errors. */
  readonly name: string
  /** Whether an event has the shape of this source. */
  matches(event: unknown): event is Event
  /**
   * What an event delivers; undefined where it holds nothing to count and nothing to report.
   * @throws {PayloadError} where nothing of the event can be delivered
   */
  read(event: Event, options: DecodeOptions): Delivery | undefined | Promise<Delivery | undefined>
}

export interface Delivery {
  /** To be gone through once. */
  readonly messages: Iterable<Message>
  /** What the function answers once the messages are counted, where the source wants to know what failed. */
  readonly answer?: KinesisStreamBatchResponse | SQSBatchResponse
}
