import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { command } from '../support/command.ts'
import { resultOf } from '../support/processes.ts'

const run = (...args: string[]) =>
  resultOf(command('scripts/limit-coverage.ts', args), { env: process.env, cwd: process.cwd() })

describe('scripts/limit-coverage.ts', () => {
  it('prints its usage', async () => {
    const { stdout, stderr } = await run('--help')
    assert.match(stdout, /^Usage: limit-coverage .*<path\.\.\.>/)
    assert.equal(stderr, '')
    assert.match((await run()).stderr, /^error: missing required argument 'path'\n$/)
  })

  it('prints the share of the calls that have a limit, and the services without', async () => {
    const { stdout } = await run('sample/trail')
    assert.match(stdout, /^[\d,]+ of 17,\d{3} API calls \(\d+ %\) have a documented rate limit\./)
    assert.match(stdout, /^ +[\d,]+ iam$/m)
  })

  it('names a file that it cannot read, without a stack trace', async () => {
    assert.match((await run('no-such-file')).stderr, /^[^\n]*no-such-file[^\n]*\n$/)
  })
})
