import { isObject } from '../json.ts'
import type { Document } from './document.ts'

/** One metric with one set of dimensions, minute by minute: what CloudWatch extracts from EMF. */
export interface Series {
  readonly metric: string
  /** The names of the dimensions, in the order in which they were written: `Service,Operation,Region`. */
  readonly set: string
  readonly dimensions: Readonly<Record<string, string>>
  /** In the order of time. */
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

/** What the property `Callers` says of one caller of one operation, added up. */
export interface CallerUsage extends OperationName {
  readonly principal: string
  readonly agent: string
  calls: number
  throttles: number
}

/** What the property `Errors` says, added up. */
export interface ErrorUsage extends OperationName {
  readonly principal: string
  readonly code: string
  calls: number
}

export interface OperationName {
  readonly service: string
  readonly operation: string
  readonly region: string
}

interface Samples {
  readonly metric: string
  readonly set: string
  readonly dimensions: Readonly<Record<string, string>>
  /** Five numbers for each document: a trail of a gigabyte makes more points than objects would fit. */
  readonly columns: number[]
}

const MINUTE_MS = 60_000
const COLUMNS = 5

/** Extracts metrics from EMF lines of this project as CloudWatch would, and adds up the lists in them. */
export class Extraction {
  readonly #series = new Map<string, Samples>()
  readonly #callers = new Map<string, CallerUsage>()
  readonly #errors = new Map<string, ErrorUsage>()

  add(document: Document): void {
    for (const metric of document.metrics) this.#addMetric(document, metric)
    const { Callers, Errors } = document.members
    if (Array.isArray(Callers)) for (const entry of Callers) this.#addCaller(document, entry)
    if (Array.isArray(Errors)) for (const entry of Errors) this.#addError(document, entry)
  }

  /** All series, each with its points. */
  *series(): Generator<Series> {
    for (const { metric, set, dimensions, columns } of this.#series.values()) {
      yield { metric, set, dimensions, points: pointsOf(columns) }
    }
  }

  get callers(): CallerUsage[] {
    return [...this.#callers.values()]
  }

  get errors(): ErrorUsage[] {
    return [...this.#errors.values()]
  }

  #addMetric({ members, timestamp, set }: Document, metric: string): void {
    const dimensions = Object.fromEntries(set.map((name) => [name, String(members[name])]))
    const key = [metric, ...Object.entries(dimensions).flat()].join('\n')
    let samples = this.#series.get(key)
    if (samples === undefined) {
      samples = { metric, set: set.join(), dimensions, columns: [] }
      this.#series.set(key, samples)
    }
    const values = valuesOf(members[metric])
    const minute = Math.floor(timestamp / MINUTE_MS) * MINUTE_MS
    const sum = values.reduce((total, value) => total + value, 0)
    samples.columns.push(minute, sum, Math.max(...values), Math.min(...values), values.length)
  }

  #addCaller(document: Document, entry: unknown): void {
    if (!isObject<'Principal' | 'Agent' | 'Calls' | 'Throttles'>(entry)) return
    const [principal, agent] = [String(entry.Principal), String(entry.Agent)]
    const name = operationName(document)
    const key = [...Object.values(name), principal, agent].join('\n')
    let usage = this.#callers.get(key)
    if (usage === undefined) {
      usage = { ...name, principal, agent, calls: 0, throttles: 0 }
      this.#callers.set(key, usage)
    }
    usage.calls += Number(entry.Calls)
    usage.throttles += Number(entry.Throttles ?? 0)
  }

  #addError(document: Document, entry: unknown): void {
    if (!isObject<'Code' | 'Principal' | 'Calls'>(entry)) return
    const [principal, code] = [String(entry.Principal), String(entry.Code)]
    const name = operationName(document)
    const key = [...Object.values(name), principal, code].join('\n')
    let usage = this.#errors.get(key)
    if (usage === undefined) {
      usage = { ...name, principal, code, calls: 0 }
      this.#errors.set(key, usage)
    }
    usage.calls += Number(entry.Calls)
  }
}

/** What tells a set from others for CloudWatch: its names in whatever order. */
export function schemaOf(set: string): string {
  return set.split(',').sort().join()
}

/** Adds points of the same minute together, as CloudWatch does with what several documents say of it. */
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

function pointsOf(columns: readonly number[]): Point[] {
  const points: Point[] = []
  for (let i = 0; i < columns.length; i += COLUMNS) {
    const [minute = 0, sum = 0, maximum = 0, minimum = 0, count = 0] = columns.slice(i, i + COLUMNS)
    points.push({ minute, sum, maximum, minimum, count })
  }
  return mergePoints(points)
}

function operationName({ members }: Document): OperationName {
  const { Service, Operation, Region } = members
  return { service: String(Service), operation: String(Operation), region: String(Region) }
}

/** The samples of a metric: EMF writes one as a number, several as a list. */
function valuesOf(value: unknown): number[] {
  return (Array.isArray(value) ? value : [value]).map(Number)
}
