import { DEFAULTS, EXPECTED, type Variable } from './config.ts'

/** One setting of the configuration: an environment variable of the function, and a flag of the command line. */
export interface ConfigOption {
  readonly variable: Variable
  readonly default: string
  /** Completes "must be ...". */
  readonly expected: string
  /** `--include` */
  readonly flag: string
  /** What follows the flag: `patterns`. */
  readonly argument: string
  /** What it is for, without a full stop. */
  readonly description: string
}

/** All settings, in the order in which help and documentation list them. The function itself needs none of the texts. */
export const CONFIG_OPTIONS: readonly ConfigOption[] = [
  option('METRIC_NAMESPACE', '--namespace', 'name', 'CloudWatch namespace of the metrics'),
  option(
    'EXTRA_DIMENSION_SETS',
    '--dimension-sets',
    'sets',
    'dimension sets to count by, in addition to the ones that are always emitted',
  ),
  option(
    'COUNT_BY_ACCOUNT',
    '--count-by-account',
    'boolean',
    'whether to count all calls by account as well',
  ),
  option('INCLUDE_OPERATIONS', '--include', 'patterns', 'operations to count'),
  option('EXCLUDE_OPERATIONS', '--exclude', 'patterns', 'operations to exclude, even if included'),
  option('EVENT_TYPES', '--event-types', 'types', 'CloudTrail event types to count'),
  option('TOP_CALLERS', '--top-callers', 'number', 'callers and errors to list per operation and minute'),
  option('MAX_SERIES', '--max-series', 'number', 'series to start per hour before further ones are folded'),
  option(
    'RATE_LIMIT_UTILIZATION_FROM',
    '--utilization-from',
    'percent',
    'utilization of a documented rate limit to report, at least; 0 reports none',
  ),
  option('RATE_LIMITS', '--rate-limits', 'limits', 'rate limits to use instead of the documented ones'),
  option('MAX_AGE_HOURS', '--max-age-hours', 'hours', 'age from which records are too old to count'),
]

function option(variable: Variable, flag: string, argument: string, description: string): ConfigOption {
  return { variable, default: DEFAULTS[variable], expected: EXPECTED[variable], flag, argument, description }
}
