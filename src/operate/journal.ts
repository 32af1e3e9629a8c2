/**
 * Remembers which things were counted, so that a run that was interrupted before it could remove them does not send them
 * again.
 */
export interface Journal {
  /** The parts of a thing that are still to be counted, by number. Empty: all are done. Undefined: nothing is known. */
  readonly leftOf: (id: string) => readonly number[] | undefined
  /** Notes which parts are still to be counted. Resolves when the note survives a crash. */
  readonly note: (id: string, left: readonly number[]) => Promise<void>
  /** Forgets a thing that can't come again. */
  readonly forget: (id: string) => void
}

/**
 * Takes what nothing can count, for a person to look at. Resolves when it survives a crash: only then is it removed from
 * where it was.
 * @param id where it was
 * @param reason why it can't be counted
 */
export type KeepAside = (id: string, reason: string, content: unknown) => Promise<void>
