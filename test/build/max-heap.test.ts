import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { MaxHeap } from '../../build/max-heap.ts'

/** The package in whose place it is bundled, as the serializer finds it. */
const serializer = createRequire(import.meta.url).resolve(
  'aws-embedded-metrics/lib/serializers/LogSerializer.js',
)
const library: typeof import('../../build/max-heap.ts') = createRequire(serializer)('@datastructures-js/heap')

describe('MaxHeap', () => {
  it('returns the same as the package, whatever is added and removed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.array(fc.option(fc.integer())), (values, steps) => {
        const heaps = [MaxHeap, library.MaxHeap].map((one) =>
          one.heapify([...values], (value: number) => value),
        )
        for (const step of steps) {
          const [own, theirs] = heaps.map((heap) => {
            if (step === null) return heap.extractRoot()
            heap.insert(step)
            return heap.isEmpty()
          })
          assert.equal(own, theirs)
        }
      }),
    )
  })
})
