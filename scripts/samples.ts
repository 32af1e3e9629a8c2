// Makes the sample trail and the event files again: npm run samples
import { mkdirSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { EVENT_FILES } from './lib/event-files.ts'
import { makeEvent } from './lib/events.ts'
import { sampleTrail } from './lib/trail.ts'

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

for (const { name, ...request } of EVENT_FILES)
  writeFileSync(`events/${name}.json`, `${JSON.stringify(await makeEvent(request), null, 2)}\n`)
