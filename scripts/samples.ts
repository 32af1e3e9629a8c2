// Generates the sample trail and the event files: npm run samples
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { makeEvent } from '../src/events/make-event.ts'
import { fileInputs, readAll } from '../src/inputs/input.ts'
import { EVENT_FILES } from '../test/support/event-files.ts'
import { ACCOUNT_NAMES } from '../test/support/sample-trail/organization.ts'
import { SAMPLE_FOLDER, sampleTrail } from '../test/support/sample-trail/sample-trail.ts'

rmSync(SAMPLE_FOLDER, { recursive: true, force: true })
for (const { key, text } of sampleTrail()) {
  const path = join(SAMPLE_FOLDER, key)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, gzipSync(text, { level: 9 }))
}

const accounts = { Accounts: Array.from(ACCOUNT_NAMES, ([Id, Name]) => ({ Id, Name })) }
writeFileSync('sample/accounts.json', `${JSON.stringify(accounts, null, 2)}\n`)

const readFiles = async (paths: readonly string[]) => readAll(await fileInputs(paths))
for (const { name, ...request } of EVENT_FILES)
  writeFileSync(`events/${name}.json`, `${JSON.stringify(await makeEvent(request, readFiles), null, 2)}\n`)
