import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { apiUsage } from '../../support/api-usage.ts'
import { CALLER_IDENTITY, startStub } from '../../support/aws-stub.ts'
import { stackOf } from '../../support/doctor-facts.ts'
import { stackAnswers } from '../../support/stack-answers.ts'

const stub = await startStub()
after(() => stub.stop())

const ENVIRONMENT = {
  AWS_ENDPOINT_URL: stub.url,
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIDSTUB',
  AWS_SECRET_ACCESS_KEY: 'secret',
}

const doctor = (...args: string[]) => apiUsage(['doctor', ...args], ENVIRONMENT)

describe('api-usage doctor', () => {
  it('needs a stack, and one way to prove it', async () => {
    const [without, both] = await Promise.all([doctor(), doctor('--stack', 'x', '--wait', '--function-only')])
    assert.deepEqual([without.code, both.code], [2, 2])
    assert.match(without.stderr, /required option '--stack <name>'/)
    assert.match(both.stderr, /--wait and --function-only exclude each other/)
  })

  it('says what it does, what it needs and what its exit codes mean', async () => {
    const { code, stdout } = await doctor('--help')
    assert.equal(code, 0)
    for (const words of [
      /Changes\s+nothing/,
      /policies\/doctor\.json/,
      /1 a check fails/,
      /--profile <name>/,
    ])
      assert.match(stdout, words)
  })

  it('prints the checks for people and, on request, as JSON; exit code 1 if one fails', async () => {
    stub.answer({
      ...stackAnswers(stackOf('Logs', { status: 'ROLLBACK_COMPLETE' })),
      GetCallerIdentity: () => CALLER_IDENTITY,
    })
    const [text, json] = await Promise.all([doctor('--stack', 'usage'), doctor('--stack', 'usage', '--json')])
    assert.deepEqual([text.code, json.code], [1, 1])
    assert.match(text.stdout, /^usage in eu-west-1, account 111122223333, Source=Logs\n/)
    assert.match(text.stdout, /^ {2}FAIL {2}The stack is deployed$/m)
    const report = JSON.parse(json.stdout)
    assert.deepEqual([report.stack, report.source, report.verdict], ['usage', 'Logs', 'fail'])
    assert.deepEqual(report.checks[0], {
      id: 'stack-status',
      title: 'The stack is deployed',
      group: 'Stack',
      looksAt: 'cloudformation:DescribeStacks',
      verdict: 'fail',
      found: 'ROLLBACK_COMPLETE.',
      next: 'Find the first failure with aws cloudformation describe-stack-events --stack-name usage --region eu-west-1, fix it and deploy again.',
    })
  })

  it('exits with 2 if nothing fails that it can see, and something it cannot see', async () => {
    stub.answer(stackAnswers(stackOf('Logs')))
    const { code, stdout } = await doctor('--stack', 'usage')
    assert.equal(code, 2, stdout)
    assert.match(stdout, /Nothing fails, as far as doctor can tell\./)
  })

  it('with --wait makes no call while something fails, and says so in text and JSON', async () => {
    stub.answer({
      ...stackAnswers(stackOf('Logs')),
      DescribeSubscriptionFilters: () => ({ subscriptionFilters: [] }),
    })
    const [text, json] = await Promise.all([
      doctor('--stack', 'usage', '--wait'),
      doctor('--stack', 'usage', '--wait', '--json'),
    ])
    assert.deepEqual([text.code, json.code], [1, 1])
    assert.match(
      text.stdout,
      /FAIL {2}A call gets from CloudTrail to the log of the function\n +No call was made/,
    )
    assert.match(JSON.parse(json.stdout).proof.found, /^No call was made/)
  })

  it('with --function-only invokes the function and nothing else', async () => {
    stub.answer({
      ...stackAnswers(stackOf('Logs')),
      Invoke: () => ({
        'x-amz-function-error': 'Unhandled',
        errorType: 'ConfigError',
        errorMessage: 'wrong',
      }),
    })
    const before = stub.calls.length
    const { code, stdout } = await doctor('--stack', 'usage', '--function-only')
    assert.equal(code, 1)
    assert.match(
      stdout,
      /FAIL {2}The function works\n +The function fails: ConfigError: wrong\n +> Fix the cause/,
    )
    assert.deepEqual(
      stub.calls.slice(before).map(({ operation }) => operation),
      ['DescribeStacks', 'ListStackResources', 'Invoke'],
    )
  })

  it('prints no characters of others that a terminal would obey', async () => {
    stub.answer({
      ...stackAnswers(stackOf('Logs')),
      DescribeAccountPolicies: () => ({ accountPolicies: [{ policyName: 'evil\u001b[2J\u202e' }] }),
    })
    const { stdout } = await doctor('--stack', 'usage')
    assert.match(stdout, /The policy evil\?\[2J\? disables it/)
  })

  it('says in words why AWS cannot be asked', async () => {
    const unreachable = await apiUsage(['doctor', '--stack', 'x'], {
      ...ENVIRONMENT,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    })
    assert.equal(unreachable.code, 2)
    assert.match(unreachable.stderr, /^cloudformation can't be reached\. Check the Region/)
  })
})
