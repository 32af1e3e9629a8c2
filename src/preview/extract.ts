import { isObject } from '../json.ts'
import { OPERATION_SET } from '../usage/dimensions.ts'

/** Everything that EMF lines say of one operation in one Region. */
export interface OperationUsage {
  readonly service: string
  readonly operation: string
  readonly region: string
  calls: number
  /** Calls in the busiest second: at least, as one second may be spread over several lines. */
  peak: number
  errors: number
  throttles: number
  /** Calls by caller, as far as the lines list them. */
  readonly callers: Map<string, number>
}

/** Adds up what CloudWatch would extract from EMF lines. */
export class Extraction {
  /** Sums of the function's own counts, by the name of the metric. */
  readonly own = new Map<string, number>()
  readonly #operations = new Map<string, OperationUsage>()

  get operations(): OperationUsage[] {
    return [...this.#operations.values()]
  }

  /** @param line EMF written by this project */
  add(line: string): void {
    const document: unknown = JSON.parse(line)
    if (!isObject<string>(document)) return
    const { FunctionName, Callers } = document
    if (FunctionName !== undefined) this.#addOwn(document)
    else if (isOperation(document)) this.#addOperation(document, Callers)
  }

  #addOwn(document: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(document)) {
      if (typeof value === 'number') this.own.set(name, (this.own.get(name) ?? 0) + value)
    }
  }

  #addOperation(document: Readonly<Record<string, unknown>>, callers: unknown): void {
    const [service = '', operation = '', region = ''] = OPERATION_SET.map((name) => String(document[name]))
    const key = `${service}\n${operation}\n${region}`
    let usage = this.#operations.get(key)
    if (usage === undefined) {
      usage = { service, operation, region, calls: 0, peak: 0, errors: 0, throttles: 0, callers: new Map() }
      this.#operations.set(key, usage)
    }
    for (const value of samples(document.CallCount)) {
      usage.calls += value
      usage.peak = Math.max(usage.peak, value)
    }
    for (const value of samples(document.ErrorCount)) usage.errors += value
    for (const value of samples(document.ThrottleCount)) usage.throttles += value
    for (const entry of Array.isArray(callers) ? callers : []) {
      if (!isObject<'Principal' | 'Calls'>(entry)) continue
      const principal = String(entry.Principal)
      usage.callers.set(principal, (usage.callers.get(principal) ?? 0) + Number(entry.Calls))
    }
  }
}

/** Whether a document is of the set `Service,Operation,Region`, and of no other that holds these. */
function isOperation(document: Readonly<Record<string, unknown>>): boolean {
  const { _aws: meta } = document
  const directives = isObject<'CloudWatchMetrics'>(meta) ? meta.CloudWatchMetrics : undefined
  const directive: unknown = Array.isArray(directives) ? directives[0] : undefined
  const sets = isObject<'Dimensions'>(directive) ? directive.Dimensions : undefined
  const set: unknown = Array.isArray(sets) ? sets[0] : undefined
  return Array.isArray(set) && set.join() === OPERATION_SET.join()
}

/** The samples of a metric: EMF writes one as a number, several as a list. */
function samples(value: unknown): number[] {
  const values = Array.isArray(value) ? value : [value]
  return values.filter((sample) => typeof sample === 'number')
}
