/**
 * Remembers which items were counted, so that a run after an interruption doesn't send items again that could not be removed.
 */
export interface Journal {
  /** The numbers of an item's parts that are still to be counted. Empty means done, and undefined means unknown. */
  readonly leftOf: (id: string) => readonly number[] | undefined
  /** Records which parts are still to be counted. Resolves when the entry would survive a crash. */
  readonly note: (id: string, left: readonly number[]) => Promise<void>
  /** Forgets an item that can't come again. */
  readonly forget: (id: string) => void
}

/**
 * Keeps an item that can't be counted, for manual inspection. Resolves when it would survive a crash. Only then may it be removed
 * from its place.
 * @param id the previous place
 * @param reason the reason why it can't be counted
 */
export type KeepAside = (id: string, reason: string, content: unknown) => Promise<void>
