import type { Input } from '../inputs/input.ts'

/** How much may be prepared at a time, the input that is read included. */
interface Ahead {
  readonly inputs: number
  readonly bytes: number
}

const AHEAD: Ahead = { inputs: 16, bytes: 32 * 1024 * 1024 }

/** The inputs in their order. While one of them is read, the next ones are prepared. */
export function* readAhead(inputs: readonly Input[], ahead = AHEAD): Generator<Input> {
  let [prepared, bytes] = [0, 0]
  for (const [i, input] of inputs.entries()) {
    while (prepared < inputs.length) {
      const next = inputs[prepared]
      const isNext = prepared === i
      if (
        next === undefined ||
        (!isNext && (prepared - i >= ahead.inputs || bytes + next.bytes > ahead.bytes))
      )
        break
      next.prepare?.()
      bytes += next.bytes
      prepared++
    }
    yield input
    bytes -= input.bytes
  }
}
