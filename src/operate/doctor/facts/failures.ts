export interface QueueFacts {
  readonly messages: number
}

export interface BucketContents {
  readonly objects: number
  /** Whether there are more objects than were listed. */
  readonly hasMore: boolean
  readonly oldestAt: number | undefined
}
