import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A fenced block of code in a page. */
export interface CodeBlock {
  /** `docs/security.md:47`, the line of the fence. */
  readonly where: string
  /** `sh` */
  readonly language: string
  readonly code: string
  /** What the comment in the line before the block says: `test: outputs` for `<!-- test: outputs -->`. */
  readonly marker: string | undefined
}

/** The Markdown pages of the project: in its folder, in docs/ and those that its tests have. */
export const PAGES: readonly string[] = [
  ...readdirSync('.'),
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name)),
  'test/system/README.md',
].filter((path) => path.endsWith('.md'))

export function codeBlocksOf(path: string): CodeBlock[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  const fences = [...lines.keys()].filter((i) => /^ *```/.test(lines[i] ?? ''))
  return fences.flatMap((start, i) => {
    const end = fences[i + 1]
    if (i % 2 === 1 || end === undefined) return []
    return {
      where: `${path}:${start + 1}`,
      language: lines[start]?.replace(/^ *```/, '').trim() ?? '',
      code: lines.slice(start + 1, end).join('\n'),
      marker: /^ *<!-- (.*) -->$/.exec(lines[start - 1] ?? '')?.[1],
    }
  })
}
