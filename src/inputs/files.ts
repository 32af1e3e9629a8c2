import { lstat, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Message } from '../core/cloudtrail/call.ts'
import type { ReadObject } from '../sources/source.ts'
import { readContents } from './contents.ts'
import { FileError } from './file-error.ts'
import { messagesIn } from './messages.ts'

/**
 * The files behind `paths`, in order: a folder stands for all files in it and below, by name, but hidden ones and what
 * links to other folders. A path that can't be read is passed on, for reading it says best what is wrong.
 */
export async function findFiles(paths: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) {
    const entries = await entriesOf(path)
    if (entries === undefined) found.push(path)
    // Not by push(...): a folder may hold more files than a call takes arguments.
    else for (const file of await findFiles(entries)) found.push(file)
  }
  return found
}

/** What is in a folder; undefined where the path is none. */
async function entriesOf(path: string): Promise<string[] | undefined> {
  try {
    const names = (await readdir(path)).filter((name) => !name.startsWith('.')).sort()
    const entries: Awaited<ReturnType<typeof withKind>>[] = []
    for (const name of names) entries.push(await withKind(join(path, name)))
    return entries.filter(({ isLink, isFolder }) => !(isLink && isFolder)).map((entry) => entry.path)
  } catch {
    return undefined
  }
}

async function withKind(path: string): Promise<{ path: string; isLink: boolean; isFolder: boolean }> {
  const isLink = (await lstat(path)).isSymbolicLink()
  const target = await stat(path).catch(() => undefined)
  return { path, isLink, isFolder: target?.isDirectory() ?? false }
}

/**
 * The messages in one file, gzipped or not, in UTF-8 or UTF-16, in any form that `messagesIn` takes.
 * @param readObject reads the objects in S3 that an event in the file names
 * @throws {FileError | PayloadError} with the reason if it can't be counted as a whole
 */
export async function readMessages(path: string, readObject?: ReadObject): Promise<Iterable<Message>> {
  // A pipe or a device may never end.
  if (!(await stat(path)).isFile()) throw new FileError('no regular file')
  return messagesIn(readContents(await readFile(path)), path, readObject)
}
