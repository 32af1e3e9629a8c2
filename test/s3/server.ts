import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'

/** moto's server, which speaks the protocol of S3: from PyPI, `moto[server]`. */
const MOTO_SERVER = process.env.MOTO_SERVER ?? '.venv/bin/moto_server'

const ROOT = { accessKeyId: 'root', secretAccessKey: 'root' }
const REGION = 'us-east-1'

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export interface S3Server {
  readonly url: string
  /** What a process needs in its environment to use it. */
  environment(credentials?: Credentials): Record<string, string>
  /** Makes a bucket with these objects, by key. */
  fill(bucket: string, objects: Readonly<Record<string, Buffer>>): Promise<void>
  /** The keys of a new user with this policy. From now on the server asks what a caller may do. */
  limitedUser(statement: Readonly<Record<string, unknown>>): Promise<Credentials>
  stop(): Promise<void>
}

/** Starts a server with nothing in it. */
export async function startS3(): Promise<S3Server> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = spawn(MOTO_SERVER, ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    env: { ...process.env, INITIAL_NO_AUTH_ACTION_COUNT: '1000000' },
  })
  await answering(server, url)
  const client = new S3Client({ endpoint: url, region: REGION, credentials: ROOT, forcePathStyle: true })

  return {
    url,
    environment: ({ accessKeyId, secretAccessKey } = ROOT) => ({
      AWS_ENDPOINT_URL_S3: url,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    }),
    async fill(bucket, objects) {
      await client.send(new CreateBucketCommand({ Bucket: bucket }))
      for (const [key, body] of Object.entries(objects))
        await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }))
    },
    async limitedUser(statement) {
      const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
      await iam(url, { Action: 'CreateUser', UserName: 'limited' })
      await iam(url, {
        Action: 'PutUserPolicy',
        UserName: 'limited',
        PolicyName: 'p',
        PolicyDocument: policy,
      })
      const xml = await iam(url, { Action: 'CreateAccessKey', UserName: 'limited' })
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

async function iam(url: string, parameters: Record<string, string>): Promise<string> {
  const scope = `Credential=root/20261001/${REGION}/iam/aws4_request`
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
  const failed = once(server, 'error').then(([error]) => {
    throw new Error(
      `${MOTO_SERVER} does not start: pip install 'moto[server]', or say in MOTO_SERVER where it is`,
      {
        cause: error,
      },
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

async function freePort(): Promise<number> {
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
