import { type Expression, parse } from 'acorn'
import { simple } from 'acorn-walk'

/** The names of the modules that a module imports. */
export interface Imports {
  /** Loaded together with the module. */
  readonly atStart: readonly string[]
  /** Loaded when the code that needs them runs. */
  readonly later: readonly string[]
}

/** Reads the imports of a bundled ES module, in which esbuild writes `__require` where a package has `require`. */
export function importsOf(code: string): Imports {
  const atStart: string[] = []
  const later: string[] = []
  const nameIn = (source: Expression | { readonly type: string } | null | undefined): string[] =>
    source && 'value' in source && typeof source.value === 'string' ? [source.value] : []
  simple(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), {
    ImportDeclaration: ({ source }) => atStart.push(...nameIn(source)),
    ExportNamedDeclaration: ({ source }) => atStart.push(...nameIn(source)),
    ExportAllDeclaration: ({ source }) => atStart.push(...nameIn(source)),
    ImportExpression: ({ source }) => later.push(...nameIn(source)),
    CallExpression: ({ callee, arguments: [first] }) => {
      if (callee.type === 'Identifier' && callee.name === '__require') later.push(...nameIn(first))
    },
  })
  return { atStart, later }
}
