import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseOverrides } from '../../../src/core/rate-limits/overrides.ts'

describe('the parameter RateLimits', () => {
  it('is a list of operations and their limits', () => {
    const { overrides, problems } = parseOverrides(
      'ssm:GetParameter*=1000, ssm:PutParameter@eu-west-1=10/50 ,' +
        'ec2:RunInstances@111122223333=5/10,iam:*@111122223333/us-gov-west-1=0.5',
    )
    assert.deepEqual(problems, [])
    const [everywhere, here] = [{ account: undefined, region: undefined }, '111122223333']
    assert.deepEqual(overrides, [
      { ...everywhere, pattern: 'ssm:GetParameter*', refillPerSecond: 1000, bucketSize: undefined },
      {
        ...everywhere,
        pattern: 'ssm:PutParameter',
        region: 'eu-west-1',
        refillPerSecond: 10,
        bucketSize: 50,
      },
      { ...everywhere, pattern: 'ec2:RunInstances', account: here, refillPerSecond: 5, bucketSize: 10 },
      {
        pattern: 'iam:*',
        account: here,
        region: 'us-gov-west-1',
        refillPerSecond: 0.5,
        bucketSize: undefined,
      },
    ])
  })

  it('is empty by default', () => {
    for (const text of ['', '  ']) assert.deepEqual(parseOverrides(text), { overrides: [], problems: [] })
  })

  const FORM = 'must have the form service:Operation=RATE'
  const PLACE = 'must have an account of 12 digits, a Region, or account/Region after the @'
  const RATE = 'must have a rate of more than 0 calls per second after the =, such as 10 or 10/50'
  const wrong: Record<string, string> = {
    '': FORM,
    'ssm:GetParameter': FORM,
    'ssm:Get=1=2': FORM,
    'GetParameter=10': FORM,
    '*=10': FORM,
    '=10': FORM,
    'ssm:Get Parameter=10': FORM,
    'ssm:Get@eu-west-1@us-east-1=10': FORM,
    'ssm:Get@=10': PLACE,
    'ssm:Get@1234=10': PLACE,
    'ssm:Get@eu-west-1/111122223333=10': PLACE,
    'ssm:Get@111122223333/=10': PLACE,
    'ssm:Get@/eu-west-1=10': PLACE,
    'ssm:Get@111122223333eu-west-1=10': PLACE,
    'ssm:Get@Europe=10': PLACE,
    'ssm:Get=': RATE,
    'ssm:Get=0': RATE,
    'ssm:Get=0/5': RATE,
    'ssm:Get=5/0': RATE,
    'ssm:Get=-1': RATE,
    'ssm:Get=10/': RATE,
    'ssm:Get=1/2/3': RATE,
    'ssm:Get=1e9': RATE,
    'ssm:Get=Infinity': RATE,
  }

  it('reports the problem of each invalid entry, and reads the others', () => {
    for (const [entry, problem] of Object.entries(wrong)) {
      const { overrides, problems } = parseOverrides(`iam:GetRole=1,${entry},iam:GetUser=2`)
      assert.deepEqual(problems, [`${JSON.stringify(entry)} ${problem}`])
      assert.equal(overrides.length, 2)
    }
  })
})
