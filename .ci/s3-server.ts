// s3-server.ts FILE: an S3 server with the objects that the event files name. Writes the environment to reach it to FILE,
// as KEY=VALUE lines, and runs until it is killed.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { SAMPLE_BUCKET, SAMPLE_OBJECTS } from '../scripts/lib/event-files.ts'
import { startS3 } from '../test/s3/server.ts'

const [file = ''] = process.argv.slice(2)
const s3 = await startS3()
process.on('SIGTERM', () => void s3.stop())
const objects = Object.entries(SAMPLE_OBJECTS).map(([key, path]) => [key, readFileSync(path)])
await s3.fill(SAMPLE_BUCKET, Object.fromEntries(objects))
const lines = Object.entries(s3.environment()).map(([name, value]) => `${name}=${value}\n`)
writeFileSync(`${file}.partial`, lines.join(''))
renameSync(`${file}.partial`, file)
