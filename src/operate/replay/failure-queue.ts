import { failedMessage } from './failed-message.ts'
import { replayEvent } from './logs.ts'
import { type FailureQueue, MAX_MESSAGES, type QueueMessage } from './queue.ts'
import type { Replay } from './replay.ts'
import { type Redrive, redriveObjects, replayObjects } from './s3.ts'
import { type Fate, takeEach } from './take-each.ts'

/**
 * Replays the failure queue. It has events with the source `Logs` and messages about objects with `S3`. After a change of the
 * source, it can have both, so each message is replayed according to its content.
 * @param redrive to the object queue, if the stack has one
 */
export async function replayQueue(queue: FailureQueue, replay: Replay, redrive?: Redrive): Promise<void> {
  await redrive?.finished(replay.signal, replay.onProgress)
  const redriven = new Set<string>()

  const take = async (message: QueueMessage): Promise<Fate> => {
    const failed = failedMessage(message)
    switch (failed.kind) {
      case 'event':
        return replayEvent(message, failed, replay)
      case 'objects':
        if (redrive === undefined) return replayObjects(message, failed, replay)
        redriven.add(message.id)
        replay.onOutcome({
          ...failed,
          fate: replay.dryRun ? 'waits' : 'redriven',
          records: undefined,
          expired: 0,
        })
        return 'stay'
      case 'unknown':
        if (!replay.dryRun) await replay.keepAside(message.id, failed.reason, message.body)
        replay.onOutcome({
          fate: replay.dryRun ? 'waits' : 'set aside',
          cause: failed.reason,
          failedAt: failed.failedAt,
          records: undefined,
          expired: 0,
        })
        return replay.dryRun ? 'stay' : 'remove'
    }
  }

  await takeEach(queue, {
    max: replay.max,
    workers: replay.workers,
    // Looking at messages takes no time, so look at many at once.
    perRequest: replay.dryRun || redrive !== undefined ? MAX_MESSAGES : 1,
    signal: replay.signal,
    take,
    onRemoved: replay.journal.forget,
    async afterwards(staying) {
      if (redrive !== undefined && !replay.dryRun)
        await redriveObjects(queue, redrive, redriven, staying, replay)
    },
  })
}
