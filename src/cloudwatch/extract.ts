import { MINUTE_MS } from '../util/time.ts'
import type { Document } from './document.ts'

/** A metric with one set of dimensions, minute by minute, as CloudWatch extracts it from EMF. */
export interface Series {
  readonly metric: string
  /** The names of the dimensions, in the order in which they were written: `Service,Operation,Region`. */
  readonly set: string
  readonly dimensions: Readonly<Record<string, string>>
  /** In order of time. */
  readonly points: readonly Point[]
}

/** The statistics of a metric in one minute. Average is `sum / count`. */
export interface Point {
  /** Start of the minute, in milliseconds since 1970. */
  readonly minute: number
  readonly sum: number
  readonly maximum: number
  readonly minimum: number
  /** SampleCount. */
  readonly count: number
}

interface Samples {
  readonly metric: string
  readonly set: string
  readonly dimensions: Readonly<Record<string, string>>
  /** Five numbers per point, because a trail of a gigabyte has more points than would fit in memory as objects. */
  readonly columns: number[]
}

const COLUMNS = 5

/** Extracts metrics from EMF lines of this project as CloudWatch would. */
export class Extraction {
  readonly #series = new Map<string, Samples>()

  add(document: Document): void {
    for (const metric of document.metrics) this.#addMetric(document, metric)
  }

  /** All series. The points of each are made when they are asked for. */
  *series(): Generator<Series> {
    for (const { metric, set, dimensions, columns } of this.#series.values()) {
      let points: readonly Point[] | undefined
      yield {
        metric,
        set,
        dimensions,
        get points() {
          points ??= pointsOf(columns)
          return points
        },
      }
    }
  }

  #addMetric({ members, timestamp, set }: Document, metric: string): void {
    let key = metric
    for (const name of set) key += `\n${name}\n${members[name]}`
    let samples = this.#series.get(key)
    if (samples === undefined) {
      const dimensions = Object.fromEntries(set.map((name) => [name, String(members[name])]))
      samples = { metric, set: set.join(), dimensions, columns: [] }
      this.#series.set(key, samples)
    }
    const values = valuesOf(members[metric])
    const minute = Math.floor(timestamp / MINUTE_MS) * MINUTE_MS
    const sum = values.reduce((total, value) => total + value, 0)
    addPoint(samples.columns, {
      minute,
      sum,
      maximum: Math.max(...values),
      minimum: Math.min(...values),
      count: values.length,
    })
  }
}

/** The key of a set for CloudWatch: its names in any order. */
export function schemaOf(set: string): string {
  return set.split(',').sort().join()
}

/** Adds up the points of a minute, as CloudWatch does with several documents. */
export function mergePoints(points: readonly Point[]): Point[] {
  const merged: Point[] = []
  for (const point of points.toSorted((a, b) => a.minute - b.minute)) {
    const last = merged.at(-1)
    if (last?.minute !== point.minute) {
      merged.push(point)
      continue
    }
    merged[merged.length - 1] = {
      minute: point.minute,
      sum: last.sum + point.sum,
      maximum: Math.max(last.maximum, point.maximum),
      minimum: Math.min(last.minimum, point.minimum),
      count: last.count + point.count,
    }
  }
  return merged
}

/** Small log files have many documents of the same minute, one after the other, so those are merged at once. */
function addPoint(columns: number[], { minute, sum, maximum, minimum, count }: Point): void {
  const last = columns.length - COLUMNS
  if (columns[last] !== minute) {
    columns.push(minute, sum, maximum, minimum, count)
    return
  }
  columns[last + 1] = (columns[last + 1] ?? 0) + sum
  columns[last + 2] = Math.max(columns[last + 2] ?? maximum, maximum)
  columns[last + 3] = Math.min(columns[last + 3] ?? minimum, minimum)
  columns[last + 4] = (columns[last + 4] ?? 0) + count
}

function pointsOf(columns: readonly number[]): Point[] {
  const points: Point[] = []
  let isSorted = true
  for (let i = 0; i < columns.length; i += COLUMNS) {
    const minute = columns[i] ?? 0
    isSorted &&= minute > (points.at(-1)?.minute ?? Number.NEGATIVE_INFINITY)
    points.push({
      minute,
      sum: columns[i + 1] ?? 0,
      maximum: columns[i + 2] ?? 0,
      minimum: columns[i + 3] ?? 0,
      count: columns[i + 4] ?? 0,
    })
  }
  return isSorted ? points : mergePoints(points)
}

/** The samples of a metric: EMF writes one as a number, several as a list. */
function valuesOf(value: unknown): number[] {
  return (Array.isArray(value) ? value : [value]).map(Number)
}
