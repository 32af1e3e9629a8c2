import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { limitFile, limitFileProblems } from '../../../src/core/rate-limits/limit-file.ts'

const limit = { operations: ['GetParameter'], refillPerSecond: 40 }

function problemsOf(...limits: readonly unknown[]): string[] {
  return limitFileProblems({ service: 'ssm', limits })
}

describe('a file of limits', () => {
  it('may have everything that a limit can have', () => {
    const file = {
      service: 'ssm',
      source: 'https://docs.aws.amazon.com/general/latest/gr/ssm.html',
      checked: '2026-10',
      note: 'as in the table',
      limits: [
        {
          operations: ['*', '!Invoke*'],
          refillPerSecond: 0.5,
          bucketSize: 10,
          shared: true,
          scope: 'account',
          when: 'unfiltered',
          exempt: ['aws-service'],
          regions: [{ names: ['us-east-1'], refillPerSecond: 1 }],
          quotaNames: { refillPerSecond: 'Rate of reads' },
          source: 'https://docs.aws.amazon.com/',
          note: 'seen in the console',
        },
        { ...limit, inAddition: true },
      ],
    }
    assert.deepEqual(limitFileProblems(file), [])
    assert.equal(limitFile(file), file)
  })

  it('reports its problems', () => {
    assert.deepEqual(limitFileProblems([]), ['must be a JSON object'])
    assert.deepEqual(limitFileProblems({ service: ' ', checked: 1, rows: [] }), [
      'has an unknown member "rows"',
      'service must be the name of a service',
      'checked must be a string',
      'limits must be a list',
    ])
    assert.throws(() => limitFile({ service: 'ssm' }), new TypeError('limits must be a list'))
  })

  const wrong: readonly [limit: unknown, problem: string][] = [
    [null, 'must be a JSON object'],
    [{ ...limit, rate: 1 }, 'has an unknown member "rate"'],
    ...[[], 'Get', ['Get Parameter'], ['Get*Parameter'], [1], ['!Get']].map(
      (operations): [unknown, string] => [
        { ...limit, operations },
        'operations must be a list of names and prefixes ending in *, with ! in front of those to exclude',
      ],
    ),
    ...[0, -1, '40', null, Number.NaN].map((refillPerSecond): [unknown, string] => [
      { ...limit, refillPerSecond },
      'refillPerSecond must be a positive number',
    ]),
    [{ ...limit, bucketSize: 0 }, 'bucketSize must be a positive number'],
    [{ ...limit, shared: false }, 'shared must be true or omitted'],
    [{ ...limit, inAddition: 1 }, 'inAddition must be true or omitted'],
    [{ ...limit, scope: 'region' }, 'scope must be account or omitted'],
    [{ ...limit, regions: {} }, 'regions must be a list'],
    [{ ...limit, regions: [5] }, 'regions[0] must be an object'],
    [
      { ...limit, regions: [{ names: ['us-east-1'], refillPerSecond: 0 }] },
      'regions[0] refillPerSecond must be a positive number',
    ],
    [
      { ...limit, regions: [{ names: ['us'], refillPerSecond: 1 }] },
      'regions[0] names must be a list of Regions',
    ],
    [{ ...limit, quotaNames: 'Rate' }, 'quotaNames must have refillPerSecond, bucketSize'],
    [{ ...limit, source: 1 }, 'source must be a string'],
  ]

  it('reports the invalid limits with their problems', () => {
    for (const [value, problem] of wrong) assert.deepEqual(problemsOf(limit, value), [`limits[1] ${problem}`])
    const [unknownCondition] = problemsOf({ ...limit, when: 'always' })
    assert.match(String(unknownCondition), /^limits\[0\] when must be one of ec2-console, unfiltered, /)
    assert.match(String(problemsOf({ ...limit, exempt: [] })), /^limits\[0\] exempt must be a list of /)
  })

  it('has no two limits for the same calls', () => {
    const other = { operations: ['GetParameter', 'Put'], refillPerSecond: 5 }
    const never = (operation: string) => [
      `limits[1] ${operation} never applies, because an earlier limit covers the same calls`,
    ]
    assert.deepEqual(problemsOf(limit, other), never('GetParameter'))
    assert.deepEqual(problemsOf({ ...limit, operations: ['Get*'] }, other), never('GetParameter'))
    assert.deepEqual(problemsOf(limit, { ...other, when: 'unfiltered' }), never('GetParameter'))
    assert.deepEqual(problemsOf({ ...limit, when: 'unfiltered' }, other), [])
    assert.deepEqual(problemsOf({ ...limit, when: 'unfiltered' }, { ...other, when: 'ec2-console' }), [])
    assert.deepEqual(problemsOf({ ...limit, operations: ['*', '!Get*', '!Put'] }, other), [])
    assert.deepEqual(problemsOf(limit, { ...other, inAddition: true }), [])
    assert.deepEqual(problemsOf(other, { ...limit, operations: ['Get*'] }), [])
  })
})
