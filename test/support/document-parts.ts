import fc from 'fast-check'
import { DIMENSIONS } from '../../src/core/cloudtrail/dimensions.ts'
import type { DocumentParts } from '../../src/core/emf/serialize.ts'

/** Printable ASCII, with what JSON escapes. */
const text = fc.string({ unit: 'grapheme-ascii', maxLength: 30 }).map((value) => value || '"')

const number = fc.oneof(
  fc.nat(),
  fc.nat().map((value) => value / 1000),
)

const metric = fc.record({
  name: fc.constantFrom('CallCount', 'ErrorCount', 'ThrottleCount', 'RateLimitUtilization', 'DeliveryLag'),
  unit: fc.constantFrom('Count' as const, 'Percent' as const, 'Seconds' as const),
  values: fc
    .tuple(number, fc.array(number, { maxLength: 60 }))
    .map(([first, more]): [number, ...number[]] => [first, ...more]),
})

const entry = fc.record({ Account: text, Principal: text, Calls: number }, { noNullPrototype: true })

/** Whatever a document of this project may be made from. */
export const documentParts: fc.Arbitrary<DocumentParts> = fc.record({
  namespace: fc.constantFrom('ApiUsage', 'Team/Usage'),
  timestamp: fc.nat({ max: 4e12 }),
  dimensions: fc.dictionary(fc.constantFrom(...DIMENSIONS), text, { minKeys: 1, noNullPrototype: true }),
  metrics: fc.uniqueArray(metric, { minLength: 1, selector: ({ name }) => name }),
  properties: fc.dictionary(
    fc.constantFrom('Callers', 'Errors', 'RateLimit'),
    fc.oneof(number, fc.array(entry, { maxLength: 6 })),
    { noNullPrototype: true },
  ),
})
