import { productName } from './product-name.ts'

/**
 * CloudTrail cuts a userAgent at 1 KB, so nothing after that is read. A lower limit would miss applications: they can be
 * named after several hundred characters about the SDK, its configuration and the machine.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const MAX_TEXT_LENGTH = 1024
/** Real userAgents have up to about 20 words. */
const MAX_WORDS = 32
/** `Amazon Simple Notification Service Agent` has five. More is prose. */
const MAX_WORDS_OF_NAME = 5
const MAX_LENGTH = 128

/** A comment in round, angle or curly brackets, or a comma after a word. The next word starts a new product. */
const BREAK = /[({<][^(){}<>]*[)}>]?|,(?:\s|$)/g
/** Square brackets and quotes are separators. */
const SEPARATOR = /[\s[\]"'`|;]+/

const TERRAFORM = 'Terraform'
/** `Terraform/1.1.2`, `app/terraform`, `terraform-provider-aws/5.0.0`, `HashiCorp/1.0.0 (Terraform)`; not `terraform-docs/0.1`. */
const TERRAFORM_MARK = /(?<![\w.@+-]|(?<!app)\/)(?:hashicorp-)?terraform(?![a-z_.]|-(?!provider|exec|v?\d))/i

/** `APN/1.0 HashiCorp/1.0` in front of a product. `APN/1.0 Ansible/2.15.0` ends in a product. */
const PARTNER = /\bapn\/[\d.]{1,9} [^\s/,]{1,99}\/1(?:\.\d)? (?=[a-z])(?!aws-sdk|boto)/gi
/**
 * Words that name nothing: marks of the AWS Partner Network (`APN/1.0`, `APN_1.1/pc_CODE$`, `APN_1826889`), and facts
 * about an SDK, its configuration and the call (`os/linux`, `md/Botocore#1.31.62`).
 */
const NO_NAME =
  /^(?:apn(?![a-z])|pc_|(?:os|lang|md|ua|api|cfg|exec-env|vendor|io|http|ft|m|hll|exe|prompt|command)\\?\/)/i
/** Operating systems, architectures and the runtimes of languages. */
const MACHINE =
  /^(?:(?:linux|darwin|mac_?os(?:_x)?|(?:microsoft_)?windows(?:_nt|_server|powershell)?|win32|ios|android|java|openjdk|j?ruby|python|php|node|go|rust|scala|kotlin|dalvik|runtime|framework|\w{0,40}_vm)$|java_hot|(?:universal\.)?x86|(?:x64|a(?:md|rm|arch)64|i[3-6]86)(?![a-z]))/i
const SDK = /^(?:aws-sdk(?![^-])|(?:aio)?boto(?:3|core)?$|rusoto$)/i
/** Application that a user configured in the SDK: `app/orders-batch`. */
const APPLICATION = /^app\\?\//
/** Parts of SDKs, ways to call them, and the HTTP clients and compilers that they name. */
const FEATURE =
  /^(?:(?:.|promise|callback|resource|clienta?sync|endpoint-discovery|transfermanager|seahorse|guzzle(?:http)?|curl|gcc|clang|msvc|[a-z]{2}_[a-z]{2})$|dynamodb|s3crypto|com\.amazonaws)/i
/** A word without a version: `cloudhealth`, `amazon-vpc-cni-k8s`, `KiroIDE`, but not `Waiter`. */
const LIKE_A_PRODUCT = /^[a-z]|[-.]|[a-z][A-Z]/

/**
 * The product that a userAgent names, without its version: `Terraform`, `aws-cli`, `kms.amazonaws.com`, `S3 Browser`.
 * If an AWS SDK comes first and the text goes on to name the application that uses it, the application is returned:
 * `karpenter.sh`, or NAME for `app/NAME`. Terraform is found wherever the text names it. Marks of the AWS Partner
 * Network are skipped.
 *
 * The result has at most 128 characters, all of them printable ASCII. The time is linear in the length of the text.
 * Returns undefined if there is no product: for a bare version, date, hash or URL, an operating system or runtime, prose.
 */
export function agentOf(userAgent: string): string | undefined {
  const text = userAgent.slice(0, MAX_TEXT_LENGTH)
  if (TERRAFORM_MARK.test(text)) return TERRAFORM
  const words = text.replace(BREAK, ' , ').replace(PARTNER, '').split(SEPARATOR, MAX_WORDS)
  let sdk: string | undefined
  for (const [i, word] of words.entries()) {
    const name = nameIn(word)
    if (name === undefined) continue
    if (SDK.test(name)) sdk ??= name
    else if (sdk === undefined) return wholeName(words.slice(i))
    else if ((name !== word || LIKE_A_PRODUCT.test(name)) && !FEATURE.test(name)) return name
  }
  return sdk
}

/** The name in a word, unless the word is a partner mark, metadata or about the machine. */
function nameIn(text: string): string | undefined {
  const word = text.replace(APPLICATION, '')
  const name = NO_NAME.test(word) ? undefined : productName(word)
  return name !== undefined && MACHINE.test(name) ? undefined : name
}

/** The name that starts with the first word. It can have spaces: `S3 Browser 9.5.5`, `EC2 Spot Console, aws-internal/3`. */
function wholeName(words: readonly string[]): string | undefined {
  const names: string[] = []
  for (const word of words) {
    const name = nameIn(word)
    if (name === undefined || SDK.test(name)) break
    if (names.push(name) > MAX_WORDS_OF_NAME) return undefined
    if (name !== word) break
  }
  const name = names.join(' ')
  return name.length <= MAX_LENGTH ? name : undefined
}
