import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { policyApplies } from '../../../../src/operate/doctor/checks/extraction-policy.ts'

const applies = (selection?: string) => policyApplies(selection, '/aws/lambda/usage')

describe('a policy of the account', () => {
  it('without a selection applies to every log group', () => assert.equal(applies(), true))

  it('applies to the log groups that it names', () => {
    assert.equal(applies('LogGroupName IN ["/aws/lambda/usage", "/x"]'), true)
    assert.equal(applies('LogGroupName IN ["/aws/lambda"]'), false)
    assert.equal(applies(' LogGroupName NOT IN ["/x"] '), true)
    assert.equal(applies('LogGroupName NOT IN ["/aws/lambda/usage"]'), false)
  })

  it('applies to the log groups whose names begin as it says', () => {
    assert.equal(applies('LogGroupNamePrefix IN ["/aws/lambda"]'), true)
    assert.equal(applies('LogGroupNamePrefix NOT IN ["/aws/lambda","/aws/eks"]'), false)
  })

  it('may apply if its selection is of a form that we do not know', () => {
    for (const odd of ['Tag IN ["x"]', 'LogGroupName IN [x]', 'LogGroupName IN {}', ''])
      assert.equal(applies(odd), undefined, odd)
  })
})
