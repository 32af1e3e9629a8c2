import { randomUUID } from 'node:crypto'
import { appendFileSync, constants } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A file being written. Until `keep`, nothing has its name, and an older file of that name is untouched. */
export interface AtomicFile {
  /** Appends text. */
  write(text: string): void
  /** Gives the file its name once all of it is written, in place of an older file. */
  keep(): Promise<void>
  /** Removes what was written, unless it was kept. */
  close(): Promise<void>
}

/** Characters that are written together. */
const WRITTEN_TOGETHER = 64 * 1024

/** `O_EXCL` alone follows no link in the last part of the path; `O_NOFOLLOW` is missing on Windows. */
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

/**
 * Opens a file that appears under its name only when it is complete. It is written as `PATH.ID.partial` in the same
 * folder, which is made if missing. Nobody can know the name and put a link there; if something has it all the same,
 * opening fails and that is left alone.
 * @param id makes the name unique; random unless a test chooses it
 */
export async function openAtomic(path: string, id: string = randomUUID()): Promise<AtomicFile> {
  await mkdir(dirname(path), { recursive: true })
  const partial = `${path}.${id}.partial`
  const file = await open(partial, NEW_FILE)
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
      await rename(partial, path)
    },
    async close() {
      await file.close()
      await rm(partial, { force: true })
    },
  }
}

/** Writes a file that is there as a whole or not at all. */
export async function writeAtomic(path: string, text: string, id?: string): Promise<void> {
  const file = await openAtomic(path, id)
  try {
    file.write(text)
    await file.keep()
  } finally {
    await file.close()
  }
}
