import { isObject } from '../../util/json.ts'
import { errorOf, failureText } from '../function.ts'

/**
 * Why Lambda gave up an event or a batch, from the record that it sent to the destination for failures: the error of the
 * function, or the condition, such as `RetriesExhausted`, if there is no error.
 */
export function causeOf(record: {
  readonly requestContext?: unknown
  readonly responsePayload?: unknown
}): string {
  const { requestContext, responsePayload } = record
  const condition = isObject<'condition'>(requestContext) ? requestContext.condition : undefined
  return failureText(errorOf(responsePayload, typeof condition === 'string' ? condition : 'Unknown'))
}
