import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { printable } from '../../src/util/printable.ts'

describe('printable', () => {
  it('removes only characters that control a terminal', () => {
    assert.equal(printable('a\u001b[2Jb\nc\u0085d'), 'a?[2Jb?c?d')
    assert.equal(printable('\u202eevil\u2066x\u200f'), '?evil?x?')
    assert.equal(printable('a\u2028b\u2029c'), 'a?b?c')
    assert.equal(printable('Zoë/日本/é 1'), 'Zoë/日本/é 1')
  })
})
