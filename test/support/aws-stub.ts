import { createServer, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { useAwsSettings } from './environment.ts'
import { portOf } from './port.ts'

/** An answer: members of JSON, or the text of XML for the services that speak it. */
export type Answer = Readonly<Record<string, unknown>> | string

/** An answer that is an error. */
export interface Refusal {
  readonly error: string
  readonly message: string
  readonly status?: number
}

type Handler = (input: Readonly<Record<string, unknown>>, call: StubCall) => Answer | Refusal

export interface StubCall {
  /** `GetTrailStatus` */
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
  readonly userAgent: string
  /** The ID that the answer has. */
  readonly requestId: string
  /** The Region that the call is signed for. */
  readonly region: string
}

export interface AwsStub {
  readonly url: string
  /** Every request, repeated ones included. */
  readonly calls: readonly StubCall[]
  /** Lets operations answer so from now on. Without an answer they refuse with `NotImplemented`. */
  answer(handlers: Readonly<Record<string, Handler>>): void
  stop(): Promise<void>
}

/** Points the AWS SDK of this process to a server, with credentials. */
export function useEndpoint(url: string, region = 'eu-west-1'): void {
  useAwsSettings({
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'AKIDSTUB',
    AWS_SECRET_ACCESS_KEY: 'secret',
  })
}

/** A server that speaks enough of the protocols of AWS for what the emulators lack: services in JSON, and Query in XML. */
export async function startStub(): Promise<AwsStub> {
  const calls: StubCall[] = []
  const handlers = new Map<string, Handler>()
  const answerTo = (call: StubCall): Answer | Refusal => {
    const handler = handlers.get(call.operation)
    if (handler === undefined)
      return { error: 'NotImplemented', message: `The stub has no ${call.operation}.` }
    try {
      return handler(call.input, call)
    } catch (error) {
      // What a test asserts of the input: the call fails, and says so.
      return { error: 'UnexpectedInput', message: String(error) }
    }
  }
  const server = createServer(async (request, response) => {
    const requestId = `request-${calls.length + 1}`
    const call = { ...callIn(request, await buffer(request)), requestId }
    calls.push(call)
    const answer = answerTo(call)
    response.setHeader('x-amzn-requestid', requestId)
    if (isRefusal(answer)) {
      response.writeHead(answer.status ?? 400, {
        'content-type': isQuery(request) ? 'text/xml' : 'application/json',
        'x-amzn-errortype': answer.error,
      })
      response.end(
        isQuery(request)
          ? errorXml(answer)
          : JSON.stringify({ __type: answer.error, message: answer.message }),
      )
      return
    }
    const { 'x-amz-function-error': functionError, ...members } = typeof answer === 'string' ? {} : answer
    if (functionError) response.setHeader('x-amz-function-error', String(functionError))
    response.writeHead(200, { 'content-type': typeof answer === 'string' ? 'text/xml' : 'application/json' })
    response.end(typeof answer === 'string' ? answer : JSON.stringify(members))
  })
  const url = `http://127.0.0.1:${await portOf(server)}`
  return {
    url,
    calls,
    answer: (more) => {
      for (const [operation, handler] of Object.entries(more)) handlers.set(operation, handler)
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function isQuery({ headers }: IncomingMessage): boolean {
  return headers['content-type'] === 'application/x-www-form-urlencoded'
}

function callIn(request: IncomingMessage, body: Buffer): Omit<StubCall, 'requestId'> {
  const { headers, url = '' } = request
  const text = body.toString()
  const common = {
    userAgent: headers['user-agent'] ?? '',
    region: /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '',
  }
  const target = headers['x-amz-target']
  if (typeof target === 'string')
    return { ...common, operation: target.slice(target.indexOf('.') + 1), input: JSON.parse(text || '{}') }
  if (isQuery(request)) {
    const input = Object.fromEntries(new URLSearchParams(text))
    return { ...common, operation: input.Action ?? '', input }
  }
  const invoked = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(url)
  return invoked
    ? {
        ...common,
        operation: 'Invoke',
        input: { FunctionName: invoked[1], Payload: JSON.parse(text || '{}') },
      }
    : { ...common, operation: `${request.method} ${url}`, input: {} }
}

function isRefusal(answer: Answer | Refusal): answer is Refusal {
  return typeof answer === 'object' && 'error' in answer
}

function errorXml({ error, message }: Refusal): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${error}</Code><Message>${message}</Message></Error></ErrorResponse>`
}

/** The answer of GetCallerIdentity. */
export const CALLER_IDENTITY =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account>' +
  '<Arn>arn:aws:iam::111122223333:user/x</Arn></GetCallerIdentityResult>' +
  '</GetCallerIdentityResponse>'

/** The error of a call that the policies of the caller do not allow. */
export function denied(action: string): Refusal {
  return {
    error: 'AccessDeniedException',
    message: `User: arn:aws:iam::111122223333:user/x is not authorized to perform: ${action} on resource: * because no identity-based policy allows the ${action} action`,
  }
}
