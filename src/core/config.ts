import { ConfigError } from '../util/errors.ts'
import { MAX_NAMESPACE_LENGTH } from './aws-limits.ts'
import { DIMENSIONS, type Dimension } from './cloudtrail/dimensions.ts'
import { EVENT_TYPES, type EventType } from './cloudtrail/event-type.ts'
import { OPERATION_PATTERN, type OperationFilter, operationFilter } from './cloudtrail/operations.ts'
import { EXPECTED_OVERRIDES, type LimitOverride, parseOverrides } from './rate-limits/overrides.ts'
import { ACCOUNT_SET, type CountedSet, type DimensionSet, withExtraSets } from './usage/dimension-sets.ts'

/** The configuration that a user sets. Read once, never changed. */
export interface Config {
  readonly namespace: string
  /** All dimension sets to count by: the default ones, then those of COUNT_BY_ACCOUNT and EXTRA_DIMENSION_SETS. */
  readonly dimensionSets: readonly CountedSet[]
  readonly isCounted: OperationFilter
  /** The eventTypes that count as calls. */
  readonly eventTypes: ReadonlySet<EventType>
  /** Maximum number of callers and of errors to list in one document; 0 lists none. */
  readonly topCallers: number
  /** Maximum number of series per dimension set that one environment starts in an hour. */
  readonly maxSeries: number
  /** Minimum utilization of a documented rate limit to report, in percent; 0 reports none. */
  readonly utilizationFrom: number
  /** Limits that replace the documented ones. */
  readonly rateLimits: readonly LimitOverride[]
  /** Records whose eventTime is longer ago than this, in milliseconds, are expired. */
  readonly maxAgeMs: number
}

/** The environment variables with their defaults, which are those of the template's parameters. */
export const DEFAULTS = {
  METRIC_NAMESPACE: 'ApiUsage',
  EXTRA_DIMENSION_SETS: '',
  COUNT_BY_ACCOUNT: 'false',
  INCLUDE_OPERATIONS: '*:*',
  EXCLUDE_OPERATIONS: '',
  EVENT_TYPES: 'AwsApiCall',
  TOP_CALLERS: '5',
  MAX_SERIES: '1000',
  RATE_LIMIT_UTILIZATION_FROM: '50',
  RATE_LIMITS: '',
  MAX_AGE_HOURS: '335',
} as const

/** The minimum and maximum of each number. */
export const BOUNDS = {
  TOP_CALLERS: [0, 20],
  MAX_SERIES: [1, 100_000],
  RATE_LIMIT_UTILIZATION_FROM: [0, 100],
  /** CloudWatch accepts 14 days, which is 336 hours. Higher values are for local runs over old records. */
  MAX_AGE_HOURS: [1, 10_000_000],
} as const

const NAMESPACE_PATTERN = /^[a-z0-9_./#-]+$/i
/** Namespaces that begin with it, in upper or lower case, are reserved. */
const RESERVED_NAMESPACE = 'aws/'

/** The name of an environment variable. */
export type Variable = keyof typeof DEFAULTS

const PATTERNS = 'patterns of the form service:Operation, with * and ? as wildcards, separated by commas'

/** What each variable must be, as in the ConstraintDescriptions of the template's parameters. */
export const EXPECTED: Readonly<Record<Variable, string>> = {
  METRIC_NAMESPACE: `1 to ${MAX_NAMESPACE_LENGTH} of the characters A-Z a-z 0-9 _ . / # -, not starting with AWS/`,
  EXTRA_DIMENSION_SETS: `sets of the dimensions ${DIMENSIONS.join(', ')}, without repeats in a set, such as Service,Account;Service,ErrorCode`,
  COUNT_BY_ACCOUNT: 'true or false',
  INCLUDE_OPERATIONS: PATTERNS,
  EXCLUDE_OPERATIONS: PATTERNS,
  EVENT_TYPES: `one or more of ${EVENT_TYPES.join(', ')}, separated by commas`,
  TOP_CALLERS: wholeNumber('TOP_CALLERS'),
  MAX_SERIES: wholeNumber('MAX_SERIES'),
  RATE_LIMIT_UTILIZATION_FROM: wholeNumber('RATE_LIMIT_UTILIZATION_FROM'),
  RATE_LIMITS: EXPECTED_OVERRIDES,
  MAX_AGE_HOURS: wholeNumber('MAX_AGE_HOURS'),
}

function wholeNumber(name: keyof typeof BOUNDS): string {
  const [least, most] = BOUNDS[name]
  return `a whole number from ${least} to ${most}`
}

/**
 * Reads the configuration from `env`. A missing or blank variable has its default.
 * @param nameOf the name of a variable in errors
 * @throws {ConfigError} listing every variable that can't work.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  nameOf: (variable: Variable) => string = (variable) => variable,
): Config {
  const problems: string[] = []
  const given = (name: Variable) => env[name]?.trim() || DEFAULTS[name]
  const expect = (name: Variable, isValid: boolean, part = given(name)) => {
    if (!isValid) problems.push(`${nameOf(name)} must be ${EXPECTED[name]}, given ${JSON.stringify(part)}`)
    return isValid
  }
  const number = (name: keyof typeof BOUNDS): number => {
    const [least, most] = BOUNDS[name]
    const value = /^\d{1,9}$/.test(given(name)) ? Number(given(name)) : Number.NaN
    expect(name, value >= least && value <= most)
    return value
  }
  const patterns = (name: 'INCLUDE_OPERATIONS' | 'EXCLUDE_OPERATIONS'): string[] =>
    list(given(name), ',').filter((pattern) => expect(name, OPERATION_PATTERN.test(pattern), pattern))

  const namespace = given('METRIC_NAMESPACE')
  expect('METRIC_NAMESPACE', isNamespace(namespace))
  const eventTypes = list(given('EVENT_TYPES'), ',').flatMap((name) => {
    const type = EVENT_TYPES.find((known) => known === name)
    expect('EVENT_TYPES', type !== undefined, name)
    return type ?? []
  })
  const extraSets = list(given('EXTRA_DIMENSION_SETS'), ';').map((part) => {
    const set = dimensionSet(part)
    expect('EXTRA_DIMENSION_SETS', set !== undefined, part)
    return set ?? []
  })
  const { overrides, problems: limitProblems } = parseOverrides(given('RATE_LIMITS'))
  for (const problem of limitProblems)
    problems.push(`${nameOf('RATE_LIMITS')} must be ${EXPECTED.RATE_LIMITS}: ${problem}`)
  const byAccount = given('COUNT_BY_ACCOUNT') === 'true'
  expect('COUNT_BY_ACCOUNT', byAccount || given('COUNT_BY_ACCOUNT') === 'false')
  const config: Config = {
    namespace,
    dimensionSets: withExtraSets(byAccount ? [ACCOUNT_SET, ...extraSets] : extraSets),
    isCounted: operationFilter(patterns('INCLUDE_OPERATIONS'), patterns('EXCLUDE_OPERATIONS')),
    eventTypes: new Set(eventTypes),
    topCallers: number('TOP_CALLERS'),
    maxSeries: number('MAX_SERIES'),
    utilizationFrom: number('RATE_LIMIT_UTILIZATION_FROM'),
    rateLimits: overrides,
    maxAgeMs: number('MAX_AGE_HOURS') * 60 * 60 * 1000,
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze(config)
}

function isNamespace(text: string): boolean {
  const isReserved = text.toLowerCase().startsWith(RESERVED_NAMESPACE)
  return !isReserved && text.length <= MAX_NAMESPACE_LENGTH && NAMESPACE_PATTERN.test(text)
}

/** The dimension set of a text such as `Service,Account`; undefined if it isn't valid. */
function dimensionSet(text: string): DimensionSet | undefined {
  const names = list(text, ',')
  const set = names.filter(isDimension)
  return set.length === names.length && set.length > 0 && new Set(set).size === set.length ? set : undefined
}

function isDimension(name: string): name is Dimension {
  return DIMENSIONS.some((dimension) => dimension === name)
}

function list(text: string, separator: string): string[] {
  return text === '' ? [] : text.split(separator).map((part) => part.trim())
}
