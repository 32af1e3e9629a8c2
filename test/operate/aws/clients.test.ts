import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { awsClients } from '../../../src/operate/aws/clients.ts'
import { readStack } from '../../../src/operate/aws/stack.ts'
import { CALLER_IDENTITY, startStub, useEndpoint } from '../../support/aws-stub.ts'
import { stackOf } from '../../support/doctor-facts.ts'
import { stackAnswers } from '../../support/stack-answers.ts'

const stub = await startStub()
useEndpoint(stub.url)
after(() => stub.stop())

const made = (operation: string) => stub.calls.filter((call) => call.operation === operation)

describe('the AWS clients', () => {
  it('are loaded when they are asked for, and made once', async () => {
    const aws = awsClients({ appId: 'x' })
    assert.equal(await aws.sqs(), await aws.sqs())
    assert.notEqual(await aws.sqs(), await aws.in('us-east-1').sqs())
  })

  it('name the program in the userAgent, and call the Region that is given, else that of the environment', async () => {
    stub.answer({ GetCallerIdentity: () => CALLER_IDENTITY })
    const aws = awsClients({ appId: 'api-usage-doctor' })
    for (const clients of [aws, aws.in('us-east-1'), awsClients({ appId: 'y', region: 'eu-west-3' })])
      await (await clients.sts()).getCallerIdentity({})
    const calls = made('GetCallerIdentity')
    assert.deepEqual(
      calls.map(({ region }) => region),
      ['eu-west-1', 'us-east-1', 'eu-west-3'],
    )
    assert.match(calls[0]?.userAgent ?? '', / app\/api-usage-doctor$/)
  })

  it('retry throttled calls, with waits', async () => {
    let attempts = 0
    stub.answer({
      ListMetrics: () =>
        ++attempts < 3 ? { error: 'ThrottlingException', message: 'Rate exceeded' } : { Metrics: [] },
    })
    const { Metrics } = await (await awsClients({ appId: 'x' }).cloudWatch()).listMetrics({ Namespace: 'n' })
    assert.deepEqual([Metrics, attempts], [[], 3])
  })

  it('send requests for a queue to the endpoint, whatever host its URL has', async () => {
    stub.answer({ GetQueueAttributes: () => ({ Attributes: { ApproximateNumberOfMessages: '4' } }) })
    const sqs = await awsClients({ appId: 'x' }).sqs()
    const { Attributes } = await sqs.getQueueAttributes({
      QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/q',
      AttributeNames: ['All'],
    })
    assert.equal(Attributes?.ApproximateNumberOfMessages, '4')
  })
})

describe('a stack', () => {
  it('is read with its parameters, outputs and, page by page, its resources', async () => {
    const expected = stackOf('S3', { parameters: { FilterPattern: '' }, status: 'UPDATE_COMPLETE' })
    stub.answer(stackAnswers(expected, 3))
    const before = made('ListStackResources').length
    const found = await readStack(awsClients({ appId: 'x' }), 'usage')
    assert.deepEqual({ ...found }, { ...expected })
    const pages = made('ListStackResources').slice(before)
    assert.equal(pages.length, Math.ceil(expected.resources.size / 3))
    assert.ok(pages.every(({ input }) => input.StackName === expected.arn))
  })

  it('knows its partition, account and Region by its ARN', async () => {
    const arn = 'arn:aws-cn:cloudformation:cn-north-1:999999999999:stack/usage/1'
    stub.answer(stackAnswers(stackOf('Logs', { arn })))
    const { partition, account, region } = await readStack(awsClients({ appId: 'x' }), 'usage')
    assert.deepEqual([partition, account, region], ['aws-cn', '999999999999', 'cn-north-1'])
  })

  it("that doesn't exist is reported with the account and Region", async () => {
    stub.answer({
      DescribeStacks: () => ({ error: 'ValidationError', message: 'Stack with id nope does not exist' }),
      GetCallerIdentity: () => CALLER_IDENTITY,
    })
    await assert.rejects(readStack(awsClients({ appId: 'x' }), 'nope'), {
      message:
        'There is no stack nope in Region eu-west-1 of account 111122223333. Check the name, or choose another Region with --region or other credentials with --profile.',
    })
  })

  it('that may not be read is a missing permission', async () => {
    stub.answer({
      DescribeStacks: () => ({
        error: 'AccessDenied',
        message: 'User: arn:x is not authorized to perform: cloudformation:DescribeStacks',
      }),
    })
    await assert.rejects(readStack(awsClients({ appId: 'x' }), 'usage'), {
      message: 'arn:x lacks the permission cloudformation:DescribeStacks.',
    })
  })
})
