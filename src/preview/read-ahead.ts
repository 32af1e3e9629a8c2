import type { Ahead, Input } from '../inputs/input.ts'

/** For inputs in the network. */
const AHEAD: Ahead = { inputs: 16, bytes: 32 * 1024 * 1024 }

/** Gives the inputs in their order, and prepares the next ones while one is read. */
export function* readAhead<Item>(inputs: readonly Input<Item>[], usual = AHEAD): Generator<Input<Item>> {
  let [prepared, bytes] = [0, 0]
  for (const [i, input] of inputs.entries()) {
    while (prepared < inputs.length) {
      const next = inputs[prepared]
      if (next === undefined) break
      const ahead = next.ahead ?? usual
      const isFull = prepared - i >= ahead.inputs || bytes + next.bytes > ahead.bytes
      if (isFull && prepared !== i) break
      next.prepare?.()
      bytes += next.bytes
      prepared++
    }
    yield input
    bytes -= input.bytes
  }
}
