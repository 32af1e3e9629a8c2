import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { recordTexts } from '../../../src/core/cloudtrail/log-file.ts'
import { PayloadError } from '../../../src/util/errors.ts'
import { damaged, damages, hostileRecords } from '../../support/damage.ts'

const separators = fc.constantFrom(',', ', ', ',\n  ')

/** The texts of the records in log files that were joined, undefined where they are refused. */
function textsOf(json: string): string[] | undefined {
  try {
    return [...recordTexts(Buffer.from(json), 'the file')].map((text) => text.trim())
  } catch (error) {
    assert.ok(error instanceof PayloadError)
    return undefined
  }
}

describe('recordTexts', () => {
  it('returns all other records and at least one more text if one is damaged, or rejects the file', () => {
    let filesRead = 0
    const files = fc.array(hostileRecords, { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(files, fc.nat(), damages, separators, (all, place, damage, separator) => {
        const texts = all.map((records) => records.map((record) => JSON.stringify(record)))
        const broken = texts.flat()[place % texts.flat().length] ?? ''
        const intact = texts.flat().filter((text) => text !== broken)
        const json = texts
          .map((some) => some.map((text) => (text === broken ? damaged(text, damage) : text)).join(separator))
          .map((some) => `{"Records":[${some}]}`)
          .join('')
        const read = textsOf(json)
        if (read === undefined) return
        filesRead++
        assert.ok(read.length > intact.length)
        for (const text of intact) assert.ok(read.includes(text), text)
      }),
      { numRuns: 2000 },
    )
    assert.ok(filesRead > 0)
  })

  it('returns all records that are left if a part between two is lost, or rejects the file', () => {
    fc.assert(
      fc.property(
        fc.tuple(hostileRecords, hostileRecords),
        fc.nat({ max: 30 }),
        fc.nat({ max: 30 }),
        separators,
        ([first, second], before, behind, separator) => {
          const texts = [first, second].map((some) => some.map((record) => JSON.stringify(record)))
          const [start = '', end = ''] = texts.map((some) => some.join(separator))
          const left = `{"Records":[${start}${separator}`.slice(0, -before || undefined)
          const json = `${left}${end.slice(behind)}]}`
          const read = textsOf(json)
          if (read === undefined) return
          for (const text of texts.flat()) if (json.includes(text)) assert.ok(read.includes(text), text)
        },
      ),
      { numRuns: 2000 },
    )
  })
})
