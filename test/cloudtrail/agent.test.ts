import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { agentOf } from '../../src/cloudtrail/agent.ts'

const AGENTS: readonly (readonly [userAgent: string, agent: string])[] = [
  [
    'APN/1.0 HashiCorp/1.0 Terraform/1.1.2 (+https://www.terraform.io) terraform-provider-aws/3.76.1',
    'Terraform',
  ],
  ['[APN/1.0 HashiCorp/1.0 Terraform/1.1.2 (+https://www.terraform.io)]', 'Terraform'],
  ['APN/1.0 Partner/1.0', 'Partner'],
  ['APN/1.1 (0123abc) Terraform/1.9', 'Terraform'],
  ['aws-cli/2.13.5 Python/3.11.4', 'aws-cli'],
  ['Boto3/1.26.165 Python/3.10.6 Linux/5.19.0-46-generic Botocore/1.29.165', 'Boto3'],
  ['[Boto3/1.26.165 Python/3.10.6 Linux/5.19.0-46-generic Botocore/1.29.165]', 'Boto3'],
  ['[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488 Linux/5.10.184]', 'S3Console'],
  ['RDS Console, aws-internal/3 aws-sdk-java/1.11.975', 'RDS Console'],
  ['aws-sdk-go-v2/1.17.0 os/linux lang/go/1.18.10', 'aws-sdk-go-v2'],
  ['Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0', 'Mozilla'],
  ['kms.amazonaws.com', 'kms.amazonaws.com'],
  ['AWS Internal', 'AWS Internal'],
  ['ec2-api-tools 1.6.12.2', 'ec2-api-tools'],
  ['stratus-red-team_39f95f43-cd2f-4beb-b69e-be60b6fe1f57', 'stratus-red-team'],
  ['[stratus-red-team_4990da05-9399-449e-b49f-82996a764ec9]', 'stratus-red-team'],
  ['aws-internal/3', 'aws-internal'],
  ['39f95f43-cd2f-4beb-b69e-be60b6fe1f57', '39f95f43-cd2f-4beb-b69e-be60b6fe1f57'],
  ['/1.0', '/1.0'],
  ['(compatible)', '(compatible)'],
]

describe('agentOf', () => {
  for (const [userAgent, agent] of AGENTS) {
    it(`${userAgent.slice(0, 60)} is ${agent}`, () => assert.equal(agentOf(userAgent), agent))
  }

  it('looks at the beginning of a long one only', () => {
    assert.equal(agentOf(`tool/1.0 ${'x'.repeat(200_000)}`), 'tool')
    assert.equal(agentOf('x'.repeat(200_000)).length, 512)
  })
})
