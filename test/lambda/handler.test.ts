import assert from 'node:assert/strict'
import { it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { handler } from '../../src/lambda/handler.ts'

it('the entry point counts with what Lambda sets up', async () => {
  const control = gzipSync('{"messageType":"CONTROL_MESSAGE"}').toString('base64')
  assert.equal(await handler({ awslogs: { data: control } }), undefined)
  await assert.rejects(handler({}), /unknown source/)
})
