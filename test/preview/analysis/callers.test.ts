import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { callersOf, errorsOf, throttledOperations } from '../../../src/preview/analysis/callers.ts'
import { countedIn, fewRecords } from '../../support/counted.ts'
import { ACCOUNT, EVENT_MINUTE, records } from '../../support/records.ts'

const counted = countedIn(fewRecords())

describe('throttledOperations', () => {
  it('lists the throttled callers, most throttled first', () => {
    const [first, ...others] = throttledOperations(counted)
    assert.deepEqual(others, [])
    assert.deepEqual(
      [first?.operation.name, first?.operation.throttles],
      [['ssm', 'PutParameter', 'eu-west-1'], 3],
    )
    assert.deepEqual(
      first?.callers.map(({ principal, throttles, calls }) => [principal, throttles, calls]),
      [
        ['role/deployer', 2, 2],
        ['role/scanner', 1, 1],
      ],
    )
  })
})

describe('callersOf', () => {
  it('adds up a caller over all operations, the most throttled caller first', () => {
    const [first, second] = callersOf(counted)
    assert.deepEqual([first?.principal, first?.throttles], ['role/deployer', 2])
    assert.deepEqual(second, {
      account: ACCOUNT,
      principal: 'role/scanner',
      agent: 'Boto3',
      agents: 1,
      calls: 10,
      errors: 1,
      throttles: 1,
      peak: 5,
      peakTime: EVENT_MINUTE,
      topOperation: { name: 'ec2:DescribeInstances', calls: 9 },
    })
  })

  it('has the agent with the most calls, and distinguishes 100 agents', () => {
    const agents = (count: number) =>
      countedIn(
        records(count, (i) => ({
          userAgent: i < 2 ? 'Zed/1' : `Agent${'abcdefghij'[i % 10]}x${'y'.repeat(i)}/1`,
        })),
      )
    const [few] = callersOf(agents(5))
    assert.deepEqual([few?.agent, few?.agents], ['Zed', 4])
    const [many] = callersOf(agents(120))
    assert.equal(many?.agents, 101)
  })

  it('never names (other) as an agent, even if it has the most calls', () => {
    const [caller] = callersOf(
      countedIn(
        records(300, (i) => ({
          userAgent: i < 2 ? 'Zed/1' : `Agent${String.fromCharCode(97 + (i % 26))}${'y'.repeat(i)}/1`,
        })),
      ),
    )
    assert.deepEqual([caller?.agent, caller?.agents], ['Zed', 101])
  })

  it('counts no agent twice that is named for one operation and under (other) for another', () => {
    const all = Array.from({ length: 101 }, (_, i) => `Agent${'y'.repeat(i)}/1`)
    const calls = (eventName: string, agents: readonly string[]) =>
      records(agents.length, (i) => ({ eventID: `${eventName} ${i}`, eventName, userAgent: agents[i] ?? '' }))
    const [caller] = callersOf(countedIn([...calls('A', all), ...calls('B', all.slice(-1))]))
    assert.equal(caller?.agents, 101)
  })
})

describe('errorsOf', () => {
  it('lists failed calls by code, operation and caller, most calls first', () => {
    assert.deepEqual(
      errorsOf(counted).map(({ code, operation, principal, calls, throttles }) => [
        code,
        operation,
        principal,
        calls,
        throttles,
      ]),
      [
        ['ThrottlingException', 'PutParameter', 'role/deployer', 2, 2],
        ['AccessDenied', 'GetRole', '111122223333:role/scanner', 1, 0],
        ['ThrottlingException', 'PutParameter', 'role/scanner', 1, 1],
      ],
    )
  })
})
