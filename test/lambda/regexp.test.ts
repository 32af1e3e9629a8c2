import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { parse } from 'acorn'
import { simple } from 'acorn-walk'
import { checkSync } from 'recheck'

// In the process of the test: the other implementations need Java or a binary.
process.env.RECHECK_BACKEND = 'pure'

interface Expression {
  readonly pattern: string
  readonly flags: string
}

/** The regular expressions in a script, and how often it makes one of a text. */
function expressionsIn(code: string): { readonly literals: readonly Expression[]; readonly made: number } {
  const literals: Expression[] = []
  let made = 0
  const isRegExp = (callee: { readonly type: string; readonly name?: unknown }) =>
    callee.type === 'Identifier' && callee.name === 'RegExp'
  simple(parse(code, { ecmaVersion: 'latest' }), {
    Literal: ({ regex }) => {
      if (regex) literals.push(regex)
    },
    NewExpression: ({ callee }) => {
      if (isRegExp(callee)) made++
    },
    CallExpression: ({ callee }) => {
      if (isRegExp(callee)) made++
    },
  })
  return { literals, made }
}

/**
 * Whether a regular expression takes time in proportion to the text, whatever the text: either an analysis of its automaton
 * proves it, or it repeats nothing without a maximum, so that the work at each place of the text has a maximum as well. The
 * analysis does not know look-around and back references.
 */
function isLinear({ pattern, flags }: Expression): boolean {
  return !repeatsWithoutEnd(pattern) || isProven(pattern, flags)
}

function repeatsWithoutEnd(pattern: string): boolean {
  const syntax = pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x')
  return /[*+]|\{\d+,\}/.test(syntax)
}

function isProven(pattern: string, flags: string): boolean {
  const diagnostics = checkSync(pattern, flags, { checker: 'automaton', timeout: null })
  return diagnostics.status === 'safe' && ['safe', 'linear'].includes(diagnostics.complexity.type)
}

describe('regular expressions of the function', () => {
  const { literals, made } = expressionsIn(readFileSync('dist/index.cjs', 'utf8'))

  it('are all literals, so that this test sees them', () => {
    assert.equal(made, 0)
    assert.ok(literals.length > 10)
  })

  for (const literal of literals) {
    it(`take linear time: /${literal.pattern}/${literal.flags}`, () => assert.ok(isLinear(literal)))
  }

  it('would be found if one of them took longer', () => {
    const { literals: found, made: texts } = expressionsIn(
      'f(/[-_]*x$/i, /(?=a)b+c/, /(?=a)[*+]{1,9}\\+/, /^a+b/); new RegExp(a); RegExp(b)',
    )
    assert.deepEqual([found.map(isLinear), texts], [[false, false, true, true], 2])
  })
})
