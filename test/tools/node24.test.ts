import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, it } from 'node:test'
import { lambdaNode } from '../../tools/node24/path.ts'

describe("Lambda's Node.js", () => {
  it('has the major version of the runtime', () => {
    const version = execFileSync(lambdaNode(), ['-p', 'process.version'], { encoding: 'utf8' })
    assert.match(version, /^v24\./)
  })

  it('is rejected with the platforms that have it, where npm has no package', () => {
    assert.throws(
      () => lambdaNode('aix-ppc64'),
      /^Error: npm has no Node.js 24 for aix-ppc64, only for .*linux-x64/,
    )
  })

  it('is rejected with the command that installs it, if the package is missing', () => {
    const other = process.platform === 'win32' ? 'darwin-x64' : 'win32-x64'
    assert.throws(() => lambdaNode(other), /^Error: node-\S+ isn't installed\. Run "npm ci"/)
  })
})
