import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { reasonOf } from '../src/errors.ts'
import { EVENT_KINDS, EVENT_SOURCES, makeEvent } from './lib/events.ts'

const HELP = `Makes an event file for "sam local invoke" out of CloudTrail files.

  npm run event -- --out out/mine.json FILE...
  npm run -s event -- FILE... > mine.json
  npm run event -- --source s3 --out out/mine.json s3://BUCKET/KEY...

  --source logs       as a subscription of CloudWatch Logs invokes the function itself (default)
  --source kinesis    as it does by a data stream, in payloads of 100 records
  --source s3         as a queue does that names objects, which must be there in S3

  --kind data         the records of the files, or the lines of text files as they are (default)
  --kind control      the test that the source sends when it is set up; takes no files
  --kind undecodable  the same as data, one payload or message of it cut off in the middle`

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
      source: { type: 'string', default: 'logs' },
      kind: { type: 'string', default: 'data' },
      out: { type: 'string' },
    },
  })
  const source = oneOf(EVENT_SOURCES, '--source', values.source)
  const kind = oneOf(EVENT_KINDS, '--kind', values.kind)
  if (values.help || (positionals.length === 0 && kind !== 'control')) {
    console.error(HELP)
    process.exitCode = values.help ? 0 : 2
    return
  }
  if (kind === 'control' && positionals.length > 0) throw new Error('--kind control takes no files.')
  const from = source === 's3' ? positionals : positionals.map((path) => resolve(calledFrom, path))
  const out = values.out === undefined ? undefined : resolve(calledFrom, values.out)
  if (out !== undefined && from.includes(out))
    throw new Error(`--out would overwrite ${out}, which is to be read.`)
  const text = `${JSON.stringify(await makeEvent({ source, kind, from }), null, 2)}\n`
  if (out === undefined) process.stdout.write(text)
  else {
    mkdirSync(dirname(out), { recursive: true })
    writeFileSync(out, text)
  }
}

function oneOf<Name extends string>(names: readonly Name[], option: string, given: string): Name {
  const name = names.find((known) => known === given)
  if (name === undefined)
    throw new Error(`${option}: expected one of ${names.join(', ')}, given ${JSON.stringify(given)}`)
  return name
}
