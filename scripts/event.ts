import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Message } from '../src/cloudtrail/call.ts'
import { reasonOf } from '../src/errors.ts'
import { findFiles, readMessages } from '../src/preview/files.ts'
import { EVENT_KINDS, makeEvent } from './lib/events.ts'

const HELP = `Makes an event file for "sam local invoke" out of CloudTrail files.

  npm run event -- --out out/mine.json FILE...
  npm run -s event -- FILE... > mine.json

  --kind data         the records of the files, or the lines of text files as they are (default)
  --kind control      a control message; takes no files
  --kind undecodable  the same as data, cut off in the middle`

const calledFrom = process.env.INIT_CWD ?? process.cwd()

try {
  await main()
} catch (error) {
  console.error(reasonOf(error))
  process.exitCode = 1
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      kind: { type: 'string', default: 'data' },
      out: { type: 'string' },
    },
  })
  const kind = EVENT_KINDS.find((known) => known === values.kind)
  if (kind === undefined) {
    throw new Error(`--kind: expected one of ${EVENT_KINDS.join(', ')}, given ${JSON.stringify(values.kind)}`)
  }
  if (values.help || (positionals.length === 0 && kind !== 'control')) {
    console.error(HELP)
    process.exitCode = values.help ? 0 : 2
    return
  }
  const messages: Message[] = []
  for (const file of await findFiles(positionals.map((path) => resolve(calledFrom, path)))) {
    try {
      messages.push(...(await readMessages(file)))
    } catch (error) {
      throw new Error(`${relative(calledFrom, file)}: ${reasonOf(error)}`, { cause: error })
    }
  }
  const text = `${JSON.stringify(makeEvent(messages, kind), null, 2)}\n`
  if (values.out === undefined) process.stdout.write(text)
  else {
    const out = resolve(calledFrom, values.out)
    mkdirSync(dirname(out), { recursive: true })
    writeFileSync(out, text)
  }
}
