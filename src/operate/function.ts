import { isObject, parseJson } from '../util/json.ts'
import type { AwsClients } from './aws/clients.ts'
import { calling } from './aws/errors.ts'

/** What the function made of an event. */
export type Answer = Counted | Failed

export interface Counted {
  readonly kind: 'counted'
  /** The items of a batch that it could not read, by the id that the source gave them. */
  readonly failedItems: readonly string[]
}

/** Nothing of the event was counted. */
export interface Failed {
  readonly kind: 'failed'
  /** The name of the error, such as `PayloadError`. */
  readonly type: string
  readonly message: string
}

/** Has the function count an event, and waits until it has. */
export type CountEvent = (event: unknown) => Promise<Answer>

export const COUNT_ACTION = 'lambda:InvokeFunction'

/** The most bytes of JSON in a synchronous invocation: Lambda takes 6 MB. */
export const MAX_EVENT_BYTES = 5 * 1024 * 1024

/**
 * Counts events by synchronous invocations. Only the answer to one tells that an event was counted and may be removed; an
 * asynchronous invocation tells no more than that it waits.
 */
export function functionOf(aws: AwsClients, name: string): CountEvent {
  return async (event) => {
    const lambda = await aws.lambda()
    const { FunctionError, Payload } = await calling(COUNT_ACTION, () =>
      lambda.invoke({ FunctionName: name, Payload: JSON.stringify(event) }),
    )
    const answer = parseJson(Payload?.transformToString() ?? '')
    return FunctionError === undefined
      ? { kind: 'counted', failedItems: failedItems(answer) }
      : { kind: 'failed', ...errorOf(answer, FunctionError) }
  }
}

function failedItems(answer: unknown): string[] {
  if (!isObject<'batchItemFailures'>(answer) || !Array.isArray(answer.batchItemFailures)) return []
  return answer.batchItemFailures.map((item) =>
    String(isObject<'itemIdentifier'>(item) ? item.itemIdentifier : ''),
  )
}

/** The error in the answer to an invocation that failed, or in the record of one. */
export function errorOf(answer: unknown, otherwise: string): { type: string; message: string } {
  const { errorType, errorMessage } = isObject<'errorType' | 'errorMessage'>(answer) ? answer : {}
  return {
    type: typeof errorType === 'string' && errorType !== '' ? errorType : otherwise,
    message: typeof errorMessage === 'string' ? errorMessage : '',
  }
}
