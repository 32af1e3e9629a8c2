/**
 * A small simulation of Lambda's event sources, second by second: records wait first in, first out until there is capacity. It
 * includes the documented limits and scaling of the event sources, but no failures, cold starts or uneven shards.
 */

/** The function as it was configured and measured. */
export interface Capacity {
  readonly memoryMB: number
  /** Records that a whole processor counts per second. */
  readonly recordsPerProcessor: number
  /** Additional seconds per invocation, on a whole processor. */
  readonly invocationSeconds: number
}

/** The load: a steady rate, then a burst, then the steady rate again. */
export interface Load {
  readonly recordsPerSecond: number
  readonly burstFactor: number
  readonly burstSeconds: number
  /** Records in one payload or log file. */
  readonly recordsPerPayload: number
  /** Compressed bytes of a payload per record. */
  readonly compressedBytes: number
}

export interface Outcome {
  /** The part of the capacity that the steady load uses. */
  readonly steadyUse: number
  /** Maximum seconds from arrival at the source to the end of the invocation. */
  readonly worstLag: number
  /** Maximum number of concurrent invocations. */
  readonly concurrency: number
  readonly shards: number | undefined
}

/** Lambda gives one whole processor at this memory, and less in proportion. The function uses no more than one. */
const MEMORY_OF_PROCESSOR_MB = 1769
/** An account's concurrent executions, unless raised. */
const ACCOUNT_CONCURRENCY = 1000
/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const SQS_CONCURRENCY = { start: 5, perSecond: 300 / 60, most: Math.min(1250, ACCOUNT_CONCURRENCY) }
/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html#scaling-rate */
const ASYNC_PER_SECOND = 1000 / 10
/** https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const SHARD = { bytesPerSecond: 1_000_000, payloadsPerSecond: 1000, first: 4 }
/** An on-demand stream splits shards that are half used, which takes up to this time. */
const SPLIT_SECONDS = 900
/** Seconds to read one object, assumed. */
const GET_OBJECT_SECONDS = 0.06
const PAYLOADS_PER_STREAM_BATCH = 100
const OBJECTS_PER_BATCH = 10

const processorShare = ({ memoryMB }: Capacity) => Math.min(1, memoryMB / MEMORY_OF_PROCESSOR_MB)

/** Seconds of an invocation with a number of payloads. */
function invocationSeconds(capacity: Capacity, load: Load, payloads: number, waitSeconds = 0): number {
  const work = capacity.invocationSeconds + (payloads * load.recordsPerPayload) / capacity.recordsPerProcessor
  return work / processorShare(capacity) + payloads * waitSeconds
}

/** Records that an execution environment counts per second, in full batches. */
export function recordsPerEnvironment(capacity: Capacity, load: Load, payloads: number, wait = 0): number {
  return (payloads * load.recordsPerPayload) / invocationSeconds(capacity, load, payloads, wait)
}

/** Records per second that a shard of a stream accepts. */
export function recordsPerShard(load: Load): number {
  return Math.min(
    SHARD.bytesPerSecond / load.compressedBytes,
    SHARD.payloadsPerSecond * load.recordsPerPayload,
  )
}

/** Each payload invokes the function separately. */
export function simulateLogs(capacity: Capacity, load: Load): Outcome {
  const perEnvironment = recordsPerEnvironment(capacity, load, 1)
  let environments = needed(load.recordsPerSecond, perEnvironment)
  const { worstLag, most } = queue(load, (arriving, waiting) => {
    const wanted = needed(arriving + waiting, perEnvironment)
    environments = Math.min(
      ACCOUNT_CONCURRENCY,
      Math.max(environments, Math.min(wanted, environments + ASYNC_PER_SECOND)),
    )
    return environments * perEnvironment
  })
  return {
    steadyUse: load.recordsPerSecond / (ACCOUNT_CONCURRENCY * perEnvironment),
    worstLag: worstLag + invocationSeconds(capacity, load, 1),
    concurrency: needed(most, perEnvironment),
    shards: undefined,
  }
}

/** Payloads wait in CloudWatch Logs if the shards are full, and in their shards for the function. */
export function simulateKinesis(
  capacity: Capacity,
  load: Load,
  {
    parallelizationFactor,
    windowSeconds,
  }: { readonly parallelizationFactor: number; readonly windowSeconds: number },
): Outcome {
  const perEnvironment = recordsPerEnvironment(capacity, load, PAYLOADS_PER_STREAM_BATCH)
  const taken = recordsPerShard(load)
  const read = perEnvironment * parallelizationFactor
  const first = Math.max(SHARD.first, needed(load.recordsPerSecond, taken / 2))
  let [shards, halfUsedFor] = [first, 0]
  const { worstLag, most } = queue(load, (arriving, waiting) => {
    halfUsedFor = arriving + waiting > (shards * taken) / 2 ? halfUsedFor + 1 : 0
    if (halfUsedFor >= SPLIT_SECONDS) {
      shards *= 2
      halfUsedFor = 0
    }
    return Math.min(shards * Math.min(taken, read), ACCOUNT_CONCURRENCY * perEnvironment)
  })
  return {
    steadyUse: load.recordsPerSecond / (first * Math.min(taken, read)),
    worstLag: worstLag + windowSeconds + invocationSeconds(capacity, load, PAYLOADS_PER_STREAM_BATCH),
    concurrency: needed(most, perEnvironment),
    shards: first,
  }
}

/** Messages wait in the queue, which is read by more and more invocations. */
export function simulateS3(
  capacity: Capacity,
  load: Load,
  { windowSeconds }: { readonly windowSeconds: number },
): Outcome {
  const perEnvironment = recordsPerEnvironment(capacity, load, OBJECTS_PER_BATCH, GET_OBJECT_SECONDS)
  const { start, perSecond, most: limit } = SQS_CONCURRENCY
  let environments = Math.max(start, needed(load.recordsPerSecond, perEnvironment))
  const { worstLag, most } = queue(load, (arriving, waiting) => {
    if (needed(arriving + waiting, perEnvironment) > environments)
      environments = Math.min(limit, environments + perSecond)
    return environments * perEnvironment
  })
  return {
    steadyUse: load.recordsPerSecond / (limit * perEnvironment),
    worstLag:
      worstLag + windowSeconds + invocationSeconds(capacity, load, OBJECTS_PER_BATCH, GET_OBJECT_SECONDS),
    concurrency: needed(most, perEnvironment),
    shards: undefined,
  }
}

/** Seconds of steady load before the burst. */
const BEFORE_SECONDS = 60
/** Maximum time to simulate: CloudWatch Logs stops retrying after a day. */
const LONGEST_SECONDS = 24 * 60 * 60

interface Queued {
  /** Maximum seconds that a record waited; infinite if the queue isn't empty within a day. */
  readonly worstLag: number
  /** Maximum number of records counted per second. */
  readonly most: number
}

/** Runs the load through a queue whose capacity, in records, may depend on arriving and waiting records. */
function queue(load: Load, capacityOf: (arriving: number, waiting: number) => number): Queued {
  const arrivals: number[] = []
  let [waiting, worstLag, most] = [0, 0, 0]
  // The second whose records are next, and the number of them that are done.
  let [oldest, done] = [0, 0]
  for (let second = 0; second < LONGEST_SECONDS; second++) {
    const isBurst = second >= BEFORE_SECONDS && second < BEFORE_SECONDS + load.burstSeconds
    const arriving = load.recordsPerSecond * (isBurst ? load.burstFactor : 1)
    arrivals.push(arriving)
    const counted = Math.min(waiting + arriving, capacityOf(arriving, waiting))
    waiting += arriving - counted
    most = Math.max(most, counted)
    for (let left = counted; left > 0 && oldest <= second; ) {
      const rest = (arrivals[oldest] ?? 0) - done
      const taken = Math.min(rest, left)
      left -= taken
      done += taken
      worstLag = Math.max(worstLag, second - oldest)
      if (done >= (arrivals[oldest] ?? 0)) {
        oldest++
        done = 0
      }
    }
    const isOver = second > BEFORE_SECONDS + load.burstSeconds && waiting < load.recordsPerSecond * 1e-6
    if (isOver) return { worstLag, most }
  }
  return { worstLag: Number.POSITIVE_INFINITY, most }
}

function needed(amount: number, each: number): number {
  return Math.max(1, Math.ceil(amount / each - 1e-9))
}
