import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { objectCreated, sqsEvent } from '../../src/events/lambda-events.ts'
import { lambdaNode } from '../../tools/node24/path.ts'
import { apiUsage } from '../support/api-usage.ts'
import { neutralEnvironment } from '../support/environment.ts'
import { type Imports, importsOf } from '../support/imports.ts'
import { logFile, logFileAt, logFileKey } from '../support/objects.ts'
import { portOf } from '../support/port.ts'
import { type Result, resultOf, resultUnread } from '../support/processes.ts'
import { record, records } from '../support/records.ts'
import { SAMPLE_FOLDER, sampleTrail } from '../support/sample-trail/sample-trail.ts'

const MEGABYTE = 1024 * 1024

/** The packed files in addition to the bundle of the command line. */
const FILES = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/page/THIRD-PARTY-LICENSES',
  'dist/page/script.js',
  'dist/page/style.css',
  'docs/report.schema.json',
  'package.json',
  'policies/backfill.json',
  'policies/deploy.json',
  'policies/doctor.json',
  'policies/preview.json',
  'policies/replay.json',
  'sample/accounts.json',
  ...sampleTrail().map(({ key }) => `${SAMPLE_FOLDER}/${key}`),
  'src/preview/analysis/prices.json',
]

const BUNDLED = /^dist\/cli\/(?:main\.js|file-thread\.js|[\w-]+-[A-Z0-9]{8}\.js|THIRD-PARTY-LICENSES)$/

/** The folders of the Node.js versions that run the command line. */
const NODES = [
  { name: "the machine's Node.js", bin: dirname(process.execPath) },
  { name: "Lambda's Node.js", bin: dirname(lambdaNode()) },
]

const folder = mkdtempSync(join(tmpdir(), 'package-'))
after(() => rmSync(folder, { recursive: true }))

const make = (name: string): string => {
  mkdirSync(join(folder, name))
  return join(folder, name)
}
const packed = make('packed')
const prefix = make('prefix')
const installed = join(prefix, 'lib/node_modules/api-usage-tracker')
const elsewhere = make('elsewhere')

/** The environment of a shell: without what npm tells its scripts. */
const shell: NodeJS.ProcessEnv = Object.fromEntries(
  Object.entries(neutralEnvironment()).filter(([name]) => !/^npm_/i.test(name)),
)

before(() => {
  execFileSync('npm', ['pack', '--pack-destination', packed], { env: shell, stdio: 'pipe' })
  const options = ['--global', '--offline', '--no-audit', '--no-fund', '--prefix', prefix]
  execFileSync('npm', ['install', ...options, '--cache', make('cache'), tarball()], {
    env: shell,
    cwd: elsewhere,
    stdio: 'pipe',
  })
})

function tarball(): string {
  const [name = ''] = readdirSync(packed)
  return join(packed, name)
}

function readManifest(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'))
}

describe('the package', () => {
  it('is at most 1 MB', () => assert.ok(statSync(tarball()).size <= MEGABYTE))

  it('contains the bundle, and the files that it reads or that users read', () => {
    const names = execFileSync('tar', ['-tzf', tarball()], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((name) => name.slice('package/'.length))
    assert.deepEqual(names.filter((name) => !BUNDLED.test(name)).sort(), FILES.sort())
    assert.ok(names.includes('dist/cli/main.js'))
  })

  it('depends on no other package', () => {
    const { dependencies, optionalDependencies, peerDependencies } = readManifest(
      join(installed, 'package.json'),
    )
    assert.deepEqual(
      [dependencies, optionalDependencies, peerDependencies],
      [undefined, undefined, undefined],
    )
    assert.deepEqual(readdirSync(join(prefix, 'lib/node_modules')), ['api-usage-tracker'])
    for (const [name, code] of bundle()) {
      const { atStart, later } = importsOf(code)
      const others = [...atStart, ...later].filter((from) => !from.startsWith('./') && !isBuiltin(from))
      assert.deepEqual(others, [], name)
    }
  })

  it('loads clients of the AWS SDK, but only when they are used', () => {
    // The schemas of every client name the namespace of its service.
    const clients = bundle().flatMap(([name, code]) => (code.includes('"com.amazonaws.') ? [name] : []))
    assert.notDeepEqual(clients, [])
    const atStart = loadedFrom((imports) => imports.atStart)
    const everLoaded = loadedFrom((imports) => [...imports.atStart, ...imports.later])
    assert.deepEqual(
      clients.filter((name) => atStart.has(name) || !everLoaded.has(name)),
      [],
    )
  })

  it('includes the licences of the packages that are bundled', () => {
    const { devDependencies } = readManifest('package.json')
    const texts = readFileSync(join(installed, 'dist/cli/THIRD-PARTY-LICENSES'), 'utf8')
    for (const name of ['@aws-sdk/client-s3', 'aws-embedded-metrics', 'commander', 'csv-stringify'])
      assert.ok(texts.includes(`\n${name} ${devDependencies[name]} (`), name)
    assert.match(texts, /Copyright \(c\) 2011 TJ Holowaychuk/)
    assert.doesNotMatch(texts, /^(?:tsup|typescript|@biomejs\/biome) /m)
  })
})

/** The names of the bundle's files that its main file loads, directly or not, by the imports to follow. */
function loadedFrom(followed: (imports: Imports) => readonly string[]): ReadonlySet<string> {
  const files = new Map(bundle())
  const loaded = new Set(['main.js'])
  for (const name of loaded)
    for (const from of followed(importsOf(files.get(name) ?? ''))) loaded.add(from.replace('./', ''))
  return loaded
}

/** The names and texts of the bundle's files. */
function bundle(): [string, string][] {
  const files = join(installed, 'dist/cli')
  return readdirSync(files)
    .filter((name) => name.endsWith('.js'))
    .map((name) => [name, readFileSync(join(files, name), 'utf8')])
}

for (const { name, bin } of NODES) {
  describe(`api-usage, installed, on ${name}`, () => {
    const env = { ...shell, PATH: `${join(prefix, 'bin')}:${bin}:${shell.PATH}` }
    const cwd = mkdtempSync(join(elsewhere, 'working-'))
    const run = (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Result> =>
      resultOf(['api-usage', args], { env: { ...env, ...more }, cwd })

    it('counts the sample trail from any folder, as the source does', async () => {
      const source = make(`source-${name.replace(/\W/g, '-')}`)
      const [fromSource, fromBundle] = [
        await apiUsage(['preview'], { INIT_CWD: source }),
        await run(['preview']),
      ]
      assert.match(fromBundle.stdout, /^Records +17,066: /m)
      const addressIn = (at: string) => pathToFileURL(join(at, 'out/api-usage.html')).href
      const withoutAddress = ({ stdout, ...rest }: Result, at: string) => {
        assert.ok(stdout.includes(addressIn(at)))
        return { ...rest, stdout: stdout.replace(addressIn(at), '') }
      }
      assert.deepEqual(withoutAddress(fromBundle, cwd), withoutAddress(fromSource, source))
      for (const output of ['out/api-usage.emf.jsonl', 'out/api-usage.html'])
        assert.equal(
          readFileSync(join(cwd, output), 'utf8') === readFileSync(join(source, output), 'utf8'),
          true,
          output,
        )
    })

    it('has limits of memory', async () => {
      const preload = join(folder, 'preload.cjs')
      const seen = join(folder, 'seen.json')
      writeFileSync(
        preload,
        `require('node:fs').writeFileSync(process.env.SEEN, JSON.stringify([process.execPath, process.execArgv]))`,
      )
      await run(['--help'], { NODE_OPTIONS: `--require=${preload}`, SEEN: seen })
      assert.deepEqual(JSON.parse(readFileSync(seen, 'utf8')), [
        join(bin, 'node'),
        ['--max-old-space-size=320', '--max-semi-space-size=8'],
      ])
    })

    it('says its version', async () => {
      const { version } = readManifest('package.json')
      assert.deepEqual(await run(['--version']), { code: 0, stdout: `${version}\n`, stderr: '' })
    })

    for (const args of [
      ['preview', '--help'],
      ['event', '--kind', 'control'],
    ]) {
      it(`ends quietly if nobody reads the output of "${args.join(' ')}"`, async () => {
        assert.deepEqual(await resultUnread(['api-usage', args], { env, cwd }), { code: 0, stderr: '' })
      })
    }

    it('starts from its file as well', async () => {
      const main = join(installed, 'dist/cli/main.js')
      const { code, stdout } = await resultOf([join(bin, 'node'), [main, 'event', '--kind', 'control']], {
        env,
        cwd,
      })
      assert.equal(code, 0)
      assert.ok(JSON.parse(stdout).awslogs)
    })

    it('takes paths from the working folder, also in scripts of other projects', async () => {
      writeFileSync(join(cwd, 'trail.json'), JSON.stringify({ Records: records(4) }))
      const { stdout } = await run(['preview', 'trail.json'], { INIT_CWD: folder })
      assert.match(stdout, /^Calls +4$/m)
    })

    it('reads a large trail in another thread', async () => {
      const trail = mkdtempSync(join(folder, 'large-'))
      const random = randomBytes(MEGABYTE).toString('base64')
      for (const [file, part] of [random.slice(0, MEGABYTE / 2), random.slice(MEGABYTE / 2)].entries())
        writeFileSync(join(trail, `${file}.json`), JSON.stringify({ Records: [record({ file, part })] }))
      writeFileSync(join(trail, '2.json'), '{"Records":')
      const { code, stdout, stderr } = await run(['preview', trail])
      assert.match(stdout, /^Calls +2$/m)
      assert.match(stderr, /^Skipped .*2\.json: /m)
      assert.equal(code, 0)
    })

    it('reads objects from S3, with the credentials of a profile', async () => {
      const authorizations: unknown[] = []
      const server = createServer(({ headers, url }, response) => {
        authorizations.push(headers.authorization)
        response.statusCode = url?.includes(logFileKey('a')) ? 200 : 404
        response.end(logFile(records(3)))
      })
      const port = await portOf(server)
      try {
        const credentials = { Version: 1, AccessKeyId: 'AKIDPROCESS', SecretAccessKey: 'secret' }
        writeFileSync(join(cwd, 'credentials.json'), JSON.stringify(credentials))
        writeFileSync(join(cwd, 'config'), '[profile tester]\ncredential_process = cat credentials.json\n')
        writeFileSync(join(cwd, 'event.json'), JSON.stringify(sqsEvent([objectCreated(logFileAt('a'))])))
        const { stdout, stderr } = await run(['preview', '--read-objects', 'event.json'], {
          AWS_PROFILE: 'tester',
          AWS_REGION: 'eu-west-1',
          AWS_CONFIG_FILE: join(cwd, 'config'),
          AWS_SHARED_CREDENTIALS_FILE: join(cwd, 'none'),
          AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        })
        assert.match(stdout, /^Calls +3$/m, stderr)
        assert.match(String(authorizations), /Credential=AKIDPROCESS\//)
      } finally {
        server.close()
      }
    })
  })
}
