import assert from 'node:assert/strict'
import { describe, it, mock } from 'node:test'
import fc from 'fast-check'
import { agentOf } from '../../../src/core/cloudtrail/agent.ts'
import { assertProduct } from '../../support/products.ts'

const RUNS = { numRuns: 3000 }

/** Pieces of userAgents. */
const WORDS =
  `aws-sdk-go Boto3 aws-cli Terraform terraform-provider-aws karpenter.sh APN/1.0 APN_1.1/pc_ HashiCorp/1.0
  app/ os/ md/ exec-env/ Linux Java Waiter v 2.13.5 2019-12-17T23:26:28Z 10.0.0.1 607e7876 someone@example.com https://
  .eu-west-1.amazonaws.com d41d8cd98f00b204e9800998ecf8427e 72gxmztpjz2hm5qnkkg0iiazo`.split(/\s+/)
const fragment = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.constantFrom(...'/  ,()[]{}<>"\\-_.:@;ü'),
  fc.uuid(),
  fc.nat().map(String),
  fc.ipV4(),
  fc.string({ maxLength: 8 }),
)
const fragments = fc.array(fragment, { maxLength: 20 })
const userAgent = fc.oneof(
  fragments.map((all) => all.join('')),
  fragments.map((all) => all.join(' ')),
  fc.string({ unit: 'binary', maxLength: 200 }),
)

/** What makes a pattern slow if it is repeated and never ends as the pattern expects. */
const REPEATED = [
  ...'-_.+&: /\\,([{<)>a1vgü',
  ...'a- a. 1. v1 a1 a1b a1b- ab- abcdef1- 39f95f43- 12345678901- a_vm S3 (a a(b)'.split(' '),
  ...'terraform terraform- hashicorp- hashicorp-terraform (terraform .eu-west-1.amazonaws.com'.split(' '),
  ...'x/1 Zz zz os/x app/x en_US aws-sdk-go aws-sdk-go/1 APN/1.0 x/1.0 terraform-x'
    .split(' ')
    .map((word) => `${word} `),
]
const SDK = 'aws-sdk-go/1.44 '

/** How many characters agentOf applies regular expressions to. Each of them takes linear time: see regexp.test.ts. */
function work(text: string): number {
  let characters = 0
  const { exec } = RegExp.prototype
  const watched = mock.method(RegExp.prototype, 'exec', function (this: RegExp, subject: string) {
    const start = this.global || this.sticky ? this.lastIndex : 0
    const match = exec.call(this, subject)
    // A sticky pattern stays where it is; the others go on to the match, or to the end.
    const end = match === null ? (this.sticky ? start + 1 : subject.length) : match.index + match[0].length
    characters += end - start
    return match
  })
  try {
    agentOf(text)
  } finally {
    watched.mock.restore()
  }
  return characters
}

describe('agentOf, of any text', () => {
  it('returns a product, or nothing', () => {
    fc.assert(
      fc.property(userAgent, (text) => assertProduct(agentOf(text), text)),
      RUNS,
    )
  })

  it('returns a product that is its own agent', () => {
    fc.assert(
      fc.property(userAgent, (text) => {
        const agent = agentOf(text)
        if (agent !== undefined) assert.equal(agentOf(agent), agent)
      }),
      RUNS,
    )
  })

  it('returns the same agent in square brackets', () => {
    fc.assert(
      fc.property(userAgent, (text) => assert.equal(agentOf(`[${text}]`), agentOf(text))),
      RUNS,
    )
  })
})

describe('the work of agentOf', () => {
  const texts = REPEATED.flatMap((repeated) =>
    [64, 128, 256, 512, 1024, 65_536].flatMap((length) => [
      repeated.repeat(length).slice(0, length),
      (SDK + repeated.repeat(length)).slice(0, length),
    ]),
  )

  it('is in proportion to the length of the text, up to 1 KB', () => {
    for (const text of texts) {
      const characters = work(text)
      const read = Math.min(text.length, 1024)
      assert.ok(characters <= 16 * read, `${characters} for ${text.length} of ${text.slice(0, 40)}`)
    }
    fc.assert(
      fc.property(userAgent, (text) => assert.ok(work(text) <= 16 * text.length + 16)),
      { numRuns: 500 },
    )
  })
})
