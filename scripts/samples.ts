// Makes the sample trail and the event files again: npm run samples
import { mkdirSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { makeEvent } from '../src/events/make-event.ts'
import { fileInputs, readAll } from '../src/inputs/input.ts'
import { EVENT_FILES } from '../test/support/event-files.ts'
import { sampleTrail } from '../test/support/sample-trail.ts'

mkdirSync('sample/trail', { recursive: true })
const { ordinary, throttleStorm, malformed } = sampleTrail()
writeFileSync(
  'sample/trail/1-ordinary.json.gz',
  gzipSync(JSON.stringify({ Records: ordinary }), { level: 9 }),
)
writeFileSync(
  'sample/trail/2-throttle-storm.json.gz',
  gzipSync(JSON.stringify({ Records: throttleStorm }), { level: 9 }),
)
writeFileSync('sample/trail/3-malformed.jsonl', `${malformed.join('\n')}\n`)

const readFiles = async (paths: readonly string[]) => readAll(await fileInputs(paths))
for (const { name, ...request } of EVENT_FILES)
  writeFileSync(`events/${name}.json`, `${JSON.stringify(await makeEvent(request, readFiles), null, 2)}\n`)
