import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'

type Versions = Readonly<Record<string, string>>

interface Manifest {
  readonly private?: boolean
  readonly dependencies?: Versions
  readonly devDependencies?: Versions
  readonly optionalDependencies?: Versions
  readonly peerDependencies?: Versions
}

interface Locked extends Manifest {
  readonly hasInstallScript?: boolean
  readonly bin?: Versions
}

const NODE24 = 'tools/node24'

function readJson(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'))
}

const root: Manifest & { allowScripts: Readonly<Record<string, boolean>> } = readJson('package.json')
const node24: Manifest = readJson(`${NODE24}/package.json`)
const lock = new Map<string, Locked>(Object.entries(readJson('package-lock.json').packages))

/** Where Node.js looks for a package from the package at `from`, nearest folder first. */
function places(from: string, name: string): string[] {
  const steps = from.split('/')
  const folders = [...steps.keys()].map((i) => steps.slice(0, steps.length - i).join('/'))
  return [...folders, ''].map((folder) => `${folder && `${folder}/`}node_modules/${name}`)
}

describe('npm packages', () => {
  it('are pinned to exact versions', () => {
    const versions = [root, node24].flatMap((one) =>
      [one.dependencies, one.devDependencies, one.optionalDependencies].flatMap((all) =>
        Object.entries(all ?? {}),
      ),
    )
    assert.deepEqual(
      versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)),
      [],
    )
  })

  it('are bundled, so that users of the command line install no others', () => {
    const { dependencies, optionalDependencies, peerDependencies } = root
    assert.deepEqual(
      [dependencies, optionalDependencies, peerDependencies],
      [undefined, undefined, undefined],
    )
  })

  it('are in the lock file for every platform, as npm ci needs them all', () => {
    const missing = [...lock].flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !places(path, name).some((place) => lock.has(place)))
        .map((name) => `${name} for ${path}`),
    )
    assert.deepEqual(missing, [])
  })

  it('run no install scripts', () => {
    const scripted = [...lock]
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.split('node_modules/').at(-1) ?? path)
    assert.deepEqual(
      scripted.filter((name) => root.allowScripts[name] !== false),
      [],
    )
  })

  it("put no other Node.js than the machine's on the PATH of npm scripts", () => {
    const hoisted = [...lock].filter(
      ([path, { bin }]) => bin?.node !== undefined && !path.startsWith(`${NODE24}/node_modules/`),
    )
    assert.deepEqual(hoisted, [], 'lock them in place: npm install --install-strategy=nested')
  })
})

describe("Lambda's Node.js", () => {
  it('reaches only those who work on the project', () => {
    assert.equal(node24.private, true)
    for (const name of Object.keys(node24.optionalDependencies ?? {}))
      assert.ok(!Object.values(root).some((part) => Object(part)[name]), name)
  })
})
