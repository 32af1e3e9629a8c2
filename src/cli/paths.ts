import { type BigIntStats, realpathSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { printable } from '../util/printable.ts'

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

/**
 * Checks that no output is an input, a folder or another output. Devices and pipes hold nothing to be overwritten.
 * @param typed the paths as the user typed them, for the error
 * @throws {Error} with the output
 */
export function refuseOverwriting(
  outputs: readonly string[],
  inputs: readonly string[],
  typed: readonly string[] = [],
): void {
  const taken = new Set<string>()
  const inputFiles = new Set(inputs.map((path) => fileId(statOf(path))))
  for (const output of outputs) {
    const real = realPath(output)
    const found = statOf(real)
    if (found !== undefined && !found.isFile() && !found.isDirectory()) continue
    if (found?.isDirectory())
      throw new Error(`${typedName(output, typed)} is a folder: expected the path of a file.`)
    // A file that does not exist yet can't be an input.
    if (taken.has(real) || (found !== undefined && inputFiles.has(fileId(found))))
      throw new Error(
        `${typedName(output, typed)} is also an input or another output, and would be overwritten.`,
      )
    taken.add(real)
  }
}

function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true })
  } catch {
    return undefined
  }
}

/** The same for all names of a file; undefined for no file. */
function fileId(file: BigIntStats | undefined): string | undefined {
  return file && `${file.dev} ${file.ino}`
}

/**
 * Refuses an output folder that is a file.
 * @param typed the path that the user typed, for the error
 * @throws {Error} naming it
 */
export function refuseNoFolder(folder: string, typed: string): void {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found !== undefined && !found.isDirectory())
    throw new Error(`${printable(typed)} is a file: expected a folder, or a name for a new one.`)
}

/** The path without links. What does not exist has its name in a folder, which may be behind a link. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    const folder = dirname(path)
    return folder === path ? path : join(realPath(folder), basename(path))
  }
}
