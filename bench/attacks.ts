/** Records that a malicious caller could cause: the texts that a caller chooses differ in each record. */
export const ATTACKS: Readonly<Record<string, (text: string, i: number) => string>> = {
  ordinary: (text) => text,
  'dashes in the userAgent': (text, i) => withMember(text, 'userAgent', `${'-'.repeat(500)}${letters(i)}`),
  'long userAgents': (text, i) =>
    withMember(text, 'userAgent', `${letters(i)}${'x'.repeat(100)}/${'y'.repeat(900)}`),
  userAgents: (text, i) => withMember(text, 'userAgent', `agent-${letters(i)}/1.0`),
  'non-ASCII userAgents': (text, i) => withMember(text, 'userAgent', `${letters(i)}${'漢字'.repeat(150)}`),
  'role names': (text, i) => withMembers(text, { userIdentity: assumedRole(letters(i).padStart(64, 'r')) }),
  'error codes': (text, i) => withMembers(text, { errorCode: letters(i).padStart(50, 'e') }),
  'error messages': (text, i) =>
    withMembers(text, {
      errorCode: 'LimitExceededException',
      errorMessage: `${'too many '.repeat(100)}${i}`,
    }),
}

/** A number in letters, because digits could be read as a version. */
function letters(number: number): string {
  let text = ''
  for (let left = number; left > 0 || text === ''; left = Math.floor(left / 26))
    text += String.fromCharCode('a'.charCodeAt(0) + (left % 26))
  return text
}

function withMember(text: string, name: string, value: string): string {
  return withMembers(text, { [name]: value })
}

function withMembers(text: string, members: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify({ ...JSON.parse(text), ...members })
  } catch {
    // Values that aren't records stay as they are.
    return text
  }
}

function assumedRole(userName: string): unknown {
  const account = '111122223333'
  return {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE:session',
    arn: `arn:aws:sts::${account}:assumed-role/${userName}/session`,
    accountId: account,
    sessionContext: { sessionIssuer: { type: 'Role', userName } },
  }
}
