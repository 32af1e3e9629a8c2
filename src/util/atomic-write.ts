import { randomUUID } from 'node:crypto'
import { appendFileSync, constants } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A file that is being written. Until `keep`, it doesn't have its name, and an older file of that name is untouched. */
export interface AtomicFile {
  /** Appends text. */
  write(text: string): void
  /** Gives the complete file its name, and replaces an older file. */
  keep(): Promise<void>
  /** Removes the file, unless it was kept. */
  close(): Promise<void>
}

/** Characters that are written together. */
const WRITTEN_TOGETHER = 64 * 1024

/** `O_EXCL` alone doesn't follow a link in the last part of the path. `O_NOFOLLOW` doesn't exist on Windows. */
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

/**
 * Opens a file that appears under its name only when it is complete. It is written as `PATH.ID.partial` in the same
 * folder, which is created if missing. A device or a pipe, such as /dev/null, can't be replaced and is written at once. Nobody can guess the name and put a link there. If the name exists anyway, opening
 * fails and leaves that file alone.
 * @param id makes the name unique. It is random, except in tests
 */
export async function openAtomic(path: string, id: string = randomUUID()): Promise<AtomicFile> {
  await mkdir(dirname(path), { recursive: true })
  const partial = (await isReplaceable(path)) ? `${path}.${id}.partial` : undefined
  const file = partial === undefined ? await open(path, 'a') : await open(partial, NEW_FILE)
  let waiting = ''
  const writeWaiting = () => {
    // Without waiting for the disk: there may be thousands of texts, and each would take longer to wait for than to write.
    appendFileSync(file.fd, waiting)
    waiting = ''
  }
  return {
    write(text) {
      waiting += text
      if (waiting.length >= WRITTEN_TOGETHER) writeWaiting()
    },
    async keep() {
      writeWaiting()
      await file.close()
      if (partial !== undefined) await rename(partial, path)
    },
    async close() {
      await file.close()
      if (partial !== undefined) await rm(partial, { force: true })
    },
  }
}

async function isReplaceable(path: string): Promise<boolean> {
  try {
    const found = await stat(path)
    return found.isFile() || found.isDirectory()
  } catch {
    return true
  }
}

/** Writes a file completely or not at all. */
export async function writeAtomic(path: string, text: string, id?: string): Promise<void> {
  const file = await openAtomic(path, id)
  try {
    file.write(text)
    await file.keep()
  } finally {
    await file.close()
  }
}
