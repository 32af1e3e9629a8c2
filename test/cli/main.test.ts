import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { apiUsage, apiUsageUnread } from '../support/api-usage.ts'
import { DAMAGED } from '../support/sample-trail/faults.ts'
import { SAMPLE_FOLDER } from '../support/sample-trail/sample-trail.ts'

describe('api-usage', () => {
  it('lists its commands', async () => {
    const { code, stdout } = await apiUsage(['--help'])
    assert.equal(code, 0)
    assert.match(stdout, /^Usage: api-usage /)
    for (const command of ['preview', 'event', 'doctor', 'replay', 'backfill'])
      assert.match(stdout, new RegExp(`^ +${command} `, 'm'))
  })

  it('rejects a missing or unknown command', async () => {
    const [without, unknown] = await Promise.all([apiUsage([]), apiUsage(['previwe'])])
    assert.deepEqual([without.code, unknown.code], [2, 2])
    assert.match(without.stderr, /^Usage: api-usage /)
    assert.match(unknown.stderr, /unknown command 'previwe'\n\(Did you mean preview\?\)/)
  })

  it('has the same limits of memory whether npm or its script starts it', () => {
    const [script = ''] = readFileSync('src/cli/main.ts', 'utf8').split('\n')
    const [, flags = ''] = /^#!\/usr\/bin\/env -S node (--max-\S+ --max-\S+)$/.exec(script) ?? []
    assert.notEqual(flags, '')
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
    assert.ok(scripts.start.startsWith(`node ${flags} --import tsx src/cli/main.ts `), scripts.start)
  })

  for (const args of [
    ['--help'],
    ['preview', '--help'],
    ['event', '--kind', 'control'],
    ['event', `${SAMPLE_FOLDER}/${DAMAGED}`],
  ]) {
    it(`ends quietly if nobody reads the output of "${args.join(' ')}"`, async () => {
      assert.deepEqual(await apiUsageUnread(args), { code: 0, stderr: '' })
    })
  }
})
