import { percentOf } from '../../../util/number-text.ts'

/** The name with the most calls, and its share of them: `role/deployer (54.1 %)`. */
export function shareText(
  top: { readonly name: string; readonly calls: number } | undefined,
  calls: number,
): string | undefined {
  return top && `${top.name} (${percentOf(top.calls, calls)})`
}
