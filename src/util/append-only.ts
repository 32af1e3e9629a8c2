import { constants } from 'node:fs'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A file that only grows. */
export interface AppendOnly {
  /** Appends a line. Resolves when it survives a crash of the machine. */
  readonly append: (line: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** `O_NOFOLLOW` is missing on Windows. */
const FLAGS = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0)

const OWNER_ONLY = 0o600

/** A file of lines that is made, with its folder, for the first line. Only its owner may read it. It is never shortened. */
export function appendOnly(path: string): AppendOnly {
  let file: Promise<FileHandle> | undefined
  let waiting: string[] = []
  let last: Promise<void> = Promise.resolve()
  /** Lines that come while others are written are written together, with one wait for the disk. */
  let next: Promise<void> | undefined

  const writeWaiting = async () => {
    const lines = waiting
    waiting = []
    next = undefined
    file ??= opened(path)
    const handle = await file
    await handle.appendFile(lines.map((line) => `${line}\n`).join(''))
    await handle.datasync()
  }
  return {
    append(line) {
      waiting.push(line)
      if (next === undefined) {
        next = last.then(writeWaiting)
        last = next.catch(() => {})
      }
      return next
    },
    async close() {
      await last
      await (await file)?.close()
    },
  }
}

/** Where a crash left half a line, the next one begins on a line of its own. */
async function opened(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, FLAGS, OWNER_ONLY)
  const { size } = await file.stat()
  if (size > 0) {
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
    if (buffer.toString() !== '\n') await file.appendFile('\n')
  }
  return file
}
