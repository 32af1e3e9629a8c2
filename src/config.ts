import { OPERATION_PATTERN, type OperationFilter, operationFilter } from './cloudtrail/operations.ts'
import { ConfigError } from './errors.ts'
import { MAX_NAMESPACE_LENGTH } from './limits.ts'
import { BASE_SETS, DIMENSIONS, type Dimension, type DimensionSet, sameSet } from './usage/dimensions.ts'

/** What a user configures. Read once, never changed. */
export interface Config {
  readonly namespace: string
  /** Every set that is counted: the two that always are, then those of EXTRA_DIMENSION_SETS. */
  readonly dimensionSets: readonly DimensionSet[]
  readonly isCounted: OperationFilter
  /** The eventTypes that count as calls. */
  readonly eventTypes: ReadonlySet<string>
  /** Most callers and most errors listed in one document; 0 lists none. */
  readonly topCallers: number
  /** Most series that one environment starts in an hour. */
  readonly maxSeries: number
  /** Records with an eventTime further back than this, in milliseconds, are expired. */
  readonly maxAgeMs: number
}

/** The parameters: environment variable, its default as the template has it. */
export const DEFAULTS = {
  METRIC_NAMESPACE: 'ApiUsage',
  EXTRA_DIMENSION_SETS: '',
  INCLUDE_OPERATIONS: '*:*',
  EXCLUDE_OPERATIONS: '',
  EVENT_TYPES: 'AwsApiCall',
  TOP_CALLERS: '5',
  MAX_SERIES: '1000',
  MAX_AGE_HOURS: '335',
} as const

/** The least and the most that each number may be. */
export const BOUNDS = {
  TOP_CALLERS: [0, 20],
  MAX_SERIES: [1, 100_000],
  /** CloudWatch takes 14 days, 336 hours; more is for local runs over old records. */
  MAX_AGE_HOURS: [1, 10_000_000],
} as const

/**
 * The eventTypes that may be counted. AwsCloudTrailInsight and AwsAggregatedEvent are summaries of calls and would
 * count them again.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const EVENT_TYPES = [
  'AwsApiCall',
  'AwsServiceEvent',
  'AwsConsoleAction',
  'AwsConsoleSignIn',
  'AwsVpceEvent',
  'AwsVpceEvents',
] as const

type Variable = keyof typeof DEFAULTS

/**
 * The configuration in `env`; a variable that is missing or blank has its default.
 * @throws {ConfigError} listing every variable that can't work.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = []
  const given = (name: Variable) => env[name]?.trim() || DEFAULTS[name]
  const refuse = (name: Variable, part: string, expected: string) => {
    problems.push(`${name}: expected ${expected}, given ${JSON.stringify(part)}`)
  }
  const wholeNumber = (name: keyof typeof BOUNDS): number => {
    const text = given(name)
    const [least, most] = BOUNDS[name]
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= least && value <= most)) refuse(name, text, `a whole number from ${least} to ${most}`)
    return value
  }
  const namespace = given('METRIC_NAMESPACE')
  if (namespace.length > MAX_NAMESPACE_LENGTH || !/^(?!aws\/)[a-z0-9_./#-]+$/i.test(namespace)) {
    refuse(
      'METRIC_NAMESPACE',
      namespace,
      `1 to ${MAX_NAMESPACE_LENGTH} of the characters A-Z a-z 0-9 _ . / # - and no "AWS/" in front`,
    )
  }
  const patterns = (name: 'INCLUDE_OPERATIONS' | 'EXCLUDE_OPERATIONS'): string[] =>
    list(given(name), ',').filter((pattern) => {
      if (OPERATION_PATTERN.test(pattern)) return true
      refuse(name, pattern, 'patterns service:Operation with * and ?, separated by commas')
      return false
    })
  const eventTypes = list(given('EVENT_TYPES'), ',')
  for (const type of eventTypes) {
    if (!EVENT_TYPES.some((known) => known === type)) {
      refuse('EVENT_TYPES', type, `some of ${EVENT_TYPES.join(', ')}, separated by commas`)
    }
  }
  const config: Config = {
    namespace,
    dimensionSets: withBaseSets(given('EXTRA_DIMENSION_SETS'), (part, expected) =>
      refuse('EXTRA_DIMENSION_SETS', part, expected),
    ),
    isCounted: operationFilter(patterns('INCLUDE_OPERATIONS'), patterns('EXCLUDE_OPERATIONS')),
    eventTypes: new Set(eventTypes),
    topCallers: wholeNumber('TOP_CALLERS'),
    maxSeries: wholeNumber('MAX_SERIES'),
    maxAgeMs: wholeNumber('MAX_AGE_HOURS') * 60 * 60 * 1000,
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze(config)
}

/** A set given twice, in whatever order, is one set: emitted twice it would count double. */
function withBaseSets(text: string, refuse: (part: string, expected: string) => void): DimensionSet[] {
  const sets = [...BASE_SETS]
  for (const part of list(text, ';')) {
    const names = list(part, ',')
    const set = names.filter(isDimension)
    if (set.length < names.length || set.length === 0 || new Set(set).size < set.length) {
      refuse(
        part,
        `sets of different dimensions out of ${DIMENSIONS.join(', ')}, such as "Service,Account;Service,ErrorCode"`,
      )
    } else if (!sets.some((known) => sameSet(known, set))) {
      sets.push(set)
    }
  }
  return sets
}

function isDimension(name: string): name is Dimension {
  return DIMENSIONS.some((dimension) => dimension === name)
}

function list(text: string, separator: string): string[] {
  return text === '' ? [] : text.split(separator).map((part) => part.trim())
}
