import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { portOf } from './port.ts'

/** What a request for events asks. */
export interface LookupRequest {
  readonly StartTime: number
  readonly EndTime: number
  readonly NextToken?: string
}

export type Answer = (request: LookupRequest, response: ServerResponse) => void

export interface HistoryServer extends AsyncDisposable {
  readonly requests: readonly LookupRequest[]
  /** What a process needs in its environment to use it. */
  readonly environment: Record<string, string>
}

/**
 * A server that speaks the protocol of CloudTrail's LookupEvents.
 * @param answers one for each request in turn, the last one for all that follow
 */
export async function startHistory(...answers: readonly Answer[]): Promise<HistoryServer> {
  const requests: LookupRequest[] = []
  const server = createServer(async (request, response) => {
    if (request.headers['x-amz-target'] !== 'CloudTrail_20131101.LookupEvents')
      return void response.writeHead(404).end()
    const asked: LookupRequest = JSON.parse(await bodyOf(request))
    const answer = answers[Math.min(requests.length, answers.length - 1)]
    requests.push(asked)
    answer?.(asked, response)
  })
  const url = `http://127.0.0.1:${await portOf(server)}`
  return {
    requests,
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
    },
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

/** Answers with records, the newest first as CloudTrail has them. */
export function page(records: readonly Record<string, unknown>[], nextToken?: string): Answer {
  const events = records.map((record) => ({
    EventId: record.eventID,
    EventTime: Date.parse(String(record.eventTime)) / 1000,
    CloudTrailEvent: JSON.stringify(record),
  }))
  return (_, response) => answer(response, 200, { Events: events, NextToken: nextToken })
}

export function failure(type: string, message: string): Answer {
  return (_, response) => answer(response, 400, { __type: type, message })
}

/** Breaks off in the middle of an answer. */
export const breakOff: Answer = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'content-length': 1000 })
  response.write('{"Events":[', () => response.destroy())
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
}
