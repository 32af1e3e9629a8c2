import { realpathSync, statSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'

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

/** The name of an input: its path as the user would write it, or its URI. */
export function shownName(name: string): string {
  return isAbsolute(name) ? shownPath(name) : printable(name)
}

/** A text without characters that a terminal would obey: control characters, and those that turn the direction of text. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '?')
}

/**
 * Refuses outputs that are inputs, folders or one another.
 * @throws {Error} naming the output
 */
export function refuseOverwriting(outputs: readonly string[], inputs: readonly string[]): void {
  const taken = new Set(inputs.map(realPath))
  for (const output of outputs) {
    const real = realPath(output)
    if (taken.has(real))
      throw new Error(`${shownPath(output)} would be overwritten: it is an input or another output.`)
    if (statSync(real, { throwIfNoEntry: false })?.isDirectory())
      throw new Error(`${shownPath(output)} is a folder: expected the path of a file.`)
    taken.add(real)
  }
}

/** The path itself if there is no such file. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    return path
  }
}
