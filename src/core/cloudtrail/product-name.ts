/**
 * A name at the start of a word, up to a version or ID, the end, or a character that names don't have. It starts with a
 * letter, or with up to three digits and a word: `s3fs`, `1password`. `v2` alone is a version.
 *
 * A version or ID is, in this order:
 * - a decimal number: `1.7.4` in `ec2-api-tools1.7.4`, an IP address
 * - five digits or a year: a date, an account
 * - after a separator, a digit, except in a Region: `workmail.eu-west-1.amazonaws.com`
 * - `v0.23` and `v12`, but not the `v2` of `aws-sdk-go-v2`
 * - hexadecimal: a commit, a hash, the first part of a UUID
 * - three numbers with letters in between: a partner's product code, a random ID
 *
 * Email addresses, URLs, ARNs and words that aren't ASCII have no name. Every repetition has a maximum, and the long ones
 * are tried only after a separator, so the time is linear.
 */
const NAME =
  /^(?!www\.|v\d(?![a-z\d])|[^/]{0,128}@)(?=[a-z]|\d{1,3}[a-z]{3})[\w.+&-]{0,128}?(?=[-_.+&]{0,9}(?:\d{1,4}\.\d|\d{5}|(?:19|20)\d\d|(?<![a-z\d])(?:(?<!^)\d(?!\.amazonaws)|v\d(?:[a-z\d]|\.\d)|g?[\da-f]{7,128}(?![a-z\d])|[a-z]{0,24}(?:\d{1,4}[a-z]{1,24}){2}\d)|[^\w.+&:\u0080-\uffff-]|$))/i

/**
 * The name at the start of a word, without a version, date, hash or ID: `aws-cli` in `aws-cli/2.13.5`, `karpenter.sh` in
 * `karpenter.sh-v0.23.0`, `stratus-red-team` in `stratus-red-team_39f95f43-cd2f-4beb-b69e-be60b6fe1f57`. It has 1 to 128
 * characters: letters, digits, `-`, `_`, `.`, `+` and `&`. Undefined if the word starts with something else.
 */
export function productName(word: string): string | undefined {
  return NAME.exec(word)?.[0] || undefined
}
