/** As much of a userAgent as is looked at; the product stands in front. */
const LOOKED_AT = 512

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

/** `APN/1.0 HashiCorp/1.0 ` in front of `Terraform/1.1.2`: the partner network's mark, then the partner. */
const PARTNER = /^APN\/\S+ +(?:\([^)]*\) +)?(?:[^/\s]+\/\S+ +(?=[^/\s(]+\/))?/
const PRODUCT = /^[^/,;([]+/
const VERSION = / v?\d[\w.+-]*$/
const SESSION = new RegExp(`[-_:. ]*${UUID}$`, 'i')

/**
 * The product in a userAgent, without its version or the id of a session: `Terraform`, `aws-cli`, `Boto3`,
 * `kms.amazonaws.com`, `AWS Internal`. A userAgent that is not of the usual form is its own product.
 */
export function agentOf(userAgent: string): string {
  const text = userAgent
    .slice(0, LOOKED_AT)
    .replace(/^\s*\[/, '')
    .replace(/\]\s*$/, '')
    .trim()
  const product = PRODUCT.exec(text.replace(PARTNER, ''))?.[0].trim() ?? ''
  return product.replace(VERSION, '').replace(SESSION, '') || text
}
