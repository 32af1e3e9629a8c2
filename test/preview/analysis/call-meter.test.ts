import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readDocument } from '../../../src/cloudwatch/document.ts'
import { Extraction } from '../../../src/cloudwatch/extract.ts'
import { readConfig } from '../../../src/core/config.ts'
import { createPipeline } from '../../../src/core/pipeline.ts'
import { createCallMeter, LISTS, type MeterLimits } from '../../../src/preview/analysis/call-meter.ts'
import { callersOf } from '../../../src/preview/analysis/callers.ts'
import { totalOf, usageBy } from '../../../src/preview/analysis/usage.ts'
import { countedIn } from '../../support/counted.ts'
import { assumedRole, at, EVENT_MINUTE, record, records } from '../../support/records.ts'
import { FUNCTION_NAME, onCounted, runIn } from '../../support/run.ts'

const operation = fc.record({
  eventName: fc.constantFrom('One', 'Two', 'Three'),
  awsRegion: fc.constantFrom('eu-west-1', 'us-east-1'),
  recipientAccountId: fc.constantFrom('111122223333', '444455556666'),
  userIdentity: fc.nat(9).map((i) => assumedRole(`role-${i}`)),
  eventTime: fc.nat(200).map(at),
  errorCode: fc.constantFrom(undefined, 'Throttling', 'AccessDenied', '200'),
  eventType: fc.constantFrom('AwsApiCall', 'AwsServiceEvent'),
  // Small numbers make duplicates.
  eventID: fc.nat(60).map(String),
})

describe('the calls of the report', () => {
  it('equal CallCount, ErrorCount and ThrottleCount of each operation, also with duplicates', () => {
    fc.assert(
      fc.property(fc.array(fc.array(operation, { maxLength: 40 }), { maxLength: 4 }), (deliveries) => {
        const meter = createCallMeter(['operation'])
        const pipeline = createPipeline(readConfig({}), FUNCTION_NAME, onCounted(meter.add))
        const extraction = new Extraction()
        for (const delivery of deliveries) {
          const outcome = runIn(pipeline, delivery.map(record))
          outcome.commit()
          for (const line of outcome.lines) extraction.add(readDocument(line))
        }
        const sums = new Map<string, number>()
        for (const { metric, set, dimensions, points } of extraction.series()) {
          if (set !== 'Service,Operation,Region') continue
          const sum = points.reduce((total, point) => total + point.sum, 0)
          sums.set([metric, ...Object.values(dimensions)].join(), sum)
        }
        const rows = usageBy(LISTS.operations, meter.read())
        const metrics = { CallCount: 'calls', ErrorCount: 'errors', ThrottleCount: 'throttles' } as const
        const shown = rows.flatMap((row) =>
          Object.entries(metrics)
            .filter(([, part]) => row[part] > 0)
            .map(([metric, part]) => [[metric, ...row.name].join(), row[part]] as const),
        )
        assert.deepEqual(new Map(shown), sums)
      }),
    )
  })

  it('are complete for each caller, however many callers there are in a minute', () => {
    const callers = callersOf(
      countedIn(records(300, (i) => ({ userIdentity: assumedRole(`role-${i % 30}`) }))),
    )
    assert.deepEqual(
      callers.map(({ calls }) => calls),
      new Array(30).fill(10),
    )
  })
})

describe('the busiest second', () => {
  const all = (times: readonly number[]) =>
    times.map((second, i) => record({ eventID: String(i), eventTime: at(second) }))

  it('is the first with the most calls', () => {
    const { peak, peakTime } = totalOf(countedIn(all([0, 5, 5, 7, 9, 9])))
    assert.deepEqual({ peak, peakTime }, { peak: 2, peakTime: EVENT_MINUTE + 5000 })
  })

  it('includes later calls in the same second, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1 }), (times) => {
        const bySecond = new Map<number, number>()
        for (const second of times) bySecond.set(second, (bySecond.get(second) ?? 0) + 1)
        const { peak, peakTime } = totalOf(countedIn(all(times)))
        assert.equal(peak, Math.max(...bySecond.values()))
        assert.equal(bySecond.get((peakTime - EVENT_MINUTE) / 1000), peak)
      }),
    )
  })
})

describe('callers, operations and errors without end', () => {
  const hostile = records(400, (i) => ({
    eventID: String(i),
    eventName: `Operation${i % 7}`,
    userAgent: `program-${'abcdefghijklmnopqrst'.charAt(i % 20)}`,
    userIdentity: assumedRole(`role-${i}`),
    errorCode: i % 2 === 0 ? `Code${i}` : undefined,
  }))
  const counted = (limits: MeterLimits) => {
    const meter = createCallMeter(['operation'], limits)
    runIn(createPipeline(readConfig({}), FUNCTION_NAME, onCounted(meter.add)), hostile)
    return meter.read()
  }
  const noLimits = { groups: 1e6, characters: 1e9, agents: 1e6 }

  for (const limits of [{ groups: 20 }, { characters: 3000 }]) {
    it(`stand under (other) past ${JSON.stringify(limits)}, in complete totals`, () => {
      const { groups, callsUnderOther } = counted({ ...noLimits, ...limits })
      assert.ok(groups.length < 100)
      const named = groups.filter(({ values }) => values.Principal !== '(other)')
      assert.equal(callsUnderOther, 400 - named.reduce((sum, { calls }) => sum + calls, 0))
      assert.deepEqual(totalOf(counted({ ...noLimits, ...limits })), totalOf(counted(noLimits)))
    })
  }

  it('leave the operations apart as long as callers alone are too many', () => {
    const calls = records(400, (i) => ({
      eventID: String(i),
      eventName: `Operation${i % 4}`,
      userIdentity: assumedRole(`role-${i}`),
    }))
    const meter = createCallMeter(['operation'], { ...noLimits, groups: 40 })
    runIn(createPipeline(readConfig({}), FUNCTION_NAME, onCounted(meter.add)), calls)
    assert.deepEqual(
      usageBy(LISTS.operations, meter.read()).map(({ name, calls }) => [name[1], calls]),
      [0, 1, 2, 3].map((i) => [`Operation${i}`, 100]),
    )
  })

  it('are the top operation of no list, even if they are most calls', () => {
    const calls = records(400, (i) => ({ eventID: String(i), eventName: `Operation${i}` }))
    const meter = createCallMeter(['account'], { ...noLimits, groups: 4 })
    runIn(createPipeline(readConfig({}), FUNCTION_NAME, onCounted(meter.add)), calls)
    const [account] = usageBy(LISTS.all, meter.read())
    assert.deepEqual(account?.topOperation, { name: 'ec2:Operation0', calls: 1 })
  })

  it('have no more agents than there is room for', () => {
    const calls = records(200, (i) => ({
      eventID: String(i),
      userAgent: `program-${'abcdefghijklmnopqrst'.charAt(i % 20)}`,
    }))
    const meter = createCallMeter(['operation'], { ...noLimits, agents: 4 })
    runIn(createPipeline(readConfig({}), FUNCTION_NAME, onCounted(meter.add)), calls)
    const [caller] = callersOf(meter.read())
    assert.equal(caller?.agents, 1 + 4 + 1, 'the first, the four, and (other)')
  })
})
