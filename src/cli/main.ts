#!/usr/bin/env -S node --max-old-space-size=320 --max-semi-space-size=8
import { Command } from 'commander'
import { readVersion } from './assets.ts'
import { addBackfill } from './commands/backfill.ts'
import { addDoctor } from './commands/doctor.ts'
import { addEvent } from './commands/event.ts'
import { addPreview } from './commands/preview.ts'
import { addReplay } from './commands/replay.ts'
import { exitCodeOf } from './exit-codes.ts'

const stop = new AbortController()
// The terminal and each parent process may send the same interrupt.
process.on('SIGINT', () => stop.abort())

// The reader may close the pipe early: `api-usage preview --help | head -1`.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

const program = new Command('api-usage')
  .description('Counts the AWS API calls that CloudTrail records.')
  .version(readVersion())
  .exitOverride()
addPreview(program, stop.signal)
addEvent(program, stop.signal)
addDoctor(program, stop.signal)
addReplay(program, stop.signal)
addBackfill(program, stop.signal)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error, stop.signal)
}
