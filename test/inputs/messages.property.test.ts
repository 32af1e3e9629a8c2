import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type ParsedMessage, parseMessage } from '../../src/core/cloudtrail/call.ts'
import { FileError } from '../../src/inputs/file-error.ts'
import { type MessageOptions, messagesIn } from '../../src/inputs/messages.ts'
import { PayloadError } from '../../src/util/errors.ts'
import { damaged, damages, hostileRecords } from '../support/damage.ts'
import { FORMS, PACKED_FORMS } from '../support/forms.ts'

/** The messages in a file; undefined where it is refused. */
async function parsedIn(text: string, options?: MessageOptions): Promise<ParsedMessage[] | undefined> {
  try {
    return [...(await messagesIn(Buffer.from(text), 'file', options))].map(parseMessage)
  } catch (error) {
    assert.ok(error instanceof FileError || error instanceof PayloadError, String(error))
    return undefined
  }
}

/**
 * The eventIDs of the calls in a file and how many messages it has; undefined where it is refused. All is the same if messages
 * may hold parsed records.
 */
async function read(text: string): Promise<{ ids: (string | undefined)[]; messages: number } | undefined> {
  const all = await parsedIn(text)
  assert.deepEqual(await parsedIn(text, { parsed: true }), all)
  return all && { ids: all.flatMap((one) => (one.kind === 'call' ? [one.id] : [])), messages: all.length }
}

describe('messagesIn', () => {
  for (const { name, each, join } of [...FORMS, ...PACKED_FORMS]) {
    it(`reads every record of ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(hostileRecords, async (records) => {
          const ids = records.map(({ eventID }) => eventID)
          const text = join(records.map((record) => each(JSON.stringify(record))))
          assert.deepEqual(await read(text), { ids, messages: ids.length })
        }),
      )
    })
  }

  for (const { name, each, join } of FORMS) {
    it(`loses none of the others if one record of ${name} is damaged, or rejects the file`, async () => {
      await fc.assert(
        fc.asyncProperty(hostileRecords, fc.nat(), damages, async (records, place, damage) => {
          const broken = place % records.length
          const parts = records.map((record) => each(JSON.stringify(record)))
          const file = await read(join(parts.map((part, i) => (i === broken ? damaged(part, damage) : part))))
          if (file === undefined) return
          assert.ok(file.messages >= records.length, `${file.messages} of ${records.length}`)
          for (const [i, { eventID }] of records.entries())
            if (i !== broken) assert.ok(file.ids.includes(String(eventID)), String(eventID))
        }),
        { numRuns: 300 },
      )
    })
  }
})
