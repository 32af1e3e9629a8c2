import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { recordsInBroken } from '../../../src/inputs/forms/broken.ts'

const found = (json: string) => [...recordsInBroken(Buffer.from(json))].map(String)

const whole = (name: string) =>
  `{"eventName":"${name}","eventTime":"2026-10-01T12:00:00Z","a":{"b":["\\"}\\\\"]}}`
const [first, second] = [whole('first'), whole('second')]

describe('recordsInBroken', () => {
  it('returns the records around one that was truncated', () => {
    for (const broken of [
      '{',
      '{"eventName":"x',
      '{"a":{"b":[1',
      '{"eventName":"x\\',
      first.slice(0, -1),
      'x',
      '}',
    ])
      assert.deepEqual(found(`${first}${broken}${second}${second}`), [first, broken, second, second], broken)
  })

  it('treats a record that ends too early or too late as broken, or as one with something after it', () => {
    assert.deepEqual(found(`${first}}`), [first, '}'])
    assert.deepEqual(found('{"a":1}}'), ['{"a":1}}'])
  })

  it('rejects a broken part that may have two records', () => {
    for (const json of [
      `{"a":[${first},{"b":`,
      `{"eventTime":"x","b":[${first},`,
      `"a":${first}, x`,
      `{"Records":[${first}`,
      '{"Records":[',
      '{"awslogs":{"data":"H4sIAAA',
    ])
      assert.throws(() => found(json), { message: 'damaged JSON that may hold more than one record' }, json)
  })

  it('reads the record in the detail of an event', () => {
    const event = `{"detail-type":"x","detail":${first}}`
    for (const broken of [event.slice(0, -2), event.slice(0, 90)]) assert.deepEqual(found(broken), [broken])
    assert.deepEqual(found(`${event}{${event}`), [first, '{', first])
  })
})
