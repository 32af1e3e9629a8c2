import { realpathSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'

/** npm runs the project's scripts in its folder and tells where it was called. The bundle ignores that (build/cli.ts). */
const calledFrom = process.env.INIT_CWD ?? process.cwd()

/**
 * The absolute path for one that a user gave.
 * @throws {Error} if it is empty
 */
export function givenPath(path: string): string {
  if (path === '') throw new Error('Expected the path of a file or folder, given nothing.')
  return resolve(calledFrom, path)
}

/** A path as the user would write it, printable. */
export function shownPath(path: string): string {
  return printable(relative(calledFrom, path))
}

/**
 * The name of an input as the user typed it, printable: a path, a path in a folder that was typed, or a URI.
 * @param typed the paths and URIs that the user typed
 */
export function typedName(name: string, typed: readonly string[]): string {
  if (!isAbsolute(name)) return printable(name)
  const isIn = (path: string) => {
    const inside = relative(resolve(calledFrom, path), name)
    return inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)
  }
  const from = typed.find(isIn)
  if (from === undefined) return shownPath(name)
  const inside = relative(resolve(calledFrom, from), name)
  return printable(inside === '' ? from : join(from, inside))
}

/** A text without characters that a terminal would obey: control characters, and those that turn the direction of text. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '?')
}

/**
 * Refuses outputs that are inputs, folders or one another.
 * @param typed the paths that the user typed, by which an error names the output
 * @throws {Error} naming the output
 */
export function refuseOverwriting(
  outputs: readonly string[],
  inputs: readonly string[],
  typed: readonly string[] = [],
): void {
  const taken = new Set(inputs.map(realPath))
  for (const output of outputs) {
    const real = realPath(output)
    if (taken.has(real))
      throw new Error(`${typedName(output, typed)} would be overwritten: it is an input or another output.`)
    if (statSync(real, { throwIfNoEntry: false })?.isDirectory())
      throw new Error(`${typedName(output, typed)} is a folder: expected the path of a file.`)
    taken.add(real)
  }
}

/**
 * Refuses an output that is to be a folder and is none.
 * @param typed the path that the user typed, by which the error names it
 * @throws {Error} naming it
 */
export function refuseNoFolder(folder: string, typed: string): void {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found !== undefined && !found.isDirectory())
    throw new Error(`${printable(typed)} is a file: expected a folder, or a name for a new one.`)
}

/** The path itself if there is no such file. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    return path
  }
}
