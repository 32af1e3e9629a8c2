import { realpathSync, statSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'

/** npm runs scripts in the project's folder, and INIT_CWD has the folder of the caller. The bundle ignores it (build/cli.ts). */
const calledFrom = process.env.INIT_CWD ?? process.cwd()

/**
 * The absolute path of a path that a user gave.
 * @throws {Error} if it is empty
 */
export function givenPath(path: string): string {
  if (path === '') throw new Error('Expected the path of a file or folder, given an empty text.')
  return resolve(calledFrom, path)
}

/** A printable path as the user would write it. */
export function shownPath(path: string): string {
  return printable(relative(calledFrom, path))
}

/** The name of an input: its path as the user would write it, or its URI. */
export function shownName(name: string): string {
  return isAbsolute(name) ? shownPath(name) : printable(name)
}

/** A text without characters that control a terminal: control characters, and those that change the direction of text. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '?')
}

/**
 * Checks that no output is an input, a folder or another output.
 * @throws {Error} with the output
 */
export function refuseOverwriting(outputs: readonly string[], inputs: readonly string[]): void {
  const taken = new Set(inputs.map(realPath))
  for (const output of outputs) {
    const real = realPath(output)
    if (taken.has(real))
      throw new Error(`${shownPath(output)} is also an input or another output, and would be overwritten.`)
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
