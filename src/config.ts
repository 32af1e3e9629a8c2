import { DIMENSIONS, type Dimension } from './cloudtrail/dimensions.ts'
import { OPERATION_PATTERN, type OperationFilter, operationFilter } from './cloudtrail/operations.ts'
import { ConfigError } from './errors.ts'
import { MAX_NAMESPACE_LENGTH } from './limits.ts'
import { BASE_SETS, type DimensionSet, sameSet } from './usage/dimensions.ts'

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

const NAMESPACE_PATTERN = /^(?!aws\/)[a-z0-9_./#-]+$/i

type Variable = keyof typeof DEFAULTS

const PATTERNS = 'patterns service:Operation with * and ?, separated by commas'

/** What each variable must be, in the words of the template's parameters. */
export const EXPECTED: Readonly<Record<Variable, string>> = {
  METRIC_NAMESPACE: `1 to ${MAX_NAMESPACE_LENGTH} of the characters A-Z a-z 0-9 _ . / # -, not beginning with AWS/`,
  EXTRA_DIMENSION_SETS: `sets of different dimensions out of ${DIMENSIONS.join(', ')}, such as Service,Account;Service,ErrorCode`,
  INCLUDE_OPERATIONS: PATTERNS,
  EXCLUDE_OPERATIONS: PATTERNS,
  EVENT_TYPES: `some of ${EVENT_TYPES.join(', ')}, separated by commas`,
  TOP_CALLERS: wholeNumber('TOP_CALLERS'),
  MAX_SERIES: wholeNumber('MAX_SERIES'),
  MAX_AGE_HOURS: wholeNumber('MAX_AGE_HOURS'),
}

function wholeNumber(name: keyof typeof BOUNDS): string {
  const [least, most] = BOUNDS[name]
  return `a whole number from ${least} to ${most}`
}

/**
 * The configuration in `env`; a variable that is missing or blank has its default.
 * @throws {ConfigError} listing every variable that can't work.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = []
  const given = (name: Variable) => env[name]?.trim() || DEFAULTS[name]
  const expect = (name: Variable, isValid: boolean, part = given(name)) => {
    if (!isValid) problems.push(`${name} must be ${EXPECTED[name]}, given ${JSON.stringify(part)}`)
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
  expect('METRIC_NAMESPACE', namespace.length <= MAX_NAMESPACE_LENGTH && NAMESPACE_PATTERN.test(namespace))
  const eventTypes = list(given('EVENT_TYPES'), ',')
  for (const type of eventTypes)
    expect(
      'EVENT_TYPES',
      EVENT_TYPES.some((known) => known === type),
      type,
    )
  const extraSets = list(given('EXTRA_DIMENSION_SETS'), ';').map((part) => {
    const set = dimensionSet(part)
    expect('EXTRA_DIMENSION_SETS', set !== undefined, part)
    return set ?? []
  })
  const config: Config = {
    namespace,
    dimensionSets: distinct([...BASE_SETS, ...extraSets]),
    isCounted: operationFilter(patterns('INCLUDE_OPERATIONS'), patterns('EXCLUDE_OPERATIONS')),
    eventTypes: new Set(eventTypes),
    topCallers: number('TOP_CALLERS'),
    maxSeries: number('MAX_SERIES'),
    maxAgeMs: number('MAX_AGE_HOURS') * 60 * 60 * 1000,
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze(config)
}

/** The set that a text such as `Service,Account` names; undefined where it names none. */
function dimensionSet(text: string): DimensionSet | undefined {
  const names = list(text, ',')
  const set = names.filter(isDimension)
  return set.length === names.length && set.length > 0 && new Set(set).size === set.length ? set : undefined
}

/** A set given twice, in whatever order, is one set: emitted twice it would count double. */
function distinct(sets: readonly DimensionSet[]): DimensionSet[] {
  return sets.filter((set, i) => !sets.slice(0, i).some((earlier) => sameSet(earlier, set)))
}

function isDimension(name: string): name is Dimension {
  return DIMENSIONS.some((dimension) => dimension === name)
}

function list(text: string, separator: string): string[] {
  return text === '' ? [] : text.split(separator).map((part) => part.trim())
}
