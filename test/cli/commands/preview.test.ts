import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { apiUsage, apiUsageCommand, type Result } from '../../support/api-usage.ts'
import { ownSums, parseEmf } from '../../support/emf.ts'
import { neutralEnvironment } from '../../support/environment.ts'
import { quota } from '../../support/limits.ts'
import { at, record, records } from '../../support/records.ts'
import { assertReport } from '../../support/report-schema.ts'

const folder = mkdtempSync(join(tmpdir(), 'preview-'))
after(() => rmSync(folder, { recursive: true }))
const outFolder = mkdtempSync(join(tmpdir(), 'preview-out-'))
after(() => rmSync(outFolder, { recursive: true }))
const EMF = join(outFolder, 'emf.jsonl')

/** Runs the command like npm start, called from a separate folder. */
function start(args: readonly string[], env: Record<string, string> = {}): Promise<Result> {
  return apiUsage(['preview', ...args], { INIT_CWD: folder, ...env })
}

function trailFile(name: string, all: readonly unknown[]): void {
  writeFileSync(join(folder, name), JSON.stringify({ Records: all }))
}

/** The command in a terminal of 100 columns, made by util-linux's script(1). */
function inTerminal(args: string, env: Record<string, string> = {}): string {
  const [program, before] = apiUsageCommand(['preview'])
  const line = `stty cols 100; '${program}' ${before.map((part) => `'${part}'`).join(' ')} ${args}`
  // Node.js uses no colors if CI is set, or for a terminal that it doesn't know.
  const inherited = { ...neutralEnvironment(), CI: undefined, TERM: 'xterm-256color' }
  const options = { env: { ...inherited, INIT_CWD: folder, ...env }, encoding: 'utf8' as const }
  return spawnSync('script', ['-qec', line, '/dev/null'], options).stdout.replaceAll('\r', '')
}

const NO_TERMINAL =
  spawnSync('script', ['--version']).status === 0 ? false : 'script(1) is not there to make a terminal'

describe('api-usage preview', () => {
  it('counts the sample trail', async () => {
    const { code, stdout, stderr } = await start([], { INIT_CWD: outFolder })
    assert.deepEqual([code, stderr], [0, ''])
    assert.match(stdout, /^Files read +173: the sample trail$/m)
    assert.match(
      stdout,
      /^Records +17,066: [\d,]+ counted as calls, 130 duplicates, \d+ not API calls, 4 malformed$/m,
    )
    assert.match(
      stdout,
      /^ssm:PutParameter +eu-west-1 +[\d,]+ +\d+\.\d % +\d+ +\d+ +\d+ +\d\d:\d\d:\d\d +3 +\d+ % +role\/deployer \(\d+\.\d %\)$/m,
    )
    const written = Number(
      /Wrote ([\d,]+) EMF lines to out\/api-usage.emf.jsonl/.exec(stdout)?.[1]?.replace(',', ''),
    )
    const lines = readFileSync(join(outFolder, 'out/api-usage.emf.jsonl'), 'utf8').trim().split('\n')
    assert.equal(lines.length, written)
    for (const line of lines) parseEmf(line)
    assert.equal(ownSums(lines).RecordsReceived, 17_066)
    const address = /Open it in a browser: (file:\/\/\/\S+)\n$/.exec(stdout)?.[1] ?? ''
    assert.equal(realpathSync(fileURLToPath(address)), realpathSync(join(outFolder, 'out/api-usage.html')))
    assert.match(readFileSync(new URL(address), 'utf8'), /^<!doctype html>/)
  })

  it('finds its sample, prices and page from any working folder', async () => {
    const html = join(outFolder, 'elsewhere.html')
    const { stdout } = await apiUsage(['preview', '--emf', EMF, '--html', html], {}, outFolder)
    assert.match(stdout, /^Records +17,066: /m)
    assert.match(stdout, /US dollars, .*\(us-east-1,/)
    assert.match(readFileSync(html, 'utf8'), /Calls by service/)
  })

  it('counts the given files, and reports and skips bad ones', async () => {
    trailFile('good.json', [record()])
    writeFileSync(join(folder, 'bad.txt'), 'text')
    const { code, stdout, stderr } = await start(['--emf', EMF, '.', 'missing'])
    assert.equal(code, 0)
    assert.match(stdout, /^Files read +1, 2 skipped: \., missing$/m)
    assert.match(stdout, /^Calls +1$/m)
    assert.match(
      stderr,
      /^Skipped bad.txt: neither JSON nor lines of CloudTrail records\nSkipped missing: ENOENT/,
    )
    assert.equal(readFileSync(EMF, 'utf8').trim().split('\n').length, 3)
  })

  it('writes the page to where one asks for, names its sources as they were given, and prints its address', async () => {
    const html = join(outFolder, 'a page', 'usage #1.html')
    const { stdout } = await start(['--emf', EMF, '--html', html, './good.json'], {
      METRIC_NAMESPACE: 'Team',
    })
    assert.ok(stdout.endsWith(`Open it in a browser: ${pathToFileURL(html).href}\n`), stdout)
    const data =
      /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(readFileSync(html, 'utf8'))?.[1] ??
      ''
    assert.equal(JSON.parse(data).origin[1], '1 file read: ./good.json')
  })

  it('writes the page of any trail, with JSON as well, and none if one does not want it', async () => {
    const out = mkdtempSync(join(outFolder, 'pages-'))
    const good = join(folder, 'good.json')
    const { stdout } = await start(['--emf', EMF, '--json', good], { INIT_CWD: out })
    assert.equal(JSON.parse(stdout).html, 'out/api-usage.html')
    assert.match(readFileSync(join(out, 'out/api-usage.html'), 'utf8'), /^<!doctype html>/)
    rmSync(join(out, 'out'), { recursive: true })
    const none = await start(['--emf', EMF, '--no-html', good], { INIT_CWD: out })
    assert.doesNotMatch(none.stdout, /in a browser/)
    assert.deepEqual(readdirSync(out), [])
  })

  it('takes the configuration from the environment', async () => {
    const { stdout } = await start(['--emf', EMF, 'good.json'], { EXCLUDE_OPERATIONS: 'ec2:*' })
    assert.match(stdout, /^Records +1: 0 counted as calls, 1 excluded by operation$/m)
  })

  it('takes the configuration from flags, which win over the environment', async () => {
    const env = { EXCLUDE_OPERATIONS: 'ec2:*', TOP_CALLERS: 'x' }
    const { code, stdout } = await start(
      ['--emf', EMF, '--exclude', 'kms:*', '--top-callers', '1', '--namespace', 'Team', 'good.json'],
      env,
    )
    assert.equal(code, 0)
    assert.match(stdout, /^Records +1: 1 counted as a call$/m)
    assert.match(
      stdout,
      /^Configuration +--namespace Team, --exclude kms:\*, --top-callers 1, otherwise defaults/m,
    )
    assert.equal(parseEmf(readFileSync(EMF, 'utf8').split('\n')[0] ?? '').namespace, 'Team')
  })

  it('lists by the requested grouping, accounts too', async () => {
    const [principal, account] = await Promise.all([
      start(['--emf', EMF, '--by', 'principal', 'good.json']),
      start(['--emf', `${EMF}2`, '--by', 'account', 'good.json']),
    ])
    assert.match(principal.stdout, /^Calls by principal: 1, most calls first\nPrincipal +Calls/m)
    assert.match(account.stdout, /^111122223333 +1 +100 %/m)
  })

  it('sorts by what one asks for, and refuses to sort by what a list does not have', async () => {
    trailFile('sorted.json', [
      ...records(3, (i) => ({ eventID: `a${i}`, eventName: 'Often' })),
      record({ eventID: 'b', eventName: 'Refused', errorCode: 'AccessDenied' }),
    ])
    const [errors, used] = await Promise.all([
      start(['--emf', EMF, '--sort', 'errors', 'sorted.json']),
      start(['--emf', `${EMF}2`, '--sort', 'used', '--by', 'principal', 'sorted.json']),
    ])
    assert.match(errors.stdout, /^Calls by operation: 2, most errors first\n.*\nec2:Refused .*\nec2:Often /m)
    assert.equal(used.code, 2)
    assert.match(used.stderr, /--sort used: only operations have limits/)
  })

  it('fits the columns of the variable COLUMNS', async () => {
    const { stdout } = await start(['--emf', EMF], { COLUMNS: '80' })
    for (const line of stdout.trim().split('\n'))
      assert.ok(line.length <= 80 || !line.trim().includes(' '), line)
  })

  it('writes a table per file, whole or not at all, into a folder that it makes', async () => {
    const out = join(outFolder, 'tables', 'csv')
    const { code, stdout } = await start(['--emf', EMF, '--csv', out, 'good.json'])
    assert.equal(code, 0)
    assert.ok(stdout.includes(`Wrote the tables as CSV files to ${out}\n`), stdout)
    assert.deepEqual(
      readdirSync(out),
      ['accounts', 'bill', 'callers', 'closest', 'errors', 'operations', 'summary', 'throttled', 'usage'].map(
        (name) => `${name}.csv`,
      ),
    )
    assert.match(
      readFileSync(join(out, 'operations.csv'), 'utf8'),
      /\r\nec2,DescribeInstances,eu-west-1,1,0,0,/,
    )
  })

  it('names paths as one types them', async () => {
    mkdirSync(join(folder, 'typed', 'deep'), { recursive: true })
    trailFile(join('typed', 'deep', 'good.json'), [record()])
    writeFileSync(join(folder, 'typed', 'deep', 'bad.txt'), 'text')
    const html = join(outFolder, 'typed.html')
    const absolute = join(folder, 'typed', 'deep')
    const [relative, whole] = await Promise.all([
      start(['--emf', './typed.emf', 'typed/../typed']),
      start(['--emf', EMF, '--html', html, absolute]),
    ])
    assert.match(relative.stderr, /^Skipped typed\/deep\/bad\.txt: /)
    assert.match(relative.stdout, /^Files read +1, 1 skipped: typed\/\.\.\/typed$/m)
    assert.match(relative.stdout, /^Wrote \d+ EMF lines? to \.\/typed\.emf$/m)
    assert.ok(whole.stderr.startsWith(`Skipped ${absolute}/bad.txt: `), whole.stderr)
    assert.ok(whole.stdout.endsWith(`${pathToFileURL(html).href}\n`), whole.stdout)
  })

  it("compares calls with the user's limits, which change neither lines nor bills", async () => {
    const put = { eventSource: 'ssm.amazonaws.com', eventName: 'PutParameter' }
    trailFile(
      'puts.json',
      records(60, (i) => ({ ...put, eventTime: at(i % 10) })),
    )
    // As the AWS CLI writes it to a file in Windows PowerShell.
    const quotas = [
      quota('ssm', 'Transactions per second (TPS) for the PutParameter API', 30),
      quota('ssm', 'Rate of something new', 1),
    ]
    writeFileSync(join(folder, 'quotas.txt'), `\ufeff${JSON.stringify({ Quotas: quotas })}`, 'utf16le')
    const [plain, own] = await Promise.all([
      start(['--json', '--emf', `${EMF}-plain`, 'puts.json']),
      start(['--json', '--emf', `${EMF}-own`, '--limits', 'quotas.txt', '--', 'puts.json']),
    ])
    const [before, after] = [JSON.parse(plain.stdout), JSON.parse(own.stdout)]
    const limitOf = ({
      closestToLimits: [{ operation, limitPerSecond, bucketSize, source }],
    }: typeof after) => ({ operation, limitPerSecond, bucketSize, source })
    const source = 'https://docs.aws.amazon.com/general/latest/gr/ssm.html'
    assert.deepEqual(limitOf(before), {
      operation: 'PutParameter',
      limitPerSecond: 3,
      bucketSize: 15,
      source,
    })
    assert.deepEqual(limitOf(after), {
      operation: 'PutParameter',
      limitPerSecond: 30,
      bucketSize: 150,
      source: 'quotas.txt',
    })
    assert.deepEqual(after.givenLimits.overridden[0].operations, ['PutParameter'])
    assertReport(before)
    assertReport(after)
    assert.deepEqual(after.givenLimits.notUnderstood, ['Rate of something new'])
    assert.deepEqual(after.bills, before.bills)
    assert.equal(readFileSync(`${EMF}-own`, 'utf8'), readFileSync(`${EMF}-plain`, 'utf8'))
    assert.match(readFileSync(`${EMF}-own`, 'utf8'), /"RateLimit":3,/)
  })

  it('rejects files without limits, and never overwrites those that have some', async () => {
    writeFileSync(join(folder, 'none.json'), '{"a":1}')
    const bad = await start(['--emf', EMF, '--limits', 'none.json', '--', 'good.json'])
    assert.equal(bad.code, 2)
    assert.match(bad.stderr, /none\.json: neither limits nor the output of/)
    writeFileSync(join(folder, 'quotas.json'), '{"Quotas":[]}')
    const over = await start(['--emf', 'quotas.json', '--limits', 'quotas.json', '--', 'good.json'])
    assert.equal(over.code, 2)
    assert.match(over.stderr, /quotas\.json is also an input/)
  })

  it('bills alternatives in addition to the configuration, at the prices of a file', async () => {
    writeFileSync(join(folder, 'prices.json'), '{"region":"eu-central-1","metricMonth":3}')
    const { stdout } = await start([
      '--emf',
      EMF,
      '--prices',
      'prices.json',
      '--alternative',
      'EXCLUDE_OPERATIONS=*:*',
      '--',
      'good.json',
    ])
    assert.match(stdout, /US dollars, .*\(eu-central-1,/)
    assert.match(stdout, /^Call metrics +\$6\.00\nFunction metrics +\$9\.00$/m)
    assert.match(stdout, /^without operations \*:\* +\$\d+\.\d\d$/m)
  })

  it('compares with a baseline', async () => {
    trailFile('old.json', [record({ eventID: 'a', eventName: 'Old' })])
    trailFile('new.json', [record({ eventID: 'b', eventName: 'New' })])
    const { stdout } = await start(['--emf', EMF, '--baseline', 'old.json', '--', 'new.json'])
    assert.match(stdout, /New operations +before +after\nec2:New +0 +60 +new/)
    assert.match(stdout, /Operations no longer seen +before +after\nec2:Old +60 +0 +gone/)
  })

  it('counts only records that pass the filters, and reports the excluded ones', async () => {
    trailFile(
      'mixed.json',
      records(6, (i) => ({
        eventTime: at(i * 60),
        eventSource: i % 2 === 0 ? 's3.amazonaws.com' : 'ec2.amazonaws.com',
      })),
    )
    const filters = ['--since', '2026-10-01T12:01', '--service', 's*']
    const [text, json, none] = await Promise.all([
      start(['--emf', EMF, ...filters, 'mixed.json']),
      start(['--emf', `${EMF}2`, '--json', ...filters, 'mixed.json']),
      start(['--emf', `${EMF}3`, '--principal', 'nobody', 'mixed.json']),
    ])
    assert.match(text.stdout, /^Records +2: 2 counted as calls$/m)
    assert.match(
      text.stdout,
      /Excluded by filters: 4 records \(1 by --since 2026-10-01T12:01:00Z, 3 by --service s\*\)/,
    )
    assert.deepEqual(JSON.parse(json.stdout).leftOut, [
      { filter: '--since 2026-10-01T12:01:00Z', records: 1 },
      { filter: '--service s*', records: 3 },
    ])
    assert.equal(none.code, 0)
    assert.match(none.stdout, /^Records +0: /m)
    assert.match(none.stdout, /Excluded by filters: 6 records \(6 by --principal nobody\)/)
  })

  it('prints the whole report as JSON', async () => {
    const { stdout } = await start(['--json', '--emf', EMF, '--baseline', 'old.json', '--', 'new.json'])
    const json = JSON.parse(stdout)
    assertReport(json)
    assert.deepEqual(json.usage[0].name, ['ec2', 'New', 'eu-west-1'])
    assert.equal(json.comparison.operations.appeared.length, 1)
    assert.equal(json.bills.length, 6)
  })

  it('reads standard input', () => {
    const [program, args] = apiUsageCommand(['preview', '--emf', EMF, '-'])
    const { stdout, status } = spawnSync(program, args, {
      input: gzipSync(JSON.stringify({ Records: records(7) })),
      env: { ...neutralEnvironment(), INIT_CWD: folder },
      encoding: 'utf8',
    })
    assert.equal(status, 0)
    assert.match(stdout, /^Calls +7$/m)
    assert.match(stdout, /^Files read +1: standard input$/m)
  })

  it('reads the objects of an event only if requested', async () => {
    const { code, stderr } = await apiUsage(['preview', '--no-html', '--emf', EMF, 'events/s3.json'])
    assert.equal(code, 1)
    assert.match(stderr, /Skipped events\/s3.json: .*s3:\/\/\S+ is not read without --read-objects/)
  })

  it('starts a new series budget for every hour of the trail', async () => {
    const hours = [0, 1, 2].flatMap((hour) =>
      Array.from({ length: 4 }, (_, i) => record({ eventName: `Op${hour}${i}`, eventTime: at(hour * 3600) })),
    )
    trailFile('day.json', hours)
    const [enough, short] = [
      await start(['--emf', EMF, 'day.json'], { MAX_SERIES: '4' }),
      await start(['--emf', EMF, 'day.json'], { MAX_SERIES: '3' }),
    ]
    assert.match(enough.stdout, /^Calls by operation: 12, /m)
    assert.doesNotMatch(enough.stdout, /\(other\)/)
    assert.match(short.stdout, /^The metrics count 3 calls as \(other\), because MAX_SERIES/m)
  })

  it('reports the lag if file names include the time of delivery', async () => {
    const delivered = '111122223333_CloudTrail_eu-west-1_20261001T1205Z_abc.json'
    const lateOnly = '111122223333_CloudTrail_eu-west-1_20261001T1155Z_abc.json'
    trailFile(
      delivered,
      records(2, (i) => ({ eventTime: at(i * 60) })),
    )
    trailFile(lateOnly, records(2))
    const [known, early] = [await start(['--emf', EMF, delivered]), await start(['--emf', EMF, lateOnly])]
    assert.match(known.stdout, /^Delivery lag +240 to 300 seconds after the call/m)
    assert.match(early.stdout, /^Calls +2$/m, 'a name that is earlier than the records expires nothing')
    assert.doesNotMatch(early.stdout, /Delivery lag/)
  })

  it('overwrites no input, no folder and no other output', async () => {
    mkdirSync(join(outFolder, 'folder'))
    writeFileSync(join(folder, 'prices.json'), '{}')
    mkdirSync(join(folder, 'tables'))
    trailFile(join('tables', 'errors.csv'), [record()])
    const before = readFileSync(join(folder, 'good.json'), 'utf8')
    const results = await Promise.all([
      start(['--emf', 'good.json', 'good.json']),
      start(['--html', 'old.json', '--emf', EMF, '--baseline', 'old.json', '--', 'good.json']),
      start(['--emf', join(outFolder, 'folder'), 'good.json']),
      start(['--emf', EMF, '--html', EMF, 'good.json']),
      start(['--emf', EMF, '--csv', 'tables', 'tables/errors.csv']),
      start(['--emf', EMF, '--csv', 'good.json', 'good.json']),
      start(['--emf', '', 'good.json']),
      start(['']),
      start(['--baseline', 'old.json', 'good.json']),
      start(['--prices', 'prices.json', '--emf', 'prices.json', 'good.json']),
    ])
    assert.deepEqual(
      results.map(({ code }) => code),
      new Array(10).fill(2),
    )
    const reasons = [
      /good.json is also an input or another output, and would be overwritten/,
      /old.json is also an input/,
      /folder is a folder/,
      /would be/,
      /tables\/errors\.csv is also an input/,
      /good\.json is a file: expected a folder/,
      /given an empty text/,
      /given an empty text/,
      /expected newer inputs/,
      /prices.json is also an input/,
    ]
    for (const [i, reason] of reasons.entries()) assert.match(results[i]?.stderr ?? '', reason)
    assert.equal(readFileSync(join(folder, 'good.json'), 'utf8'), before)
  })

  it('keeps older output if nothing can be read', async () => {
    const out = mkdtempSync(join(outFolder, 'older-'))
    const older = join(out, 'older')
    writeFileSync(older, 'older')
    assert.equal((await start(['--emf', older, 'missing'])).code, 1)
    assert.deepEqual([readFileSync(older, 'utf8'), readdirSync(out)], ['older', ['older']])
  })

  it('counts files in the order of delivery, regardless of folders', async () => {
    const hours = [8, 9]
    for (const region of ['a', 'b']) {
      for (const hour of hours) {
        const name = `111122223333_CloudTrail_${region}_20261001T${String(hour + 1).padStart(2, '0')}00Z_x.json`
        mkdirSync(join(folder, 'ordered', region), { recursive: true })
        trailFile(
          join('ordered', region, name),
          records(5, (i) => ({
            eventID: `${region}${hour}${i}`,
            eventName: `${region}${i}`,
            eventTime: `2026-10-01T0${hour}:30:00Z`,
          })),
        )
      }
    }
    const { stdout } = await start(['--emf', EMF, '--json', 'ordered'], { MAX_SERIES: '5' })
    assert.equal(JSON.parse(stdout).callsFolded, 10)
  })

  it('reports that nothing could be read', async () => {
    const { code, stderr } = await start(['--emf', EMF, 'bad.txt'])
    assert.equal(code, 1)
    assert.match(stderr, /No file with CloudTrail records could be read\./)
  })

  it('rejects unknown names, and suggests the nearest', async () => {
    const results = await Promise.all([
      start(['--tpo', '5']),
      start(['--by', 'nothing']),
      start(['--top', '0']),
      start(['--alternative', 'NOPE=1', '--', 'good.json']),
      start(['--prices', 'good.json']),
      start([], { TOP_CALLERS: 'x' }),
      start(['--top-callers', '21', '--max-series', '0']),
    ])
    assert.deepEqual(
      results.map(({ code }) => code),
      new Array(7).fill(2),
    )
    const [option, by, top, alternative, prices, variable, flags] = results.map(({ stderr }) => stderr)
    assert.match(option ?? '', /unknown option '--tpo'\n\(Did you mean --top\?\)/)
    assert.match(by ?? '', /Expected one or two of service, operation, principal, region, account, error/)
    assert.match(top ?? '', /Expected a whole number from 1/)
    assert.match(alternative ?? '', /expected VARIABLE=value with one of METRIC_NAMESPACE/)
    assert.match(prices ?? '', /Records is not the name of a price/)
    assert.match(variable ?? '', /TOP_CALLERS must be a whole number from 0 to 20, given "x"/)
    assert.match(flags ?? '', /--top-callers must be a whole number from 0 to 20, given "21"/)
    assert.match(flags ?? '', /--max-series must be a whole number from 1 to 100000, given "0"/)
  })

  it('shows how it is used', async () => {
    const { code, stdout } = await start(['--help'])
    assert.equal(code, 0)
    assert.match(stdout, /api-usage preview --baseline before\/ -- after\//)
  })

  it('leaves no partial file after an interruption, and keeps an older one', async () => {
    const many = mkdtempSync(join(folder, 'many-'))
    const text = records(2000)
      .map((one) => JSON.stringify(one))
      .join('\n')
    for (let i = 0; i < 200; i++) writeFileSync(join(many, `${i}.jsonl`), text.replaceAll('id-', `${i}-`))
    const out = join(many, '.out')
    mkdirSync(out)
    writeFileSync(join(out, 'emf'), 'older')
    const child = spawn(...apiUsageCommand(['preview', '--emf', join(out, 'emf'), many]), {
      env: { ...neutralEnvironment(), INIT_CWD: folder },
    })
    const exited = once(child, 'exit')
    while (child.exitCode === null && readdirSync(out).length < 2) await setTimeout(20)
    for (let i = 0; i < 3; i++) child.kill('SIGINT')
    const [code] = await exited
    assert.equal(code, 130)
    assert.deepEqual(readdirSync(out), ['emf'])
    assert.equal(readFileSync(join(out, 'emf'), 'utf8'), 'older')
  })
})

describe('api-usage preview in a terminal', { skip: NO_TERMINAL }, () => {
  const ESCAPE = String.fromCharCode(27)

  it('fits the width and has colors', () => {
    const shown = inTerminal(`--emf ${EMF}`)
    assert.ok(shown.includes(`${ESCAPE}[1mAPI usage from 2026-10-01 00:00 to 23:59 UTC (1 day)${ESCAPE}[22m`))
    const plain = shown.replaceAll(new RegExp(`${ESCAPE}\\[[\\d;?]*[a-zA-Z]`, 'g'), '')
    const report = plain.slice(plain.indexOf('API usage from'))
    for (const line of report.split('\n')) assert.ok(line.length <= 100 || !line.trim().includes(' '), line)
    assert.doesNotMatch(report, /…/)
  })

  it('has no colors with NO_COLOR', () => {
    // Other sequences may be there: the progress bar moves the cursor.
    assert.doesNotMatch(inTerminal(`--emf ${EMF}`, { NO_COLOR: '1' }), new RegExp(`${ESCAPE}\\[[\\d;]*m`))
  })
})
