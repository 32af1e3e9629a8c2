import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Document, documentOf, readDocument } from '../../src/cloudwatch/document.ts'
import { serialize } from '../../src/core/emf/serialize.ts'
import { documentParts } from '../support/document-parts.ts'

/** The order of metrics has no meaning. */
function sorted({ metrics, ...others }: Document): Document {
  return { ...others, metrics: metrics.toSorted() }
}

describe('documentOf', () => {
  it('is the document that is read in the line', () => {
    fc.assert(
      fc.property(documentParts, (parts) => {
        const [line = '', ...more] = serialize(parts)
        assert.deepEqual(more, [])
        const { members, ...others } = readDocument(line)
        const { _aws, ...ownMembers } = members
        assert.deepEqual(sorted({ ...others, members: ownMembers }), sorted(documentOf(parts)))
      }),
    )
  })
})
