import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { terminalWidth } from '../../src/cli/terminal.ts'

describe('terminalWidth', () => {
  for (const [what, columns, variable, width] of [
    ['that of the terminal', 100, undefined, 100],
    ['that of COLUMNS, if it is given', 100, '80', 80],
    ['that of COLUMNS in a pipe', undefined, '80', 80],
    ['without end in a pipe', undefined, undefined, Number.POSITIVE_INFINITY],
    ['that of the terminal if COLUMNS is no width', 100, '0', 100],
    ['that of the terminal if COLUMNS is empty', 100, '', 100],
  ] as const)
    it(`is ${what}`, () => assert.equal(terminalWidth({ columns }, { COLUMNS: variable }), width))
})
