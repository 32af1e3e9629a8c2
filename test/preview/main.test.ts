import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { ownSums, parseEmf } from '../support/emf.ts'
import { at, record } from '../support/records.ts'

const folder = mkdtempSync(join(tmpdir(), 'preview-'))
after(() => rmSync(folder, { recursive: true }))

interface Result {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command as npm start does, called from a folder of its own. */
async function start(args: readonly string[], env: Record<string, string> = {}): Promise<Result> {
  const options = { env: { ...process.env, INIT_CWD: folder, ...env } }
  const result = await promisify(execFile)('tsx', ['src/preview/main.ts', ...args], options).catch(
    (error) => error,
  )
  return { code: result.code ?? 0, stdout: String(result.stdout), stderr: String(result.stderr) }
}

// One after the other: all write the same file of EMF lines.
describe('npm start', () => {
  it('counts the sample trail', async () => {
    const { code, stdout, stderr } = await start([])
    assert.deepEqual([code, stderr], [0, ''])
    assert.match(stdout, /received +1,522\n/)
    assert.match(stdout, /malformed +5\n/)
    assert.match(stdout, /duplicate +26\n/)
    assert.match(stdout, /ssm +PutParameter +eu-west-1 +\d+ +\d+ +\d+ +\d+ +role\/deployer \(100 %\)/)
    const written = Number(
      /([\d,]+) EMF lines written to out\/api-usage.emf.jsonl/.exec(stdout)?.[1]?.replace(',', ''),
    )
    const lines = readFileSync('out/api-usage.emf.jsonl', 'utf8').trim().split('\n')
    assert.equal(lines.length, written)
    for (const line of lines) parseEmf(line)
    assert.equal(ownSums(lines).RecordsReceived, 1522)
  })

  it("counts one's own files, and names and passes over bad ones", async () => {
    writeFileSync(join(folder, 'good.json'), JSON.stringify({ Records: [record()] }))
    writeFileSync(join(folder, 'bad.txt'), 'text')
    const { code, stdout, stderr } = await start(['.', 'missing'])
    assert.equal(code, 0)
    assert.match(stdout, /Records in 1 file\n/)
    assert.match(stdout, /counted +1\n/)
    assert.match(
      stderr,
      /^Passed over bad.txt: neither JSON nor CloudTrail records a line\nPassed over missing: ENOENT/,
    )
  })

  it('takes the configuration from the environment', async () => {
    const { stdout } = await start(['good.json'], { EXCLUDE_OPERATIONS: 'ec2:*' })
    assert.match(stdout, /filtered \(operation patterns\) +1\n/)
  })

  it('gives every hour of the trail a budget of series of its own', async () => {
    const hours = [0, 1, 2].flatMap((hour) =>
      Array.from({ length: 4 }, (_, i) => record({ eventName: `Op${hour}${i}`, eventTime: at(hour * 3600) })),
    )
    writeFileSync(join(folder, 'day.json'), JSON.stringify({ Records: hours }))
    const [enough, short] = [
      await start(['day.json'], { MAX_SERIES: '5' }),
      await start(['day.json'], { MAX_SERIES: '4' }),
    ]
    assert.match(enough.stdout, /Top 12 of 12 operations/)
    assert.doesNotMatch(enough.stdout, /\(other\)/)
    assert.match(short.stdout, /3 of the calls count under \(other\): MAX_SERIES was reached/)
  })

  it('says in a line that it can not write', async () => {
    const path = 'out/api-usage.emf.jsonl'
    rmSync(path, { force: true })
    mkdirSync(path, { recursive: true })
    try {
      const { code, stderr } = await start(['good.json'])
      assert.equal(code, 2)
      assert.match(stderr, /^EISDIR: [^\n]*\n$/)
    } finally {
      rmSync(path, { recursive: true })
    }
  })

  it('says that it could read nothing', async () => {
    const { code, stderr } = await start(['bad.txt'])
    assert.equal(code, 1)
    assert.match(stderr, /No file with CloudTrail records could be read\./)
  })

  it('refuses what it does not know', async () => {
    const [option, variable] = [await start(['--nope']), await start([], { TOP_CALLERS: 'x' })]
    assert.deepEqual([option.code, variable.code], [2, 2])
    assert.match(option.stderr, /Unknown option '--nope'/)
    assert.match(variable.stderr, /TOP_CALLERS must be a whole number from 0 to 20, given "x"/)
  })

  it('shows how it is used', async () => {
    const { code, stdout } = await start(['--help'])
    assert.equal(code, 0)
    assert.match(stdout, /npm start -- PATH\.\.\./)
  })
})
