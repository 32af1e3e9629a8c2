import { constants } from 'node:fs'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A file that only grows. */
export interface AppendOnly {
  /** Appends a line. Resolves when the line would survive a crash of the machine. */
  readonly append: (line: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** `O_NOFOLLOW` is missing on Windows. */
const FLAGS = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0)

const OWNER_ONLY = 0o600

/** A file of lines. It is created, with its folder, for the first line, and only its owner may read it. It never shrinks. */
export function appendOnly(path: string): AppendOnly {
  let file: Promise<FileHandle> | undefined
  let waiting: string[] = []
  let last: Promise<void> = Promise.resolve()
  /** Lines that arrive during a write are written together, with one wait for the disk. */
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

/** If a crash left half a line, the next line begins on a new line. */
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
