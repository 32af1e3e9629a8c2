import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { agentOf } from '../../../src/core/cloudtrail/agent.ts'
import { NO_CORPUS, realRecords } from '../../support/corpus.ts'
import { assertProduct } from '../../support/products.ts'
import { collectedUserAgents, expectedAgents, NO_USER_AGENTS } from '../../support/user-agents.ts'

const UUID = '39f95f43-cd2f-4beb-b69e-be60b6fe1f57'
const CODE = '72gxmztpjz2hm5qnkkg0iiazo'
const GO = 'aws-sdk-go/1.44.180 (go1.19.3; linux; amd64)'
const GO_V2 =
  'aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.24.5 md/GOOS#linux md/GOARCH#amd64 api/sts#1.26.7'
const JAVA = 'aws-sdk-java/1.12.641 Linux/5.10.219 OpenJDK_64-Bit_Server_VM/25.402-b08 java/1.8.0_402'
const BOTO3 = 'Boto3/1.34.1 md/Botocore#1.34.1 ua/2.0 os/linux#6.1 lang/python#3.12 cfg/retry-mode#standard'

/** Each rule with userAgents and the agent that they give. */
const RULES: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
  'the first product is the agent, without its version and what follows': {
    'aws-cli/2.13.5 Python/3.11.4 Linux/5.10 exe/x86_64.amzn.2 prompt/off command/iam.create-role': 'aws-cli',
    'aws-cli/2': 'aws-cli',
    'aws-cli/2.0.0dev3 Python/3.7.3': 'aws-cli',
    'Go-http-client/1.1': 'Go-http-client',
    'kubectl/v1.26.0 (linux/amd64) kubernetes/b46a3f8': 'kubectl',
    'Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0': 'Mozilla',
    'Coral/Netty4': 'Coral',
    'amazon-ssm-agent/': 'amazon-ssm-agent',
    x: 'x',
    'Python/3.8 aiohttp/3.7.4': 'aiohttp',
  },
  'a version can be attached to the name or follow it': {
    'ec2-api-tools 1.7.4.1 (Java 1.6.0_20)': 'ec2-api-tools',
    'ec2-api-tools1.6.12.2': 'ec2-api-tools',
    'amazon-kinesis-client-library-java-1.14.0': 'amazon-kinesis-client-library-java',
    'Hadoop 2.8.3-amzn-0, aws-sdk-java/1.11.267': 'Hadoop',
    'worldping-api-': 'worldping-api',
  },
  'digits that belong to a name stay': {
    'Boto3/1.26.165': 'Boto3',
    's3fs/1.80 (commit hash 6be3236; OpenSSL)': 's3fs',
    'Python-httplib2/0.8 (gzip)': 'Python-httplib2',
    'aws-sdk-go-v2/1.17.0': 'aws-sdk-go-v2',
    'aws-sdk-ruby2/2.2.18': 'aws-sdk-ruby2',
    'log4j/2.17': 'log4j',
    '1password-cli/2.1': '1password-cli',
  },
  'dates, hashes and IDs are removed': {
    [`stratus-red-team_${UUID}`]: 'stratus-red-team',
    [`stratus-red-team_${UUID.replace('39f95f43', 'abcdefab')}`]: 'stratus-red-team',
    [`stratus-red-team_${UUID.toUpperCase()}`]: 'stratus-red-team',
    'nightly-2019-12-17T23:26:28Z': 'nightly',
    nightly20191217: 'nightly',
    'job-4711': 'job',
    'tool-607e7876 x': 'tool',
    'tool-d41d8cd98f00b204e9800998ecf8427e': 'tool',
    'checkout-7f9c4b8d6-x2klm': 'checkout',
    [`tool-${CODE}`]: 'tool',
    'session-123456789012': 'session',
  },
  'a name can have up to five words': {
    'S3 Browser 9.5.5 https://s3browser.com/': 'S3 Browser',
    'S3 Browser/10.0.9 (https://s3browser.com)': 'S3 Browser',
    'S3 Browser 7-4-5 <https://s3browser.com>': 'S3 Browser',
    'Amazon CLI/Polly 1.10 API 2016-06-10': 'Amazon CLI',
    'Apache Flink 1.13.0 (abcdef1) Kinesis Connector': 'Apache Flink',
    'AnyCompany Feedback Loop (V0.01)': 'AnyCompany Feedback Loop',
    'Amazon Simple Notification Service Agent': 'Amazon Simple Notification Service Agent',
    'The user agent string of the client that made the request.': undefined,
    'AmazonEventBridgeScheduler aws-sdk-java/2.28.29 md/io#async': 'AmazonEventBridgeScheduler',
    'tool Linux/5.10': 'tool',
  },
  'AWS services and the console name themselves': {
    'kms.amazonaws.com': 'kms.amazonaws.com',
    'cloudformation.amazonaws.com.cn': 'cloudformation.amazonaws.com.cn',
    'workmail.eu-west-1.amazonaws.com': 'workmail.eu-west-1.amazonaws.com',
    'signin.amazonaws.com': 'signin.amazonaws.com',
    'AWS Internal': 'AWS Internal',
    [`EC2 Spot Console, aws-internal/3 ${JAVA}`]: 'EC2 Spot Console',
    'AWS Organizations Console, aws-internal/3': 'AWS Organizations Console',
    [`[S3Console/0.4, aws-internal/3 ${JAVA}]`]: 'S3Console',
    [`aws-internal/3 ${JAVA}`]: 'aws-internal',
    'aws-internal/3, sally-generated exec-env/AWS_Lambda_java8': 'aws-internal',
    [`${UUID}.amazonaws.com`]: undefined,
  },
  'brackets, quotes and backslashes around the words do not count': {
    '[aws-cli/2.18.5]': 'aws-cli',
    '[aws-cli/1.11.10 Python/2.7.8 botocore/1.4.67]': 'aws-cli',
    '"aws-cli/2.18.5"': 'aws-cli',
    'aws-cli\\/2.11.3 Python\\/3.11.2 exe\\/x86_64': 'aws-cli',
    'eksctl/{"Version":"0.62.0","Metadata":{"BuildDate":"2021-08-20T14:26:55Z"}} aws-sdk-go': 'eksctl',
    'eksctl/{\\"Version\\":\\"0.62.0\\"}': 'eksctl',
    'eksctl/{': 'eksctl',
    'MinIO (darwin; amd64) minio-go/v6.0.45 mc/2019-12-17T23:26:28Z': 'MinIO',
    'Jersey/${project.version} (HttpUrlConnection 1.8.0_144)': 'Jersey',
  },
  'partner marks are skipped wherever they are': {
    'APN/1.0 Veeam/1.0 Backup/12.0': 'Backup',
    'APN/1.0 Confluent/1.0 KafkaS3Connector/10.5.1, aws-sdk-java/1.12.268': 'KafkaS3Connector',
    'APN/1.0 Partner/1.0 Product/1.2 APN/1.1 (code)': 'Product',
    'APN/1.1 (0123abc) tool/1.9': 'tool',
    [`APN/1.1 (${CODE}) ${JAVA}`]: 'aws-sdk-java',
    [`APN/1.1 (${CODE}), ${JAVA}`]: 'aws-sdk-java',
    [`APN_1.1/pc_${CODE}$ aws-cli/2.0.0`]: 'aws-cli',
    [`${BOTO3} APN/1.1 (${CODE})`]: 'Boto3',
    [`${BOTO3} APN_1826889`]: 'Boto3',
    [`${BOTO3} app/APN_1.1-pc_${CODE}$`]: 'Boto3',
    [`${GO} APN/1.0 HashiCorp/1.0 Packer/1.8.0 (+https://www.packer.io/)`]: 'Packer',
    [`${GO_V2} APN/1.0 Pulumi/3.0 PulumiAwsNative/0.0.2`]: 'Pulumi',
    [`${BOTO3} APN/1.0 Ansible/2.15.0 amazon.aws/6.0.0`]: 'Ansible',
    [`APN/1.1 (${CODE})`]: undefined,
    'APN/1.0': undefined,
  },
  'a partner that names no product is the agent': {
    'APN/1.0 Partner/1.0': 'Partner',
    'APN/1.0 Partner': 'Partner',
    [`APN/1.0 Partner/1.0 ${JAVA}`]: 'Partner',
    [`${GO} APN/1.0 Partner/1.0`]: 'Partner',
    [`APN/1.0 ${JAVA}`]: 'aws-sdk-java',
  },
  'Terraform is one product, wherever it is named': {
    'APN/1.0 HashiCorp/1.0 Terraform/1.1.2 (+https://www.terraform.io) terraform-provider-aws/3.76.1':
      'Terraform',
    [`[${GO} APN/1.0 HashiCorp/1.0 Terraform/0.12.16 (+https://www.terraform.io)]`]: 'Terraform',
    [`${GO} terraform/0.6.13`]: 'Terraform',
    'HashiCorp Terraform/1.7.0 (+https://www.terraform.io)': 'Terraform',
    'HashiCorp/1.0.0 (Terraform)': 'Terraform',
    'TERRAFORM 1.8': 'Terraform',
    [`${BOTO3} app/terraform`]: 'Terraform',
    'terraform-v1.8.0': 'Terraform',
    [`tool/1.0 ${'os/linux '.repeat(100)}Terraform/1.0`]: 'Terraform',
    'terraform-provider-aws/5.57.0 aws-sdk-go-v2/1.30.1': 'Terraform',
    'HashiCorp-terraform-exec/0.17.3': 'Terraform',
    'terraformer/0.8.24': 'terraformer',
    'terraform-docs/0.16': 'terraform-docs',
    'tool/1.0 (+https://www.terraform.io)': 'tool',
  },
  'behind an AWS SDK, the application is the agent': {
    [`${GO} amazon-ssm-agent/3.2.1705.0`]: 'amazon-ssm-agent',
    [`${GO} karpenter.sh-v0.23.0`]: 'karpenter.sh',
    [`${GO} amazon-vpc-cni-k8s`]: 'amazon-vpc-cni-k8s',
    [`${GO} kubernetes/v1.21.2 (linux/amd64) kubernetes/092fbfb`]: 'kubernetes',
    [`${GO} S3Manager s5cmd/v2.0.0`]: 's5cmd',
    [`${GO_V2} elbv2.k8s.aws/v2.13.4 m/E`]: 'elbv2.k8s.aws',
    [`${BOTO3} app/orders-batch`]: 'orders-batch',
    [`${BOTO3} app/orders-batch-${UUID}`]: 'orders-batch',
    'aws-sdk-nodejs/2.1112.0 linux/v20.19.0 configure-aws-credentials-for-github-actions promise':
      'configure-aws-credentials-for-github-actions',
    'aws-sdk-nodejs/2.1586.0 linux/v20.15.1 aws-cdk/2.135.0 promise': 'aws-cdk',
    'aws-sdk-ruby3/3.75.0 jruby/2.3.3 java aws-sdk-elasticloadbalancing/1.19.0 cloudhealth': 'cloudhealth',
    'aws-sdk-js/1.0.27 ua/2.1 os/linux lang/js md/nodejs#22.21.1 m/E,G KiroIDE-0.10.32': 'KiroIDE',
    'aws-sdk-js/1.0.0 ua/2.1 os/linux lang/js md/nodejs#20.0.0 m/E KiroIDE': 'KiroIDE',
  },
  'an application keeps its name in front of an SDK': {
    [`CWAgent/1.247359.0 (go1.20; linux; amd64) ID/${UUID} ${GO} tool/1.0`]: 'CWAgent',
    'aws-cli/2.13.5 md/awscrt#0.23.8 app/orders-batch': 'aws-cli',
  },
  'the words that an SDK adds are no application': {
    [JAVA]: 'aws-sdk-java',
    [GO_V2]: 'aws-sdk-go-v2',
    [`${BOTO3} m/E,U,Z,G,b,N,e exec-env/AWS_Lambda_python3.12 Botocore/1.34.1 Resource`]: 'Boto3',
    [`${GO} S3Manager Waiter`]: 'aws-sdk-go',
    'aws-sdk-cpp/1.7.176 Linux/3.10.0-957.27.2.el7.x86_64 x86_64 GCC/8.3.1': 'aws-sdk-cpp',
    'aws-sdk-dotnet-45/3.3.11.0 aws-sdk-dotnet-core/3.3.17.10 .NET_Runtime/4.0 .NET_Framework/4.0 OS/Windows_NT_6.2 ClientSync':
      'aws-sdk-dotnet',
    'aws-sdk-dotnet/1.4.11.0 .NET Runtime/4.0 .NET Framework/4.0 OS/6.1.7601.65536': 'aws-sdk-dotnet',
    'aws-sdk-java/1.12 Mac_OS_X/10.12 Java_HotSpot(TM)_64-Bit_Server_VM/25 java/1.8 en_US scala/2.11 TransferManager/1.12':
      'aws-sdk-java',
    'aws-sdk-java/2.20 Linux/4.18 Eclipse_OpenJ9_VM/0.40 Java/11 kotlin/1.9 vendor/IBM io/async http/NettyNio cfg/retry-m':
      'aws-sdk-java',
    'aws-sdk-nodejs/2.586.0 darwin/v13.2.0 promise': 'aws-sdk-nodejs',
    'aws-sdk-php/3.184.6 OS/Linux/5.4.0 lang/php/7.4 GuzzleHttp/6.5.5 curl/7.68.0 PHP/7.4.3': 'aws-sdk-php',
    'aws-sdk-ruby2/2.0.0.rc4 ruby/1.9.3 x86_64-linux Seahorse/0.1.0': 'aws-sdk-ruby2',
    [`${GO_V2} app/123456789012`]: 'aws-sdk-go-v2',
  },
  'end users are no part of the agent': {
    [`spinnaker-user/someone@example.com spinnaker-executionId/${UUID}`]: 'spinnaker-user',
    'someone@example.com': undefined,
    'someone@example.com aws-cli/2.0': 'aws-cli',
  },
  'there may be no product to read': Object.fromEntries(
    [
      '-',
      ']',
      '[-]',
      '[]/[]',
      '/1.0',
      '%s',
      '{padding}',
      '<userAgent>',
      '$context.identity.userAgent',
      '(compatible)',
      'v1.2.3',
      '2.13.5',
      '2019-12-17T23:26:28Z',
      '10.0.0.1',
      '2001:db8::1',
      'https://example.com/tool',
      'www.example.com',
      'arn:aws:iam::111122223333:role/deployer',
      '607e7876',
      'd41d8cd98f00b204e9800998ecf8427e',
      UUID,
      'Linux',
      'Linux/5.10.1 Python/3.8 x86_64',
      'Java/1.8.0_382',
      'Werkzeug-für-alle/1.0',
    ].map((text) => [text, undefined]),
  ),
}

describe('agentOf', () => {
  for (const [rule, examples] of Object.entries(RULES)) {
    describe(rule, () => {
      for (const [userAgent, agent] of Object.entries(examples)) {
        it(`${userAgent.slice(0, 100)} gives ${agent ?? 'nothing'}`, () =>
          assert.equal(agentOf(userAgent), agent))
      }
    })
  }

  it('reads as much as CloudTrail keeps, 1 KB', () => {
    const far = (length: number) => `aws-sdk-go/1 ${'.'.repeat(length - 20)} tool-1`
    assert.equal(far(1024).length, 1024)
    assert.equal(agentOf(far(1024)), 'tool')
    assert.equal(agentOf(`aws-sdk-go/1 ${' '.repeat(1024)} tool/1`), 'aws-sdk-go')
  })

  it('reads the first 32 words', () => {
    assert.equal(agentOf(`aws-sdk-go/1 ${'os/linux '.repeat(30)}tool/1`), 'tool')
    assert.equal(agentOf(`aws-sdk-go/1 ${'os/linux '.repeat(31)}tool/1`), 'aws-sdk-go')
  })

  it('returns no name of more than 128 characters', () => {
    assert.equal(agentOf(`${'x'.repeat(128)}/1.0`), 'x'.repeat(128))
    assert.equal(agentOf(`${'x'.repeat(129)}/1.0`), undefined)
    assert.equal(agentOf(`${'x'.repeat(64)} ${'y'.repeat(64)}`), undefined)
  })

  describe('real userAgents', () => {
    it('give what is expected', { skip: NO_USER_AGENTS }, () => {
      const expected = expectedAgents()
      assert.ok(expected.length >= 8)
      for (const [userAgent, agent] of expected) assert.equal(agentOf(userAgent), agent)
    })

    it('give products, or nothing', { skip: NO_USER_AGENTS }, () => {
      for (const userAgent of collectedUserAgents()) assertProduct(agentOf(userAgent), userAgent)
    })

    it('give few products in one account', { skip: NO_CORPUS }, () => {
      const userAgents = realRecords('invictus-aws_dataset').map((text) => JSON.parse(text).userAgent)
      for (const userAgent of userAgents) assertProduct(agentOf(userAgent), userAgent)
      const products = new Set(userAgents.map(agentOf))
      assert.deepEqual([...products].filter((product) => !product?.endsWith('.amazonaws.com')).sort(), [
        'AWS Internal',
        'AWSCloudTrail',
        'Boto3',
        'Mozilla',
        'RDS Console',
        'S3Console',
        'Terraform',
        'amazon-ssm-agent',
        'aws-sdk-go-v2',
        'stratus-red-team',
      ])
    })
  })
})
