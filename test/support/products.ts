import assert from 'node:assert/strict'

const NOT_IN_A_PRODUCT: Readonly<Record<string, RegExp>> = {
  'a version': /\d\.\d|(?:^|[-_. ])v\d\d/i,
  'a date': /(?:19|20)\d\d|\d{1,2}-\d{1,2}-\d/,
  'a UUID': /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/i,
  'a hash': /(?<![a-z0-9])[0-9a-f]{7,}(?![a-z0-9])/i,
  'a number of an account or a session': /\d{5}/,
  'an address': /[:@/]|^www\.|\d{1,3}[.-]\d{1,3}[.-]\d{1,3}/,
  'a partner mark': /^apn(?![a-z])|^pc_/i,
}

/** Asserts that an agent is undefined, or a product name and nothing else. */
export function assertProduct(agent: string | undefined, userAgent: string): void {
  if (agent === undefined) return
  const message = `${JSON.stringify(agent)}, from ${JSON.stringify(userAgent)}`
  assert.match(agent, /^[A-Za-z0-9][\w.+&-]*(?: [A-Za-z0-9][\w.+&-]*)*$/, message)
  assert.ok(agent.length <= 128, message)
  assert.doesNotMatch(agent, /^(?:linux|windows|darwin|macos|java|python)$/i, message)
  for (const [what, pattern] of Object.entries(NOT_IN_A_PRODUCT)) {
    assert.doesNotMatch(agent, pattern, `${what} in ${message}`)
  }
}
