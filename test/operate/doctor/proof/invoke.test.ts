import assert from 'node:assert/strict'
import { after, beforeEach, describe, it } from 'node:test'
import { awsClients } from '../../../../src/operate/aws/clients.ts'
import { proveByInvocation } from '../../../../src/operate/doctor/proof/invoke.ts'
import { isObject } from '../../../../src/util/json.ts'
import { denied, startStub, useEndpoint } from '../../../support/aws-stub.ts'
import { facts, MINUTE, NOW } from '../../../support/doctor-facts.ts'
import { ownSums } from '../../../support/emf.ts'
import { watchedHandler } from '../../../support/run.ts'

const stub = await startStub()
useEndpoint(stub.url)
after(() => stub.stop())

let now = NOW
let told: string[] = []
beforeEach(() => {
  now = NOW
  told = []
})

const prove = () =>
  proveByInvocation(
    {
      aws: awsClients({ appId: 'api-usage' }),
      now: () => now,
      sleep: async (ms) => {
        now += ms
      },
      tell: (line) => told.push(line),
    },
    facts('Logs').names,
  )

const own = (more: object = {}, timestamp = NOW) => ({
  message: JSON.stringify({
    FunctionName: 'usage-function',
    RecordsReceived: 0,
    _aws: { Timestamp: timestamp },
    ...more,
  }),
})

describe('doctor --function-only', () => {
  it('passes when what the function wrote is in its log', async () => {
    let searched = 0
    stub.answer({
      Invoke: () => ({}),
      // Found some seconds later, among older and busier documents.
      FilterLogEvents: () => ({
        events: [
          own({}, NOW - 10 * MINUTE),
          own({ ObjectsSkipped: 1 }),
          { message: 'no JSON' },
          ...(++searched > 2 ? [own()] : []),
        ],
      }),
    })
    const { verdict, found } = await prove()
    assert.equal(verdict, 'pass', found)
    assert.match(told[0] ?? '', /usage-function responded after .* Waiting for its log/)
  })

  it('sends an event that the function counts nothing of, and writes its own document for', async () => {
    const payload = stub.calls.find(({ operation }) => operation === 'Invoke')?.input.Payload
    assert.ok(isObject(payload))
    const { handle, lines } = watchedHandler()
    await handle(payload)
    assert.deepEqual(ownSums(lines()), { RecordsReceived: 0 })
    assert.equal(lines().length, 1)
  })

  it('says how the function fails', async () => {
    stub.answer({
      Invoke: () => ({
        'x-amz-function-error': 'Unhandled',
        errorType: 'ConfigError',
        errorMessage: 'Invalid configuration',
      }),
    })
    const { verdict, found } = await prove()
    assert.equal(verdict, 'fail')
    assert.match(found, /The function fails: ConfigError: Invalid configuration/)
  })

  it('fails if nothing gets to the log', async () => {
    stub.answer({ Invoke: () => ({}), FilterLogEvents: () => ({ events: [] }) })
    const { verdict, found, next } = await prove()
    assert.equal(verdict, 'fail')
    assert.match(found, /\/aws\/lambda\/usage has no output after 2 minutes/)
    assert.match(next ?? '', /logs:PutLogEvents/)
  })

  it('cannot tell without the permissions to invoke and to read the log, which it names', async () => {
    stub.answer({ FilterLogEvents: () => denied('logs:FilterLogEvents') })
    const unread = await prove()
    stub.answer({ Invoke: () => denied('lambda:InvokeFunction') })
    const uninvoked = await prove()
    assert.deepEqual([unread.verdict, uninvoked.verdict], ['unknown', 'unknown'])
    assert.match(unread.next ?? '', /Allow logs:FilterLogEvents/)
    assert.match(uninvoked.next ?? '', /Allow lambda:InvokeFunction/)
  })
})
