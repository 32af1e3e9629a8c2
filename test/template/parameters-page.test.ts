import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { CONFIG_OPTIONS } from '../../src/core/config-options.ts'
import { PARAMETER_PAGES, parametersPage } from '../support/parameters-page.ts'
import { readTemplate } from '../support/template.ts'

const template = readTemplate()
const pages = PARAMETER_PAGES.map((path) => readFileSync(path, 'utf8'))
const all = pages.join('\n')

describe('the pages on parameters', () => {
  it('have the tables that "npm run docs:parameters" writes', () => {
    for (const page of pages) assert.equal(page, parametersPage(page, template))
  })

  it('have every parameter with its default', () => {
    const rows = [...all.matchAll(/^\| `(\w+)` \| (?:`([^`]*)`)? \| [^|]* \| [^|]* \|$/gm)]
    const documented = rows.map(([, name, value = '']) => [name, value])
    const expected = Object.entries(template.Parameters).map(([name, { Default = '' }]) => [
      name,
      String(Default),
    ])
    assert.deepEqual(Object.fromEntries(documented), Object.fromEntries(expected))
    assert.equal(documented.length, expected.length, 'each once')
  })

  it('have the parameter, environment variable and flag of every setting of the function', () => {
    for (const { variable, flag } of CONFIG_OPTIONS)
      assert.match(all, new RegExp(`^\\| \`\\w+\` \\| \`${variable}\` \\| \`${flag} <\\w+>\` \\|$`, 'm'))
  })

  it('are renewed only between their marks', () => {
    const written = (text: string) => text.replace(/<!-- generated: [^\n]+ -->.*?<!-- end -->/gs, '')
    const changed = { ...template, Parameters: {} }
    for (const page of pages) {
      const renewed = parametersPage(page, changed)
      assert.notEqual(renewed, page)
      assert.equal(written(renewed), written(page))
    }
    const unknown = '<!-- generated: Nothing -->\n<!-- end -->\n'
    assert.throws(() => parametersPage(unknown, template), /no part Nothing/)
  })
})
