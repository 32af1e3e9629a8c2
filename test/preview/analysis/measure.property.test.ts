import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { serialize } from '../../../src/core/emf/serialize.ts'
import { measure } from '../../../src/preview/analysis/measure.ts'
import { documentParts } from '../../support/document-parts.ts'

describe('measure', () => {
  it('gives the length of each line', () => {
    fc.assert(
      fc.property(documentParts, (parts) => {
        const lengths = serialize(parts).map(({ length }) => ({ parts, length }))
        assert.deepEqual(measure(parts), lengths)
      }),
    )
  })
})
