import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { parse } from 'yaml'
import { PAGES } from './support/markdown.ts'

const read = (path: string) => readFileSync(path, 'utf8')

const WORKFLOWS = readdirSync('.github/workflows').map((name) => join('.github/workflows', name))
describe('the documents', () => {
  it('never run the command line from a registry, where its name may be that of another package', () => {
    for (const path of PAGES) assert.doesNotMatch(read(path), /npx (?:-\S+ )*api-usage/, path)
  })

  it('and workflows run only scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json'))
    for (const path of [...PAGES, ...WORKFLOWS, '.ci/run', 'Makefile']) {
      const named = [...read(path).matchAll(/\bnpm run (?:-\S+ )*([\w:-]+)/g)].map(([, name = '']) => name)
      assert.deepEqual(
        named.filter((name) => !Object.hasOwn(scripts, name)),
        [],
        path,
      )
    }
  })
})

describe('the workflows', () => {
  for (const path of WORKFLOWS) {
    it(`pin actions to a commit and may change nothing by default: ${path}`, () => {
      const used = [...read(path).matchAll(/\buses: (.*)$/gm)].map(([, action = '']) => action)
      assert.deepEqual(
        used.filter((action) => !/^(?:\.\/.*|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/.test(action)),
        [],
      )
      assert.deepEqual(parse(read(path)).permissions, { contents: 'read' })
    })
  }
})

describe('dependency updates', () => {
  const MANIFESTS: Readonly<Record<string, RegExp>> = {
    npm: /^package\.json$/,
    pip: /^(?:requirements.*\.txt|.*\.in)$/,
    'github-actions': /^\.github$/,
  }

  it('find the packages of each kind', () => {
    const updates: Record<string, string>[] = parse(read('.github/dependabot.yml')).updates
    assert.deepEqual(
      updates.map((update) => update['package-ecosystem']).sort(),
      Object.keys(MANIFESTS).sort(),
    )
    for (const { 'package-ecosystem': kind = '', directory = '' } of updates)
      assert.ok(
        readdirSync(join('.', directory)).some((name) => MANIFESTS[kind]?.test(name)),
        `${kind} in ${directory}`,
      )
  })
})
