import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { apiUsage } from '../../support/api-usage.ts'
import { DAMAGED } from '../../support/sample-trail/faults.ts'
import { SAMPLE_FOLDER } from '../../support/sample-trail/sample-trail.ts'

const LOG_FILE = `${SAMPLE_FOLDER}/${DAMAGED}`
const folder = mkdtempSync(join(tmpdir(), 'event-'))
after(() => rmSync(folder, { recursive: true }))

const event = (...args: string[]) => apiUsage(['event', ...args])

describe('api-usage event', () => {
  it('shows how it is used', async () => {
    const [asked, without] = await Promise.all([event('--help'), event()])
    assert.equal(asked.code, 0)
    assert.equal(without.code, 2)
    for (const text of [asked.stdout, without.stderr])
      assert.match(text, /api-usage event --out out\/mine.json trail/)
  })

  it('writes the same event to a file as to standard output, and makes the folder', async () => {
    const out = join(folder, 'a', 'mine.json')
    const args = ['--source', 'kinesis', LOG_FILE]
    const [printed, written] = await Promise.all([event(...args), event('--out', out, ...args)])
    assert.deepEqual([printed.code, written.code, written.stdout], [0, 0, ''])
    assert.equal(readFileSync(out, 'utf8'), printed.stdout)
    assert.deepEqual(readdirSync(join(folder, 'a')), ['mine.json'])
  })

  it('reports unusable input, and distinguishes an invalid command from an unreadable file', async () => {
    const before = readFileSync(LOG_FILE)
    const [kind, source, control, overwritten, file, object] = await Promise.all([
      event('--kind', 'other'),
      event('--source', 'S3', 'package.json'),
      event('--kind', 'control', 'package.json'),
      event('--out', LOG_FILE, 'sample/../sample/trail'),
      event('package.json'),
      event('--source', 's3', 'trail.json.gz'),
    ])
    assert.match(kind.stderr, /'--kind <kind>' .*'other'.* Allowed choices are data, control, undecodable/)
    assert.match(source.stderr, /'--source <source>' .*'S3'.* Allowed choices are logs, kinesis, s3/)
    assert.match(control.stderr, /--kind control takes no files/)
    assert.match(overwritten.stderr, /json.gz is also an input or another output/)
    assert.deepEqual(readFileSync(LOG_FILE), before)
    assert.match(file.stderr, /package.json: JSON without CloudTrail records/)
    assert.match(object.stderr, /Expected s3:\/\/BUCKET\/KEY, given trail.json.gz/)
    assert.deepEqual(
      [kind, source, control, overwritten, file, object].map(({ code }) => code),
      [2, 2, 2, 2, 1, 1],
    )
  })
})
