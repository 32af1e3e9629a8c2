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
    if (last?.minute === point.minute) merged[merged.length - 1] = sumOf(last, point)
    else merged.push(point)
  }
  return merged
}

/** One point for two of the same minute. */
function sumOf(a: Point, b: Point): Point {
  return {
    minute: a.minute,
    sum: a.sum + b.sum,
    maximum: Math.max(a.maximum, b.maximum),
    minimum: Math.min(a.minimum, b.minimum),
    count: a.count + b.count,
  }
}

/** Small log files have many documents of the same minute, one after the other, so those are merged at once. */
function addPoint(columns: number[], point: Point): void {
  const last = columns.length - COLUMNS
  const isSame = columns[last] === point.minute
  const { minute, sum, maximum, minimum, count } = isSame ? sumOf(pointAt(columns, last), point) : point
  if (isSame) columns.length = last
  columns.push(minute, sum, maximum, minimum, count)
}

function pointAt(columns: readonly number[], place: number): Point {
  return {
    minute: columns[place] ?? 0,
    sum: columns[place + 1] ?? 0,
    maximum: columns[place + 2] ?? 0,
    minimum: columns[place + 3] ?? 0,
    count: columns[place + 4] ?? 0,
  }
}

function pointsOf(columns: readonly number[]): Point[] {
  const points: Point[] = []
  let isSorted = true
  for (let place = 0; place < columns.length; place += COLUMNS) {
    const point = pointAt(columns, place)
    isSorted &&= point.minute > (points.at(-1)?.minute ?? Number.NEGATIVE_INFINITY)
    points.push(point)
  }
  return isSorted ? points : mergePoints(points)
}

/** The samples of a metric: EMF writes one as a number, several as a list. */
function valuesOf(value: unknown): number[] {
  return (Array.isArray(value) ? value : [value]).map(Number)
}
