import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Message } from '../core/cloudtrail/call.ts'
import { PayloadError } from '../util/errors.ts'
import { MAX_BYTES, readContents } from './contents.ts'
import { FileError } from './file-error.ts'
import { type MessageOptions, messagesIn } from './messages.ts'

/**
 * The files of `paths`, in order. A folder is replaced by all files in it and below, sorted by name, without hidden files and
 * links to other folders. A path that can't be read is returned as it is, because reading it gives the best error.
 */
export function findFiles(paths: readonly string[]): string[] {
  const found: string[] = []
  for (const path of paths) addFiles(path, found)
  return found
}

function addFiles(path: string, found: string[]): void {
  const entries = entriesOf(path)
  if (entries === undefined) found.push(path)
  for (const entry of entries ?? []) {
    const inside = join(path, entry.name)
    if (entry.isDirectory()) addFiles(inside, found)
    else if (!entry.isSymbolicLink() || !isFolder(inside)) found.push(inside)
  }
}

/** The visible entries of a folder, sorted by name; undefined if the path isn't a folder or can't be read. */
function entriesOf(path: string): Dirent[] | undefined {
  try {
    const entries = readdirSync(path, { withFileTypes: true })
    return entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    return undefined
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/**
 * The messages in one file, gzipped or not, in UTF-8 or UTF-16, in any form that `messagesIn` takes.
 * @throws {FileError | PayloadError} with the reason if it can't be counted as a whole
 */
export async function readMessages(path: string, options?: MessageOptions): Promise<Iterable<Message>> {
  const file = statSync(path)
  // A pipe or a device may never end.
  if (!file.isFile()) throw new FileError('not a regular file')
  if (file.size > MAX_BYTES) throw new PayloadError(`the file has more than ${MAX_BYTES} bytes`)
  // Trails have thousands of small files: waiting for each takes several times as long as reading it.
  return messagesIn(readContents(readFileSync(path)), path, options)
}
