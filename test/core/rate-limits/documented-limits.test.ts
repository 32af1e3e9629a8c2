import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { describe, it } from 'node:test'
import { documentedLimits } from '../../../src/core/rate-limits/documented-limits.ts'
import type { RateLimit } from '../../../src/core/rate-limits/limit.ts'
import { LIMIT_FILES } from '../../../src/core/rate-limits/limit-files.ts'

describe('the documented limits', () => {
  it('are packed as the files have them: npm run limits', () => {
    const sorted = (service: string, { operations, ...limit }: RateLimit) => ({
      service,
      operations: operations.toSorted(),
      ...limit,
    })
    assert.deepEqual(
      documentedLimits().flatMap(({ service, limits }) => limits.map((limit) => sorted(service, limit))),
      LIMIT_FILES.flatMap(({ service, limits }) =>
        limits.map(({ note, source, quotaNames, ...limit }) => sorted(service, limit)),
      ),
    )
  })

  it('are unpacked once', () => {
    assert.equal(documentedLimits(), documentedLimits())
  })

  it('are one file for each service, and all files of the folder', () => {
    const folder = new URL('../../../src/core/rate-limits/documented/', import.meta.url)
    const files = LIMIT_FILES.map(({ service }) => `${service}.json`)
    assert.deepEqual(files.toSorted(), readdirSync(folder).sort())
  })

  it('all name the page of AWS that they are from and the month in which they were compared with it', () => {
    for (const { service, source, checked, limits } of LIMIT_FILES) {
      for (const [i, limit] of limits.entries()) {
        const page = new URL(limit.source ?? source ?? '')
        assert.equal(page.origin, 'https://docs.aws.amazon.com', `${service} limits[${i}]`)
        assert.match(checked ?? '', /^20\d\d-(?:0[1-9]|1[0-2])$/)
      }
    }
  })

  it('are those of some hundred operations', () => {
    const names = LIMIT_FILES.flatMap(({ service, limits }) =>
      limits.flatMap(({ operations }) => operations.map((operation) => `${service}:${operation}`)),
    )
    assert.ok(new Set(names).size > 800)
  })
})
