import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { neutralEnvironment } from './environment.ts'
import { freePort } from './port.ts'

/** moto's server, which speaks the protocols of AWS: from PyPI, `moto[server]`. */
const MOTO_SERVER = process.env.MOTO_SERVER ?? '.venv-template/bin/moto_server'

const ROOT = { accessKeyId: 'root', secretAccessKey: 'root' }

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export interface Moto {
  readonly url: string
  /** What a process needs in its environment to use it, for the service with that suffix (`_S3`) or for all. */
  environment(credentials?: Credentials, suffix?: string): Record<string, string>
  /** The keys of a new user with these statements as policy. From now on the server asks what a caller may do. */
  limitedUser(name: string, ...statements: readonly Readonly<Record<string, unknown>>[]): Promise<Credentials>
  stop(): Promise<void>
}

/** Starts a server with nothing in it. */
export async function startMoto(region: string): Promise<Moto> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = spawn(MOTO_SERVER, ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    env: { ...neutralEnvironment(), INITIAL_NO_AUTH_ACTION_COUNT: '1000000' },
  })
  await answering(server, url)

  return {
    url,
    environment: ({ accessKeyId, secretAccessKey } = ROOT, suffix = '') => ({
      [`AWS_ENDPOINT_URL${suffix}`]: url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    }),
    async limitedUser(name, ...statements) {
      const call = (parameters: Record<string, string>) => iam(url, region, { UserName: name, ...parameters })
      await call({ Action: 'CreateUser' })
      const policy = JSON.stringify({ Version: '2012-10-17', Statement: statements })
      await call({ Action: 'PutUserPolicy', PolicyName: 'p', PolicyDocument: policy })
      const xml = await call({ Action: 'CreateAccessKey' })
      const [accessKeyId, secretAccessKey] = [/<AccessKeyId>(.+?)</, /<SecretAccessKey>(.+?)</].map(
        (pattern) => pattern.exec(xml)?.[1] ?? '',
      )
      assert.ok(accessKeyId && secretAccessKey, xml)
      await fetch(`${url}/moto-api/reset-auth`, { method: 'POST', body: '0' })
      return { accessKeyId, secretAccessKey }
    },
    async stop() {
      server.kill()
      if (server.exitCode === null) await once(server, 'exit')
    },
  }
}

async function iam(url: string, region: string, parameters: Record<string, string>): Promise<string> {
  // Asking what a caller may do begins with the first user, and these calls are nobody's.
  await fetch(`${url}/moto-api/reset-auth`, { method: 'POST', body: '1000000' })
  const scope = `Credential=root/20261001/${region}/iam/aws4_request`
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=none` },
    body: new URLSearchParams({ Version: '2010-05-08', ...parameters }),
  })
  const text = await response.text()
  assert.equal(response.status, 200, text)
  return text
}

async function answering(server: ChildProcess, url: string): Promise<void> {
  const failed = once(server, 'error').then(([cause]) => {
    throw new Error(
      `${MOTO_SERVER} does not start: run "npm run test:moto" or "npm run test:s3", which install it, or set MOTO_SERVER to its path`,
      { cause },
    )
  })
  const tried = async () => {
    for (let i = 0; i < 300; i++) {
      if (await fetch(`${url}/moto-api/`).catch(() => undefined)) return
      await setTimeout(100)
    }
    throw new Error('The server does not answer')
  }
  await Promise.race([failed, tried()])
}
