import type { Input } from '../inputs/input.ts'

/** Maximum to prepare at a time, including the input that is being read. */
interface Ahead {
  readonly inputs: number
  readonly bytes: number
}

const AHEAD: Ahead = { inputs: 16, bytes: 32 * 1024 * 1024 }

/** Gives the inputs in their order, and prepares the next ones while one is read. */
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
