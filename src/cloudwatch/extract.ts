import { isObject } from '../util/json.ts'
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

/** The entries of the property `Callers` for one principal of an account and one operation, added up. */
export interface CallerUsage extends OperationName {
  readonly account: string
  readonly principal: string
  /** The agent that most of the calls are listed under. */
  readonly agent: string
  /** Minimum number of distinct agents. */
  readonly agents: number
  readonly calls: number
  readonly throttles: number
}

/** The entries of the property `Errors` for one error code, principal and operation, added up. */
export interface ErrorUsage extends OperationName {
  readonly account: string
  readonly principal: string
  readonly code: string
  calls: number
}

export interface OperationName {
  readonly service: string
  readonly operation: string
  readonly region: string
}

interface CallerSums extends OperationName {
  readonly account: string
  readonly principal: string
  /** Calls by the agent in the entries. */
  readonly byAgent: Map<string, number>
  agents: number
  calls: number
  throttles: number
}

interface Samples {
  readonly metric: string
  readonly set: string
  readonly dimensions: Readonly<Record<string, string>>
  /** Five numbers per document, because a trail of a gigabyte has more points than would fit in memory as objects. */
  readonly columns: number[]
}

const COLUMNS = 5

/** Extracts metrics from EMF lines of this project as CloudWatch would, and adds up the lists in them. */
export class Extraction {
  readonly #series = new Map<string, Samples>()
  readonly #callers = new Map<string, CallerSums>()
  readonly #errors = new Map<string, ErrorUsage>()
  /** Made when they are asked for after the last document. */
  #callerUsages: readonly CallerUsage[] | undefined

  add(document: Document): void {
    this.#callerUsages = undefined
    for (const metric of document.metrics) this.#addMetric(document, metric)
    const { Callers, Errors } = document.members
    if (Array.isArray(Callers)) for (const entry of Callers) this.#addCaller(document, entry)
    if (Array.isArray(Errors)) for (const entry of Errors) this.#addError(document, entry)
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

  get callers(): readonly CallerUsage[] {
    this.#callerUsages ??= [...this.#callers.values()].map(({ byAgent, agents, ...sums }) => {
      const [agent] = mostOf(byAgent)
      return { ...sums, agent, agents: Math.max(agents, byAgent.size) }
    })
    return this.#callerUsages
  }

  get errors(): ErrorUsage[] {
    return [...this.#errors.values()]
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
    samples.columns.push(minute, sum, Math.max(...values), Math.min(...values), values.length)
  }

  #addCaller(document: Document, entry: unknown): void {
    if (!isObject<'Account' | 'Principal' | 'Agent' | 'Agents' | 'Calls' | 'Throttles'>(entry)) return
    const [account, principal, agent] = [String(entry.Account), String(entry.Principal), String(entry.Agent)]
    const calls = Number(entry.Calls)
    const key = `${operationKey(document)}\n${account}\n${principal}`
    let sums = this.#callers.get(key)
    if (sums === undefined) {
      sums = {
        ...operationName(document),
        account,
        principal,
        byAgent: new Map(),
        agents: 1,
        calls: 0,
        throttles: 0,
      }
      this.#callers.set(key, sums)
    }
    sums.byAgent.set(agent, (sums.byAgent.get(agent) ?? 0) + calls)
    sums.agents = Math.max(sums.agents, Number(entry.Agents ?? 1))
    sums.calls += calls
    sums.throttles += Number(entry.Throttles ?? 0)
  }

  #addError(document: Document, entry: unknown): void {
    if (!isObject<'Code' | 'Account' | 'Principal' | 'Calls'>(entry)) return
    const [account, principal, code] = [String(entry.Account), String(entry.Principal), String(entry.Code)]
    const key = `${operationKey(document)}\n${account}\n${principal}\n${code}`
    let usage = this.#errors.get(key)
    if (usage === undefined) {
      usage = { ...operationName(document), account, principal, code, calls: 0 }
      this.#errors.set(key, usage)
    }
    usage.calls += Number(entry.Calls)
  }
}

/** The name with the highest number. A tie goes to the first in alphabetical order. */
export function mostOf(numbers: ReadonlyMap<string, number>): [name: string, number: number] {
  let most: [string, number] = ['', Number.NEGATIVE_INFINITY]
  for (const [name, number] of numbers) {
    if (number > most[1] || (number === most[1] && name < most[0])) most = [name, number]
  }
  return most
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

function operationKey({ members }: Document): string {
  return `${members.Service}\n${members.Operation}\n${members.Region}`
}

function operationName({ members }: Document): OperationName {
  const { Service, Operation, Region } = members
  return { service: String(Service), operation: String(Operation), region: String(Region) }
}

/** The samples of a metric: EMF writes one as a number, several as a list. */
function valuesOf(value: unknown): number[] {
  return (Array.isArray(value) ? value : [value]).map(Number)
}
