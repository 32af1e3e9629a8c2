import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { apiUsage } from './support/api-usage.ts'
import { readTemplate, textOf } from './support/template.ts'

const { version, engines } = JSON.parse(readFileSync('package.json', 'utf8'))

/** The headings of the changelog's sections. */
const sections = [...readFileSync('CHANGELOG.md', 'utf8').matchAll(/^## (.*)$/gm)].map(
  ([, heading = '']) => heading,
)
const released = sections.filter((heading) => heading !== 'Unreleased')

describe('the version', () => {
  it('is a semantic version', () => assert.match(version, /^\d+\.\d+\.\d+$/))

  it('is that of the lock file', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
    assert.deepEqual([lock.version, lock.packages[''].version], [version, version])
  })

  it('is that of the stack, its function and its entry in the Serverless Application Repository', () => {
    const { Metadata, Outputs, Resources } = readTemplate()
    assert.equal(Object(Metadata['AWS::ServerlessRepo::Application']).SemanticVersion, version)
    assert.equal(Object(Outputs.Version).Value, version)
    const description = textOf(Resources.ApiUsageFunction?.Properties.Description ?? '')
    assert.ok(description.endsWith(` Version ${version}.`), description)
    assert.ok(description.length <= 256, 'the most that Lambda takes')
  })

  it('is what the command line says', async () => {
    assert.deepEqual(await apiUsage(['--version']), { code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('is the newest in the changelog', () => assert.equal(released[0]?.split(' ')[0], version))
})

describe('the sections of the changelog', () => {
  it('have a version and a date, newest first, after the unreleased section', () => {
    assert.ok(sections.lastIndexOf('Unreleased') <= 0)
    const parsed = released.map((heading) => /^(\d+)\.(\d+)\.(\d+) - (\d{4}-\d\d-\d\d)$/.exec(heading))
    assert.ok(
      parsed.every((part) => part !== null && !Number.isNaN(Date.parse(part[4] ?? ''))),
      String(sections),
    )
    const keys = parsed.map(
      (part) =>
        part
          ?.slice(1, 4)
          .map((number) => number.padStart(6, '0'))
          .join('.') ?? '',
    )
    assert.deepEqual(keys, [...new Set(keys)].sort().reverse())
    const dates = parsed.map((part) => part?.[4])
    assert.deepEqual(dates, [...dates].sort().reverse())
  })
})

describe("the developers' version of Node.js", () => {
  it('is the oldest that the package supports', () => {
    assert.equal(engines.node, `>=${readFileSync('.nvmrc', 'utf8').trim()}`)
  })
})
