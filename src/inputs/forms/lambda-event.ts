import type { Message } from '../../core/cloudtrail/call.ts'
import { NO_DEADLINE } from '../../sources/deadline.ts'
import { readEvent } from '../../sources/read-event.ts'
import type { ReadObject } from '../../sources/source.ts'
import { PayloadError, UnknownEventError } from '../../util/errors.ts'
import { parseJson } from '../../util/json.ts'
import { MAX_BYTES } from '../contents.ts'
import { FileError } from '../file-error.ts'
import { firstMember } from './members.ts'

const EVENT_OPTIONS = {
  maxPayloadBytes: MAX_BYTES,
  maxObjectBytes: MAX_BYTES,
  ownLogGroup: undefined,
  remainingMs: NO_DEADLINE,
}

/** Doesn't read objects, because that needs credentials and the user hasn't asked for it. */
export const refuseObjects: ReadObject = async ({ bucket, key }) => {
  throw new PayloadError(`s3://${bucket}/${key} is not read without --read-objects`)
}

/** The first members of events. */
const FIRST_MEMBERS: ReadonlySet<string | undefined> = new Set(['awslogs', 'Records'])

/**
 * The messages that a Lambda event delivers; undefined if the JSON is not an event of one of the function's sources.
 * @param readObject reads the objects in the event
 * @throws {FileError | PayloadError} if any part of the event can't be read
 */
export async function messagesOfEvent(
  json: Buffer,
  readObject: ReadObject,
): Promise<readonly Message[] | undefined> {
  if (!FIRST_MEMBERS.has(firstMember(json))) return undefined
  const messages: Message[] = []
  try {
    const event = parseJson(json.toString('utf8').replace(/^\ufeff/, ''))
    const { failures, objectsSkipped } = await readEvent(
      event,
      { ...EVENT_OPTIONS, readObject },
      (payload) => {
        for (const message of payload) messages.push(message)
      },
    )
    const [failure] = failures
    if (failure !== undefined) {
      const unread = `${failures.length} of its payloads can't be read, so none of it is counted`
      throw new FileError(`${unread}: ${failure.reason}`)
    }
    if (messages.length === 0 && objectsSkipped > 0) throw new FileError('has no CloudTrail log file')
    return messages
  } catch (error) {
    if (error instanceof UnknownEventError) return undefined
    throw error
  }
}
