import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { createObjectReader } from '../../../src/sources/s3-client.ts'
import { type S3Server, startS3 } from '../../s3/server.ts'
import { callDocuments, type EmfDocument, ownDocuments, ownSums, parseEmf } from '../../support/emf.ts'
import { useAwsSettings } from '../../support/environment.ts'
import { SAMPLE_BUCKET, SAMPLE_OBJECTS } from '../../support/event-files.ts'
import { type Watched, watchedHandler } from '../../support/run.ts'
import { type Environment, startEnvironment } from './emulator.ts'

const BUILD = '.aws-sam/build/ApiUsageFunction'
const env: Record<string, string> = JSON.parse(readFileSync('events/env.json', 'utf8')).ApiUsageFunction
const events = readdirSync('events').filter((name) => name !== 'env.json')

/** With the metrics of each document by name: the order of those with the same number of values has no meaning. */
const inOneOrder = (documents: readonly EmfDocument[]) =>
  documents.map(({ members, ...document }) => {
    const { _aws, ...others } = members
    const [{ Metrics }] = Object(_aws).CloudWatchMetrics
    const units = Object.fromEntries(Metrics.map(({ Name, Unit }: Record<string, string>) => [Name, Unit]))
    return { ...document, members: others, units }
  })

let s3: S3Server
let built: Environment
let expected: Watched

before(async () => {
  s3 = await startS3()
  const objects = Object.entries(SAMPLE_OBJECTS).map(([key, path]) => [key, readFileSync(path)])
  await s3.fill(SAMPLE_BUCKET, Object.fromEntries(objects))
  built = await startEnvironment(BUILD, { ...env, ...s3.environment() })
  const readObject = createObjectReader(s3.environment())
  useAwsSettings(s3.environment())
  expected = watchedHandler({ env, now: Date.now, readObject })
})
after(async () => {
  await built?.stop()
  await s3?.stop()
})

describe('the built function, in one environment of Lambda', () => {
  it('consists of the bundle and its source map', () => {
    assert.deepEqual(readdirSync(BUILD).sort(), ['index.cjs', 'index.cjs.map'])
  })

  const answers = new Map<string, unknown>()
  for (const name of events) {
    it(`answers to events/${name} as its sources do`, async () => {
      const event = readFileSync(`events/${name}`, 'utf8')
      const answer = await expected.handle(JSON.parse(event)).catch((error) => error.name)
      answers.set(name, await built.invoke(event))
      assert.deepEqual(answers.get(name), answer ?? {})
    })
  }

  it('rejects an undecodable payload, and names the failed record of a stream and the failed message of a queue', () => {
    assert.equal(answers.get('undecodable.json'), 'PayloadError')
    for (const name of ['kinesis-undecodable.json', 's3-missing.json'])
      assert.equal(Object(answers.get(name)).batchItemFailures?.length, 1, name)
  })

  it('writes the lines that its sources write', async () => {
    const lines = expected.lines()
    assert.ok(lines.length > 100)
    // The emulator passes them on after it has answered.
    for (let i = 0; i < 300 && built.lines().length < lines.length; i++) await setTimeout(100)
    for (const line of built.lines()) parseEmf(line)
    assert.deepEqual(inOneOrder(callDocuments(built.lines())), inOneOrder(callDocuments(lines)))
    assert.equal(ownDocuments(built.lines()).length, ownDocuments(lines).length)
    assert.deepEqual(ownSums(built.lines()), ownSums(lines))
  })
})
