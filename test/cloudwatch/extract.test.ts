import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readDocument } from '../../src/cloudwatch/document.ts'
import { Extraction, mergePoints } from '../../src/cloudwatch/extract.ts'
import { at, EVENT_MINUTE, NOW, records } from '../support/records.ts'
import { pipeline, run, runIn } from '../support/run.ts'

function extract(lines: readonly string[]): Extraction {
  const extraction = new Extraction()
  for (const line of lines) extraction.add(readDocument(line))
  return extraction
}

function seriesOf(extraction: Extraction, metric: string, set: string) {
  return [...extraction.series()].filter((series) => series.metric === metric && series.set === set)
}

describe('Extraction', () => {
  it('has Sum, Maximum, Minimum and SampleCount of every metric, set and minute', () => {
    const times = [0, 0, 0, 5, 60, 61, 61]
    const { lines } = run(records(times.length, (i) => ({ eventTime: at(times[i] ?? 0) })))
    assert.deepEqual(seriesOf(extract(lines), 'CallCount', 'Service,Operation,Region'), [
      {
        metric: 'CallCount',
        set: 'Service,Operation,Region',
        dimensions: { Service: 'ec2', Operation: 'DescribeInstances', Region: 'eu-west-1' },
        points: [
          { minute: EVENT_MINUTE, sum: 4, maximum: 3, minimum: 1, count: 2 },
          { minute: EVENT_MINUTE + 60_000, sum: 3, maximum: 2, minimum: 1, count: 2 },
        ],
      },
    ])
  })

  it('adds up several documents of a minute, so that its maximum is a lower bound', () => {
    const warm = pipeline()
    const lines = [0, 1].flatMap((i) => {
      const outcome = runIn(
        warm,
        records(3, (j) => ({ eventID: `${i}-${j}` })),
      )
      outcome.commit()
      return outcome.lines
    })
    const [series] = seriesOf(extract(lines), 'CallCount', 'Service,Region')
    assert.deepEqual(series?.points, [{ minute: EVENT_MINUTE, sum: 6, maximum: 3, minimum: 3, count: 2 }])
  })

  it("keeps sets separate, and the function's metrics at their own time", () => {
    const { lines } = run(records(2), { EXTRA_DIMENSION_SETS: 'Service' })
    const extraction = extract(lines)
    assert.deepEqual(
      [...extraction.series()]
        .filter(({ metric }) => metric === 'CallCount')
        .map(({ set, points }) => [set, points[0]?.sum]),
      [
        ['Service,Operation,Region', 2],
        ['Service,Region', 2],
        ['Service', 2],
      ],
    )
    const [lag] = seriesOf(extraction, 'DeliveryLag', 'FunctionName')
    assert.deepEqual(lag?.points, [{ minute: NOW, sum: 600, maximum: 300, minimum: 300, count: 2 }])
  })

  for (const line of ['{}', '7', '{"_aws":{}}', '{"_aws":{"Timestamp":1,"CloudWatchMetrics":[{}]}}']) {
    it(`rejects a line that is not EMF: ${line}`, () => assert.throws(() => extract([line]), /not EMF/))
  }
})

describe('mergePoints', () => {
  it('sorts by time and merges equal minutes', () => {
    const point = (minute: number, sum: number) => ({ minute, sum, maximum: sum, minimum: sum, count: 1 })
    assert.deepEqual(mergePoints([point(2, 5), point(1, 1), point(2, 3)]), [
      point(1, 1),
      { minute: 2, sum: 8, maximum: 5, minimum: 3, count: 2 },
    ])
  })
})
