import { isObject, parseJson } from '../util/json.ts'
import type { AwsClients } from './aws/clients.ts'
import { calling } from './aws/errors.ts'

/** The result of counting an event. */
export type Answer = Counted | Failed

export interface Counted {
  readonly kind: 'counted'
  /** The IDs of the batch items that it could not read. */
  readonly failedItems: readonly string[]
}

/** Nothing in the event was counted. */
export interface Failed {
  readonly kind: 'failed'
  /** The name of the error, such as `PayloadError`. */
  readonly type: string
  readonly message: string
}

/** The error of a failed invocation: `PayloadError: the payload is not gzip`. */
export function failureText({ type, message }: Pick<Failed, 'type' | 'message'>): string {
  return message === '' ? type : `${type}: ${message}`
}

/** Invokes the function with an event and waits for the result. */
export type CountEvent = (event: unknown) => Promise<Answer>

export const COUNT_ACTION = 'lambda:InvokeFunction'

/** Maximum bytes of JSON in a synchronous invocation. Lambda accepts 6 MB. */
export const MAX_EVENT_BYTES = 5 * 1024 * 1024

/**
 * Counts events with synchronous invocations. Only their response confirms that an event was counted and can be removed. The
 * response to an asynchronous invocation only confirms that the event is queued.
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

/** The error in the response to a failed invocation, or in its record. */
export function errorOf(answer: unknown, otherwise: string): { type: string; message: string } {
  const { errorType, errorMessage } = isObject<'errorType' | 'errorMessage'>(answer) ? answer : {}
  return {
    type: typeof errorType === 'string' && errorType !== '' ? errorType : otherwise,
    message: typeof errorMessage === 'string' ? errorMessage : '',
  }
}
