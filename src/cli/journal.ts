import { readFile, rm } from 'node:fs/promises'
import type { Journal } from '../operate/journal.ts'
import { appendOnly } from '../util/append-only.ts'
import { isObject, parseJson } from '../util/json.ts'
import { HOUR_MS } from '../util/time.ts'

/** A journal in a file, with one entry per line. */
export interface JournalFile extends Journal {
  /** Closes the file, and deletes it if no entries are left. */
  readonly close: () => Promise<void>
}

/** The maximum retention of the queues and the failure bucket, and the maximum age of metrics, is 14 days. */
const KEPT_MS = 15 * 24 * HOUR_MS

/** Opens a journal, with the entries of earlier runs. */
export async function openJournal(path: string, now = Date.now): Promise<JournalFile> {
  const notes = await readNotes(path, now() - KEPT_MS)
  const file = appendOnly(path)
  let isUsed = notes.size > 0
  return {
    leftOf: (id) => notes.get(id),
    async note(id, left) {
      isUsed = true
      await file.append(JSON.stringify({ id, left, at: now() }))
      notes.set(id, left)
    },
    forget: (id) => void notes.delete(id),
    async close() {
      await file.close()
      if (isUsed && notes.size === 0) await rm(path, { force: true })
    },
  }
}

async function readNotes(path: string, since: number): Promise<Map<string, readonly number[]>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const notes = new Map<string, readonly number[]>()
  for (const line of text.split('\n')) {
    // A crash may have left half a line, so incomplete lines are ignored.
    const note = parseJson(line)
    if (!isObject<'id' | 'left' | 'at'>(note)) continue
    const { id, left, at } = note
    if (typeof id === 'string' && isNumbers(left) && typeof at === 'number' && at >= since)
      notes.set(id, left)
  }
  return notes
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number')
}
