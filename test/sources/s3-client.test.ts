import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { after, before, beforeEach, describe, it } from 'node:test'
import { assumedRole } from '../../src/sources/assumed-role.ts'
import { createObjectReader, type ReaderOptions } from '../../src/sources/s3-client.ts'
import { useAwsSettings } from '../support/environment.ts'
import { BUCKET, logFileAt, logFileKey } from '../support/objects.ts'
import { portOf } from '../support/port.ts'

const ROLE = 'arn:aws:iam::444455556666:role/api-usage-bucket-reader'
const HOUR_MS = 60 * 60 * 1000
const OBJECT = `s3://${BUCKET}/${logFileKey('a')}`

/** The requests that the servers got, each as its access key, Region and service. */
let requests: string[] = []
let expiresInMs: number
let refusal: string | undefined
let bucketRegion: string

function signatureOf({ headers }: IncomingMessage): readonly string[] {
  const [, key = '', , region = '', service = ''] =
    /Credential=([^/]+)\/(\d+)\/([^/]+)\/(\w+)\//.exec(String(headers.authorization)) ?? []
  return [key, region, service]
}

/** Stands in for STS: gives credentials that are numbered. */
function sts(response: ServerResponse): void {
  if (refusal !== undefined) {
    response.writeHead(403, { 'content-type': 'text/xml' })
    response.end(
      `<ErrorResponse><Error><Code>${refusal}</Code><Message>not allowed</Message></Error></ErrorResponse>`,
    )
    return
  }
  const number = requests.filter((request) => request.endsWith('sts')).length
  const expiration = new Date(Date.now() + expiresInMs).toISOString()
  response.writeHead(200, { 'content-type': 'text/xml' })
  response.end(
    `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>role-${number}</AccessKeyId>` +
      '<SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>' +
      `<Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  )
}

/** Stands in for S3: sends requests of another Region than the bucket's there. */
function s3(region: string | undefined, response: ServerResponse): void {
  if (region === bucketRegion) {
    response.end('content')
    return
  }
  response.writeHead(301, { 'x-amz-bucket-region': bucketRegion })
  response.end('<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>')
}

const server = createServer((request, response) => {
  const signature = signatureOf(request)
  requests.push(signature.join(' '))
  if (signature[2] === 'sts') sts(response)
  else s3(signature[1], response)
})

before(async () => {
  useAwsSettings({
    AWS_ENDPOINT_URL: `http://127.0.0.1:${await portOf(server)}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'function',
    AWS_SECRET_ACCESS_KEY: 'secret',
  })
})
after(() => {
  server.close()
  server.closeAllConnections()
})
beforeEach(() => {
  requests = []
  expiresInMs = HOUR_MS
  refusal = undefined
  bucketRegion = 'eu-west-1'
})

async function readTwice(options: ReaderOptions): Promise<void> {
  const readObject = createObjectReader(process.env, options)
  for (let i = 0; i < 2; i++) assert.equal(String(await readObject(logFileAt('a'), 100)), 'content')
}

describe('objects in S3', () => {
  it('are read with the credentials of the environment', async () => {
    await readTwice({})
    assert.deepEqual(requests, ['function eu-west-1 s3', 'function eu-west-1 s3'])
  })

  it('are read with a role that is assumed once', async () => {
    await readTwice({ credentials: assumedRole(ROLE) })
    assert.deepEqual(requests, ['function eu-west-1 sts', 'role-1 eu-west-1 s3', 'role-1 eu-west-1 s3'])
  })

  it('are read with new credentials before those of the role expire', async () => {
    expiresInMs = 60_000
    await readTwice({ credentials: assumedRole(ROLE) })
    const keys = requests.filter((request) => request.endsWith(' s3'))
    assert.equal(new Set(keys).size, 2, String(requests))
    assert.ok(keys.every((key) => key.startsWith('role-')))
  })

  it('are read in the Region of the bucket', async () => {
    bucketRegion = 'us-west-2'
    await readTwice({ credentials: assumedRole(ROLE) })
    assert.deepEqual(
      [...new Set(requests)],
      ['function eu-west-1 sts', 'role-1 eu-west-1 s3', 'role-1 us-west-2 s3'],
    )
  })

  it('fail, each for itself, if the role may not be assumed, and say so', async () => {
    refusal = 'AccessDenied'
    const readObject = createObjectReader(process.env, { credentials: assumedRole(ROLE) })
    await assert.rejects(readObject(logFileAt('a'), 100), {
      name: 'PayloadError',
      message: `${OBJECT} can't be read: the role ${ROLE} can't be assumed: AccessDenied: not allowed`,
    })
    refusal = undefined
    assert.equal(String(await readObject(logFileAt('a'), 100)), 'content')
  })
})
