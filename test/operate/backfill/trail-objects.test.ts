import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, describe, it } from 'node:test'
import { awsClients } from '../../../src/operate/aws/clients.ts'
import { objectReader } from '../../../src/operate/backfill/trail-objects.ts'
import { PayloadError } from '../../../src/util/errors.ts'
import { useEndpoint } from '../../support/aws-stub.ts'
import { portOf } from '../../support/port.ts'

const MAX_BYTES = 10

/** Answers with objects of the length that their keys say. Of those that are too long it sends only the beginning. */
const server = createServer((request, response) => {
  const length = Number(/\/bucket\/(\d+)/.exec(request.url ?? '')?.[1])
  response.writeHead(200, { 'content-length': length })
  if (length > MAX_BYTES) response.write('x')
  else response.end('x'.repeat(length))
})
useEndpoint(`http://127.0.0.1:${await portOf(server)}`)
after(() => {
  server.close()
  server.closeAllConnections()
})

const read = (key: string) =>
  objectReader(awsClients({ appId: 'x', pathStyle: true }))({ bucket: 'bucket', key }, MAX_BYTES)

describe('an object that a user reads', () => {
  it('is given as it is stored', async () => {
    assert.deepEqual((await read('10')).toString(), 'x'.repeat(10))
    assert.equal((await read('0')).length, 0)
  })

  it('is refused without being transferred if it is too long', async () => {
    const [connection] = await Promise.all([
      once(server, 'connection').then(([socket]) => once(socket, 'close')),
      assert.rejects(read('11'), (error) => {
        assert.ok(error instanceof PayloadError)
        assert.equal(error.message, 's3://bucket/11 has more than 10 bytes')
        return true
      }),
    ])
    assert.ok(connection)
  })
})
