import { afterSpace, elementsOf, endOfText, QUOTE } from '../../util/json-scan.ts'
import { refuseDamaged } from '../file-error.ts'

/** The name of a member of an object, and where its value begins. */
interface MemberHead {
  readonly name: string
  readonly valueStart: number
}

/** The member that begins at `from`; undefined if there is none. */
export function memberAt(json: Buffer, from: number): MemberHead | undefined {
  const start = afterSpace(json, from)
  if (json[start] !== QUOTE) return undefined
  const end = endOfText(json, start + 1)
  // A colon follows the name.
  const valueStart = afterSpace(json, afterSpace(json, end + 1) + 1)
  return { name: json.toString('utf8', start + 1, end), valueStart }
}

/** The members of a whole object. Elements without a name, which an invalid object can have, are skipped. */
export function* membersOf(object: Buffer): Generator<{ readonly name: string; readonly value: Buffer }> {
  for (const [from, to] of elementsOf(object, 1, refuseDamaged)) {
    const member = memberAt(object, from)
    if (member === undefined) continue
    yield { name: member.name, value: object.subarray(member.valueStart, to) }
  }
}

/** The name of the first member, if JSON begins with an object. */
export function firstMember(json: Buffer): string | undefined {
  return memberAt(json, afterSpace(json, 0) + 1)?.name
}
