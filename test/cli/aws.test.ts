import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { awsSettings } from '../../src/cli/aws.ts'

describe('the AWS settings of a command', () => {
  it('use the Region of the flag, then AWS_REGION, then AWS_DEFAULT_REGION, like the AWS CLI', () => {
    const both = { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-2' }
    const regions = [
      awsSettings({ region: 'us-east-1' }, both, 'x'),
      awsSettings({}, both, 'x'),
      awsSettings({}, { AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-west-2' }, 'x'),
      awsSettings({}, {}, 'x'),
    ].map(({ region }) => region)
    assert.deepEqual(regions, ['us-east-1', 'eu-west-1', 'eu-west-2', undefined])
  })

  it('set the profile and the program', () => {
    const { profile, appId } = awsSettings({ profile: 'prod' }, {}, 'api-usage')
    assert.deepEqual({ profile, appId }, { profile: 'prod', appId: 'api-usage' })
  })

  it('put the bucket into the path for a custom endpoint, which has no host name for each bucket', () => {
    const endpoint = 'http://127.0.0.1:4566'
    const styles = [{}, { AWS_ENDPOINT_URL: endpoint }, { AWS_ENDPOINT_URL_S3: endpoint }].map(
      (env) => awsSettings({}, env, 'x').pathStyle,
    )
    assert.deepEqual(styles, [false, true, true])
  })
})
