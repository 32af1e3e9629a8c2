import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readDocument } from '../../src/cloudwatch/document.ts'
import { Extraction, mergePoints } from '../../src/cloudwatch/extract.ts'
import { ACCOUNT, assumedRole, at, EVENT_MINUTE, NOW, record, records } from '../support/records.ts'
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

  it('adds up callers and errors', () => {
    const warm = pipeline()
    const lines = [0, 1].flatMap((i) => {
      const members = { userIdentity: assumedRole('deployer'), errorCode: 'Throttling' }
      return runIn(warm, [record({ eventID: `${i}`, ...members }), record({ eventID: `x${i}` })]).lines
    })
    const { callers, errors } = extract(lines)
    const operation = { service: 'ec2', operation: 'DescribeInstances', region: 'eu-west-1' }
    const boto3 = { account: ACCOUNT, agent: 'Boto3', agents: 1 }
    assert.deepEqual(callers, [
      { ...operation, ...boto3, principal: 'role/deployer', calls: 2, throttles: 2 },
      { ...operation, ...boto3, principal: 'role/scanner', calls: 2, throttles: 0 },
    ])
    assert.deepEqual(errors, [
      { ...operation, account: ACCOUNT, principal: 'role/deployer', code: 'Throttling', calls: 2 },
    ])
  })

  it('adds up a caller of an account over all its agents, and names the most active', () => {
    const agents = ['Boto3/1', 'Terraform/1', 'Terraform/1', 'aws-cli/2', 'Boto3/1', 'Boto3/1']
    const lines = [agents.slice(0, 3), agents.slice(3)].flatMap(
      (some, i) => run(records(3, (j) => ({ eventID: `${i} ${j}`, userAgent: some[j] }))).lines,
    )
    const other = run([record({ recipientAccountId: '222233334444' })]).lines
    assert.deepEqual(
      extract([...lines, ...other]).callers.map(({ account, agent, agents, calls }) => [
        account,
        agent,
        agents,
        calls,
      ]),
      [
        [ACCOUNT, 'Boto3', 2, 6],
        ['222233334444', 'Boto3', 1, 1],
      ],
    )
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
