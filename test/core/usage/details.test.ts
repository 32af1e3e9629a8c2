import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseMessage } from '../../../src/core/cloudtrail/call.ts'
import {
  addDetails,
  type Details,
  DetailsBudget,
  MAX_AGENTS,
  MAX_ENTRIES,
} from '../../../src/core/usage/details.ts'
import { ACCOUNT, assumedRole, type Json, message, record } from '../../support/records.ts'

const OTHER = '(other)'

function detailsOf(all: Iterable<Json>, budget = new DetailsBudget()): Details {
  const details: Details = { callers: new Map(), failures: undefined }
  for (const members of all) {
    const call = parseMessage(message(record(members)))
    assert.ok(call.kind === 'call')
    addDetails(details, call, budget)
  }
  return details
}

function times<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i))
}

/** A product name of letters, as digits would be taken for a version. */
function product(i: number): string {
  return `agent-${String(i).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)))}`
}

describe('addDetails', () => {
  it('keeps one caller for a principal of an account, over all its agents', () => {
    const { callers } = detailsOf([
      {},
      { userAgent: 'Terraform/1.1', errorCode: 'ThrottlingException' },
      { userAgent: 'Terraform/1.2' },
      { recipientAccountId: '222233334444', userIdentity: assumedRole('scanner', '222233334444') },
    ])
    assert.deepEqual(
      [...callers.values()].map(({ agents, ...caller }) => ({
        ...caller,
        agent: agents.mostActive,
        agents: agents.count,
      })),
      [
        {
          account: ACCOUNT,
          principal: 'role/scanner',
          calls: 3,
          throttles: 1,
          agent: 'Terraform',
          agents: 2,
        },
        {
          account: '222233334444',
          principal: 'role/scanner',
          calls: 1,
          throttles: 0,
          agent: 'Boto3',
          agents: 1,
        },
      ],
    )
  })

  it('names the most active agent, whichever came first', () => {
    for (const agents of [
      ['Boto3', 'Terraform', 'Terraform'],
      ['Terraform', 'Boto3', 'Terraform'],
      ['Terraform', 'Terraform', 'Boto3'],
    ]) {
      const [caller] = detailsOf(agents.map((userAgent) => ({ userAgent }))).callers.values()
      assert.deepEqual([caller?.agents.mostActive, caller?.agents.count], ['Terraform', 2])
    }
  })

  it('keeps one failure for a code and a principal of an account', () => {
    const { failures } = detailsOf([
      { errorCode: 'X' },
      {},
      { errorCode: 'Y' },
      { errorCode: 'X', userAgent: 'z' },
    ])
    assert.deepEqual(
      [...(failures?.values() ?? [])],
      [
        { code: 'X', account: ACCOUNT, principal: 'role/scanner', calls: 2 },
        { code: 'Y', account: ACCOUNT, principal: 'role/scanner', calls: 1 },
      ],
    )
    assert.equal(detailsOf([{}]).failures, undefined)
  })

  it('counts at most 100 agents of a principal, and all of its calls', () => {
    for (const count of [MAX_AGENTS - 1, MAX_AGENTS, MAX_AGENTS + 1, 1000]) {
      const [caller] = detailsOf(times(count, (i) => ({ userAgent: product(i) }))).callers.values()
      assert.deepEqual([caller?.agents.count, caller?.calls], [Math.min(count, 100), count])
    }
  })

  it('adds up callers and failures beyond the cap of a group as (other), every call once', () => {
    const { callers, failures } = detailsOf(
      times(MAX_ENTRIES + 100, (i) => ({ userIdentity: assumedRole(`r${i}`), errorCode: 'Throttling' })),
    )
    for (const entries of [callers, failures ?? new Map()]) {
      assert.equal(entries.size, MAX_ENTRIES + 1)
      assert.equal(entries.get(OTHER)?.calls, 100)
    }
    const { account, principal, throttles } = callers.get(OTHER) ?? {}
    assert.deepEqual([account, principal, throttles], [OTHER, OTHER, 100])
  })

  it('bounds the memory of all groups of a batch together', () => {
    const budget = new DetailsBudget()
    let entries = 0
    let calls = 0
    for (let group = 0; group < 200; group++) {
      const details = detailsOf(
        times(300, (i) => ({
          userIdentity: assumedRole(`${'r'.repeat(1000)}${group}-${i}`),
          errorCode: `E${i}`,
        })),
        budget,
      )
      entries += details.callers.size + (details.failures?.size ?? 0)
      for (const caller of details.callers.values()) calls += caller.calls
    }
    assert.equal(calls, 60_000)
    assert.ok(entries < 8_000, `${entries} entries of 1,000 characters`)
  })
})
