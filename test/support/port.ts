import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'

/** A port of this machine that is free. */
export async function freePort(): Promise<number> {
  const server = createServer()
  const port = await portOf(server)
  server.close()
  return port
}

/** Lets a server listen on this machine alone, at a port that is free. */
export async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  return address.port
}
