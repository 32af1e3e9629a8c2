import { once } from 'node:events'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { S3 } from '@aws-sdk/client-s3'
import { SQS } from '@aws-sdk/client-sqs'
import { type Credentials, startMoto } from './moto.ts'
import { portOf } from './port.ts'
import { watchedHandler } from './run.ts'

const REGION = 'eu-west-1'
const CREDENTIALS = { accessKeyId: 'root', secretAccessKey: 'root' }

/** What the function is, while it may be changed. */
type Options = NonNullable<Parameters<typeof watchedHandler>[0]>

/** AWS on this machine, with a function that really counts. */
export interface OperatedAws {
  readonly url: string
  readonly sqs: SQS
  readonly s3: S3
  readonly environment: (credentials?: Credentials) => Record<string, string>
  readonly limitedUser: Awaited<ReturnType<typeof startMoto>>['limitedUser']
  /** The events that the function was invoked with. */
  readonly events: unknown[]
  /** The lines that the function wrote. */
  readonly lines: () => string[]
  /** Makes a new function, which remembers and has written nothing. `onInvocation` may refuse, with the name of an error. */
  readonly renew: (options?: Options, onInvocation?: () => string | undefined) => void
  /** Makes a stack with these outputs and parameters. */
  readonly deploy: (
    name: string,
    outputs: Readonly<Record<string, string>>,
    parameters?: Readonly<Record<string, string>>,
  ) => Promise<void>
  /** Puts back at once all messages that someone has received and not removed. */
  readonly comeBack: (queueUrl: string) => Promise<void>
  readonly stop: () => Promise<void>
}

/** For the batch of an action moto asks for a permission of that name; AWS asks for that of the action. */
function withBatch(action: unknown): unknown[] {
  return typeof action === 'string' && /^sqs:(?:SendMessage|ChangeMessageVisibility)$/.test(action)
    ? [action, `${action}Batch`]
    : [action]
}

/**
 * Starts moto, and in front of it what moto lacks: functions run without Docker, and redrives.
 */
export async function startOperatedAws(): Promise<OperatedAws> {
  const moto = await startMoto(REGION)
  const common = { endpoint: moto.url, region: REGION, credentials: CREDENTIALS }
  const sqs = new SQS({ ...common, useQueueUrlAsEndpoint: false })
  const s3 = new S3({ ...common, forcePathStyle: true })
  const cloudFormation = new CloudFormation(common)
  /** Of the messages received since they last came back. */
  let receipts: { queueUrl: unknown; receipt: string }[] = []
  const events: unknown[] = []
  let lastUser: Credentials = CREDENTIALS
  let watched = watchedHandler()
  let refuse: () => string | undefined = () => undefined

  const invoke = async (body: Buffer, response: ServerResponse) => {
    const error = refuse()
    if (error !== undefined) {
      response.writeHead(400, { 'x-amzn-errortype': error, 'content-type': 'application/json' })
      response.end(
        JSON.stringify({ message: `User: someone is not authorized to perform: lambda:InvokeFunction` }),
      )
      return
    }
    const event: unknown = JSON.parse(body.toString())
    events.push(event)
    try {
      response.end(JSON.stringify((await watched.handle(event)) ?? null))
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error))
      response.setHeader('x-amz-function-error', 'Unhandled')
      response.end(JSON.stringify({ errorType: name, errorMessage: message }))
    }
  }

  /** Moves all messages as SQS does, but at once: what is visible, until nothing is. */
  const move = async ({ SourceArn, DestinationArn }: { SourceArn: string; DestinationArn: string }) => {
    const [from, to] = [SourceArn, DestinationArn].map(
      (arn) => `${moto.url}/${arn.split(':')[4]}/${arn.split(':')[5]}`,
    )
    // SQS moves them with the permissions of whoever starts it.
    const sqs = new SQS({ ...common, credentials: lastUser, useQueueUrlAsEndpoint: false })
    for (;;) {
      const { Messages = [] } = await sqs.receiveMessage({ QueueUrl: from, MaxNumberOfMessages: 10 })
      if (Messages.length === 0) return { TaskHandle: 'task' }
      for (const { Body, ReceiptHandle } of Messages) {
        await sqs.sendMessage({ QueueUrl: to, MessageBody: Body })
        await sqs.deleteMessage({ QueueUrl: from, ReceiptHandle })
      }
    }
  }

  const forward = async (request: IncomingMessage, body: Buffer, response: ServerResponse) => {
    // With its headers as they are: the host is part of what is signed.
    const { method, headers, url: path } = request
    const forwarded = http.request(moto.url + path, { method, headers })
    forwarded.end(body)
    const [answered]: IncomingMessage[] = await once(forwarded, 'response')
    if (answered === undefined) throw new Error('moto does not answer')
    const text = (await buffer(answered)).toString()
    const received: { Messages?: { ReceiptHandle: string }[] } = text.startsWith('{') ? JSON.parse(text) : {}
    for (const { ReceiptHandle } of received.Messages ?? [])
      receipts.push({ queueUrl: JSON.parse(body.toString()).QueueUrl, receipt: ReceiptHandle })
    const [, code = '', message = ''] = /<Code>(.+?)<.*<Message>(.+?)</s.exec(text) ?? []
    // moto refuses in XML, whatever it was asked in.
    const isXml = request.headers['x-amz-target'] !== undefined && code !== ''
    response.writeHead(answered.statusCode ?? 500, { 'content-type': answered.headers['content-type'] ?? '' })
    response.end(isXml ? JSON.stringify({ __type: code, message }) : text)
  }

  /** Answers that are not finished: those to a killed program go on. */
  const working = new Set<Promise<void>>()
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(request)
    if (request.url?.endsWith('/invocations')) return invoke(body, response)
    switch (request.headers['x-amz-target']) {
      case 'AmazonSQS.StartMessageMoveTask':
        response.setHeader('content-type', 'application/x-amz-json-1.0')
        response.end(JSON.stringify(await move(JSON.parse(body.toString()))))
        return
      case 'AmazonSQS.ListMessageMoveTasks':
        response.setHeader('content-type', 'application/x-amz-json-1.0')
        response.end(JSON.stringify({ Results: [] }))
        return
      default:
        return forward(request, body, response)
    }
  }
  const server = http.createServer((request, response) => {
    const work = answer(request, response).finally(() => working.delete(work))
    working.add(work)
  })
  const url = `http://127.0.0.1:${await portOf(server)}`

  return {
    url: moto.url,
    sqs,
    s3,
    environment: (credentials) => ({
      ...moto.environment(credentials),
      AWS_ENDPOINT_URL_LAMBDA: url,
      AWS_ENDPOINT_URL_SQS: url,
    }),
    async limitedUser(name, ...statements) {
      const asked = statements.map((one) => ({ ...one, Action: [one.Action].flat().flatMap(withBatch) }))
      lastUser = await moto.limitedUser(name, ...asked)
      return lastUser
    },
    events,
    lines: () => watched.lines(),
    renew(options, onInvocation = () => undefined) {
      watched = watchedHandler({ now: Date.now, ...options })
      refuse = onInvocation
      events.splice(0)
    },
    async deploy(name, outputs, parameters = {}) {
      await cloudFormation.createStack({
        StackName: name,
        TemplateBody: JSON.stringify({
          Parameters: Object.fromEntries(Object.keys(parameters).map((key) => [key, { Type: 'String' }])),
          Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
          Outputs: Object.fromEntries(Object.entries(outputs).map(([key, Value]) => [key, { Value }])),
        }),
        Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
          ParameterKey,
          ParameterValue,
        })),
      })
    },
    async comeBack(QueueUrl) {
      while (working.size > 0) await Promise.allSettled(working)
      const ofQueue = receipts.filter(({ queueUrl }) => queueUrl === QueueUrl)
      receipts = receipts.filter(({ queueUrl }) => queueUrl !== QueueUrl)
      // Those of messages that are gone are refused.
      for (const { receipt: ReceiptHandle } of ofQueue)
        await sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }).catch(() => {})
    },
    async stop() {
      server.close()
      server.closeAllConnections()
      await moto.stop()
    },
  }
}
