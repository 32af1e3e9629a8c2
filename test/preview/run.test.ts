import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Call } from '../../src/core/cloudtrail/call.ts'
import { readConfig } from '../../src/core/config.ts'
import { LIMIT_FILES } from '../../src/core/rate-limits/limit-files.ts'
import type { Input } from '../../src/inputs/input.ts'
import { type RunOptions, runPreview } from '../../src/preview/run.ts'
import { parseEmf } from '../support/emf.ts'
import { message, record } from '../support/records.ts'

const input = (name: string, eventName: string, bytes = 10): Input => ({
  name,
  bytes,
  read: async () => [message(record({ eventName, eventID: eventName }))],
})
const BAD: Input = { name: 'bad', bytes: 5, read: async () => Promise.reject(new Error('broken')) }

/** Runs the preview, and collects its outputs. */
async function run(inputs: readonly Input[], more: Partial<RunOptions> = {}) {
  const lines: string[] = []
  const told: unknown[] = []
  const result = await runPreview({
    inputs,
    config: readConfig({ MAX_AGE_HOURS: '1000000' }),
    limits: { table: LIMIT_FILES, overrides: [] },
    variants: [],
    grouping: ['operation'],
    filters: [],
    signal: new AbortController().signal,
    writeLines: (all) => void lines.push(...all),
    onBadInput: (name, error) => told.push([name, String(error)]),
    onProgress: (done, all) => told.push([done, all]),
    ...more,
  })
  return { result, lines, told }
}

describe('runPreview', () => {
  it('writes the lines of every input, and extracts them', async () => {
    const { result, lines } = await run([input('a', 'One'), input('b', 'Two')])
    assert.equal(result.lines, lines.length)
    assert.deepEqual(
      new Set(lines.map((line) => parseEmf(line).set.join())),
      new Set([...result.extraction.series()].map(({ set }) => set)),
    )
    assert.deepEqual([result.filesRead, result.filesSkipped], [2, 0])
  })

  it('skips an input that can not be read, and reports the reason', async () => {
    const { result, told } = await run([BAD, input('a', 'One')])
    assert.deepEqual([result.filesRead, result.filesSkipped], [1, 1])
    assert.deepEqual(told[0], ['bad', 'Error: broken'])
  })

  it('counts only the records that all filters keep, and the records that each excluded', async () => {
    const filters = [{ name: 'f', keeps: ({ dimensions }: Call) => dimensions.Operation !== 'One' }]
    const { result } = await run([input('a', 'One'), input('b', 'Two')], { filters })
    assert.deepEqual(result.leftOut, [{ filter: 'f', records: 1 }])
    const received = [...result.extraction.series()].find(({ metric }) => metric === 'RecordsReceived')
    assert.equal(
      received?.points.reduce((sum, point) => sum + point.sum, 0),
      1,
    )
    assert.equal(result.filesRead, 2)
  })

  it('reports the bytes done, including those of bad inputs', async () => {
    const { told } = await run([BAD, input('a', 'One')])
    assert.deepEqual(
      told.filter((one) => Array.isArray(one) && typeof one[0] === 'number'),
      [
        [5, 15],
        [15, 15],
      ],
    )
  })

  it('counts a duplicate once, unless the lines of the first were not written', async () => {
    const { result } = await run([input('a', 'One'), input('b', 'One')])
    const counted = [...result.extraction.series()].find(({ metric }) => metric === 'RecordsDuplicate')
    assert.equal(counted?.points[0]?.sum, 1)
    await assert.rejects(run([input('a', 'One')], { writeLines: () => assert.fail('full') }), /full/)
  })

  it('bills the configuration for the lines that are written', async () => {
    const config = readConfig({ MAX_AGE_HOURS: '1000000' })
    const { result, lines } = await run([input('a', 'One')], {
      config,
      variants: [
        {
          name: 'as configured',
          sets: config.dimensionSets,
          maxSeries: config.maxSeries,
          keeps: undefined,
        },
      ],
    })
    assert.deepEqual(
      result.meters.map(({ metricHours }) => metricHours),
      [2],
    )
    assert.equal(result.meters[0]?.emfBytes, lines.join('\n').length + 1)
  })

  it('counts nothing of an input that was interrupted', async () => {
    const stop = new AbortController()
    const interrupted: Input = {
      ...input('a', 'One'),
      read: async () => {
        stop.abort(new Error('stopped'))
        return [message(record())]
      },
    }
    const writeLines = () => assert.fail('counted')
    await assert.rejects(run([interrupted], { signal: stop.signal, writeLines }), /stopped/)
  })

  it('ends when interrupted', async () => {
    const stop = new AbortController()
    stop.abort(new Error('stopped'))
    await assert.rejects(run([input('a', 'One')], { signal: stop.signal }), /stopped/)
  })
})
