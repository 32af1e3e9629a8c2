import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'

/** The folders of src, and those that each may import. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  util: [],
  core: ['util'],
  sources: ['core', 'util'],
  lambda: ['sources', 'core', 'util'],
  inputs: ['sources', 'core', 'util'],
  events: ['sources', 'core', 'util'],
  cloudwatch: ['core', 'util'],
  preview: ['cloudwatch', 'inputs', 'core', 'util'],
  operate: ['cloudwatch', 'inputs', 'events', 'sources', 'core', 'util'],
  cli: ['preview', 'operate', 'cloudwatch', 'inputs', 'events', 'sources', 'core', 'util'],
}
const FOLDERS = Object.keys(MAY)
const MAY_TOUCH_FILES = ['cli', 'inputs', 'util']

/** Within the preview: files, and what each may and may not import. */
const REPORT: readonly {
  readonly file: string
  readonly may: readonly string[]
  readonly mayNot: readonly string[]
}[] = [
  {
    file: 'preview/report/text/section.ts',
    may: ['preview/report/model.ts', 'preview/report/text/table.ts', 'util/json.ts'],
    mayNot: [
      'preview/report/json.ts',
      'preview/report/forms.ts',
      'preview/report/page/page.ts',
      'preview/analysis/bill.ts',
      'preview/run.ts',
      'cloudwatch/dashboard.ts',
      'core/config.ts',
    ],
  },
  {
    file: 'preview/report/csv/table.ts',
    may: ['preview/report/model.ts', 'preview/report/csv/csv.ts', 'util/json.ts'],
    mayNot: [
      'preview/report/json.ts',
      'preview/report/forms.ts',
      'preview/report/text/text.ts',
      'preview/analysis/bill.ts',
      'preview/run.ts',
      'cloudwatch/extract.ts',
      'core/config.ts',
    ],
  },
  {
    file: 'preview/report/json.ts',
    may: ['preview/report/model.ts', 'util/json.ts'],
    mayNot: [
      'preview/report/text/text.ts',
      'preview/report/forms.ts',
      'preview/report/page/page.ts',
      'preview/analysis/bill.ts',
      'preview/run.ts',
      'cloudwatch/extract.ts',
      'core/config.ts',
    ],
  },
  {
    file: 'preview/report/page/input.ts',
    may: ['preview/report/model.ts', 'preview/report/page/content.ts', 'util/json.ts'],
    mayNot: [
      'preview/report/json.ts',
      'preview/report/text/text.ts',
      'preview/analysis/bill.ts',
      'preview/run.ts',
      'cloudwatch/extract.ts',
      'core/config.ts',
    ],
  },
  {
    file: 'preview/report/page/script/chart.ts',
    may: ['preview/report/page/content.ts', 'preview/report/page/script/ticks.ts', 'util/json.ts'],
    mayNot: [
      'preview/report/model.ts',
      'preview/analysis/bill.ts',
      'cloudwatch/extract.ts',
      'core/config.ts',
    ],
  },
  {
    file: 'preview/report/build-model.ts',
    may: ['preview/report/model.ts', 'preview/analysis/bill.ts', 'preview/run.ts', 'cloudwatch/extract.ts'],
    mayNot: [
      'preview/report/json.ts',
      'preview/report/forms.ts',
      'preview/report/text/text.ts',
      'preview/report/page/page.ts',
      'events/make-event.ts',
    ],
  },
  {
    file: 'preview/report/model.ts',
    may: [
      'preview/analysis/bill.ts',
      'preview/run.ts',
      'cloudwatch/extract.ts',
      'core/config.ts',
      'util/json.ts',
    ],
    mayNot: [
      'preview/report/json.ts',
      'preview/report/forms.ts',
      'preview/report/text/text.ts',
      'preview/report/page/page.ts',
      'events/make-event.ts',
    ],
  },
  {
    file: 'preview/analysis/usage.ts',
    may: ['preview/analysis/bill.ts', 'cloudwatch/extract.ts', 'core/config.ts', 'util/json.ts'],
    mayNot: [
      'preview/run.ts',
      'preview/deliveries.ts',
      'preview/report/model.ts',
      'inputs/input.ts',
      'cli/paths.ts',
    ],
  },
  {
    file: 'preview/run.ts',
    may: [
      'preview/analysis/bill.ts',
      'preview/deliveries.ts',
      'inputs/input.ts',
      'core/config.ts',
      'util/json.ts',
    ],
    mayNot: ['preview/report/model.ts', 'cli/paths.ts', 'events/make-event.ts'],
  },
]

/** The ways to import, each a line. */
const WAYS: Readonly<Record<string, (from: string) => string>> = {
  static: (from) => `import { a } from '${from}'`,
  'for the effect': (from) => `import '${from}'`,
  'as a namespace': (from) => `import * as b from '${from}'`,
  'a type': (from) => `import type { C } from '${from}'`,
  'a type among values': (from) => `import { type D, e } from '${from}'`,
  dynamic: (from) => `export const f = await import('${from}')`,
  'as an export': (from) => `export { g } from '${from}'`,
  'as an export of types': (from) => `export type { H } from '${from}'`,
}

/** Ways to import that are refused wherever they lead, as no rule sees where that is. */
const HIDDEN: Readonly<Record<string, (from: string) => string>> = {
  'by a type expression': (from) => `export type I = import('${from}').I`,
  'by a computed name': (from) => `export const j = await import(\`${from}\`)`,
  'by require': (from) => `export const k = require('${from}')`,
}

/** Where circles are tried. */
const RING = 'core/ring'

const folder = mkdtempSync(join(tmpdir(), 'layout-'))
after(() => rmSync(folder, { recursive: true }))

type Outcome = 'refused' | 'passed'

/** The lines of each file, and what lint is to do with them. */
const expected = new Map<string, readonly (readonly [Outcome, string])[]>()
let refused: ReadonlyMap<string, ReadonlySet<number>>

/** Writes a file of imports into a copy of src, each import a line. */
function write(file: string, lines: readonly (readonly [Outcome, string])[]): void {
  const path = join(folder, 'src', file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, lines.map(([, line]) => `${line}\n`).join(''))
  expected.set(file, lines)
}

/** Every way to import `targets`, which are in src, from a file there. */
function importsOf(
  file: string,
  targets: readonly string[],
  outcome: Outcome,
): (readonly [Outcome, string])[] {
  return targets.flatMap((target) => {
    const path = relative(dirname(file), target)
    const from = path.startsWith('.') ? path : `./${path}`
    return [
      ...Object.values(WAYS).map((way) => [outcome, way(from)] as const),
      ...Object.values(HIDDEN).map((way) => ['refused', way(from)] as const),
    ]
  })
}

/** The lines with an import that lint refuses, by file. */
async function lint(): Promise<Map<string, Set<number>>> {
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome')
  const args = [biome, 'lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', '.']
  const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 }
  const { stdout }: { stdout: string } = await promisify(execFile)(process.execPath, args, options).catch(
    (error) => error,
  )
  const lines = new Map<string, Set<number>>()
  for (const { category, location } of JSON.parse(stdout).diagnostics) {
    const { path, start } = location
    // Files that try everything make circles by the way.
    const isTried = /^plugin$|noRestrictedImports$|noCommonJs$/.test(category)
    if (!isTried && !(category.endsWith('noImportCycles') && path.includes(RING))) continue
    lines.set(path, (lines.get(path) ?? new Set()).add(start.line))
  }
  return lines
}

/** Holds what lint refused against what it is to refuse, line by line. */
function assertRefused(file: string): void {
  const lines = expected.get(file) ?? []
  assert.ok(lines.length > 0, `nothing was tried in ${file}`)
  const found = lines.map(([, line], i): [Outcome, string] => [
    refused.get(`src/${file}`)?.has(i + 1) ? 'refused' : 'passed',
    line,
  ])
  assert.deepEqual(found, lines)
}

before(async () => {
  for (const path of ['biome.json', 'lint']) cpSync(path, join(folder, path), { recursive: true })
  for (const from of FOLDERS) {
    const others = FOLDERS.filter((to) => to !== from)
    for (const file of [`${from}/tried.ts`, `${from}/deep/er/tried.ts`]) {
      write(
        file,
        others.flatMap((to) =>
          importsOf(
            file,
            [`${to}/any.ts`, `${to}/deep/any.ts`],
            MAY[from]?.includes(to) ? 'passed' : 'refused',
          ),
        ),
      )
    }
  }
  for (const from of FOLDERS) {
    const outcome = MAY_TOUCH_FILES.includes(from) ? 'passed' : 'refused'
    const modules = [
      'node:fs',
      'node:fs/promises',
      'fs',
      'fs/promises',
      'node:child_process',
      'child_process',
    ]
    write(
      `${from}/files.ts`,
      modules.flatMap((name) => Object.values(WAYS).map((way) => [outcome, way(name)] as const)),
    )
    write(`${from}/tools.ts`, [
      ...importsOf(
        `${from}/tools.ts`,
        ['../test/support/run.ts', '../scripts/samples.ts', '../bench/main.ts'],
        'refused',
      ),
      // One that is written in another way than usual.
      ['refused', `import '././../../src/${from === 'cli' ? 'lambda' : 'cli'}/x.ts'`],
    ])
  }
  for (const { file, may, mayNot } of REPORT)
    write(file, [...importsOf(file, may, 'passed'), ...importsOf(file, mayNot, 'refused')])
  write(`${RING}/a.ts`, [
    ['refused', "import { b } from './b.ts'"],
    ['passed', 'export const a = b'],
  ])
  write(`${RING}/b.ts`, [
    ['refused', "import { a } from './a.ts'"],
    ['passed', 'export const b = a'],
  ])
  write(`${RING}/c.ts`, [
    ['refused', "import type { D } from './d.ts'"],
    ['passed', 'export type C = D'],
  ])
  write(`${RING}/d.ts`, [
    ['refused', "import type { C } from './c.ts'"],
    ['passed', 'export type D = C'],
  ])
  refused = await lint()
})

describe('the directions of imports, which lint holds', () => {
  it('are those of all folders that there are', () => {
    const entries = readdirSync('src', { withFileTypes: true })
    assert.deepEqual(
      entries
        .filter((entry) => !entry.isDirectory() || !FOLDERS.includes(entry.name))
        .map(({ name }) => name),
      [],
    )
  })

  for (const from of FOLDERS) {
    it(`let ${from} import ${MAY[from]?.join(', ') || 'no project code'}`, () => {
      assertRefused(`${from}/tried.ts`)
      assertRefused(`${from}/deep/er/tried.ts`)
    })

    it(`keep ${from} from tests and tools`, () => assertRefused(`${from}/tools.ts`))

    it(`${MAY_TOUCH_FILES.includes(from) ? 'let' : 'do not let'} ${from} touch files and processes`, () =>
      assertRefused(`${from}/files.ts`))
  }

  for (const { file } of REPORT) {
    it(`hold within the preview for files such as ${file}`, () => assertRefused(file))
  }

  it('know no circles, not even of types', () => {
    for (const name of ['a', 'b', 'c', 'd']) assertRefused(`${RING}/${name}.ts`)
  })
})
