import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { ownSums, parseEmf } from '../support/emf.ts'
import { record } from '../support/records.ts'

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
    assert.match(stderr, /^Passed over bad.txt: neither JSON nor JSON lines\nPassed over missing: ENOENT/)
  })

  it('takes the configuration from the environment', async () => {
    const { stdout } = await start(['good.json'], { EXCLUDE_OPERATIONS: 'ec2:*' })
    assert.match(stdout, /filtered \(operation patterns\) +1\n/)
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
    assert.match(variable.stderr, /TOP_CALLERS: expected a whole number from 0 to 20, given "x"/)
  })

  it('shows how it is used', async () => {
    const { code, stdout } = await start(['--help'])
    assert.equal(code, 0)
    assert.match(stdout, /npm start -- PATH\.\.\./)
  })
})
