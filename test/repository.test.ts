import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { parse } from 'yaml'

const read = (path: string) => readFileSync(path, 'utf8')

const WORKFLOWS = readdirSync('.github/workflows').map((name) => join('.github/workflows', name))
const DOCUMENTS = [
  ...readdirSync('.'),
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name)),
].filter((name) => name.endsWith('.md'))

/** The text of a document outside of its blocks of code. */
function proseOf(path: string): string {
  return read(path).replace(/^ *```.*?^ *```$/gms, '')
}

/** The names under which a document's headings can be linked to, as GitHub makes them. */
function anchorsIn(path: string): string[] {
  return [...proseOf(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

describe('the documents', () => {
  for (const path of DOCUMENTS) {
    it(`link only to files and headings that exist: ${path}`, () => {
      const links = [...proseOf(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
      const broken = links.filter((link) => {
        if (/^[a-z]+:/.test(link)) return false
        const [file = '', anchor] = link.split('#')
        const target = file === '' ? path : join(dirname(path), file)
        return !existsSync(target) || (anchor !== undefined && !anchorsIn(target).includes(anchor))
      })
      assert.deepEqual(broken, [])
    })
  }

  it('never run the command line from a registry, where its name may be that of another package', () => {
    for (const path of DOCUMENTS) assert.doesNotMatch(read(path), /npx (?:-\S+ )*api-usage/, path)
  })

  it('and workflows run only scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json'))
    for (const path of [...DOCUMENTS, ...WORKFLOWS, '.ci/run', 'Makefile']) {
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
