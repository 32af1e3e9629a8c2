import type { Input } from '../inputs/input.ts'
import { printable } from '../util/printable.ts'
import { HISTORY_NAME } from './event-history.ts'
import { STANDARD_INPUT } from './given-inputs.ts'

/**
 * The inputs of a report as the user names them; those of the event history have their own names.
 * @param paths the paths and URIs that the user typed
 */
export function sourceNames(
  paths: readonly string[],
  isSample: boolean,
  inputs: readonly Pick<Input, 'name'>[],
): readonly string[] {
  if (isSample) return ['the sample trail']
  const named = paths.map((path) => (path === STANDARD_INPUT ? 'standard input' : printable(path)))
  return [...named, ...inputs.map(({ name }) => name).filter((name) => name.startsWith(HISTORY_NAME))]
}
