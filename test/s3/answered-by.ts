import { createServer, type RequestListener } from 'node:http'
import { portOf } from '../support/port.ts'

/** Starts a separate server as a substitute for S3, with the environment that uses it. */
export async function answeredBy(
  listener: RequestListener,
  use: (environment: { readonly AWS_ENDPOINT_URL_S3: string }) => Promise<void>,
): Promise<void> {
  const server = createServer(listener)
  try {
    await use({ AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${await portOf(server)}` })
  } finally {
    server.close()
    server.closeAllConnections()
  }
}
