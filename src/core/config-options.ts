import { DEFAULTS, EXPECTED, type Variable } from './config.ts'

/** One setting of the configuration: an environment variable of the function, and a flag of the command line. */
export interface ConfigOption {
  readonly variable: Variable
  readonly default: string
  /** Completes "must be ...". */
  readonly expected: string
  /** `--include` */
  readonly flag: string
  /** The placeholder after the flag: `patterns`. */
  readonly argument: string
  /** The purpose of the setting, without a full stop. */
  readonly description: string
}

/** All settings, in the order of the help and the documentation. The function itself doesn't need these texts. */
export const CONFIG_OPTIONS: readonly ConfigOption[] = [
  option('METRIC_NAMESPACE', '--namespace', 'name', 'CloudWatch namespace of the metrics'),
  option(
    'EXTRA_DIMENSION_SETS',
    '--dimension-sets',
    'sets',
    'dimension sets to count by, in addition to the ones that are always emitted',
  ),
  option('COUNT_BY_ACCOUNT', '--count-by-account', 'boolean', 'also count all calls and errors by account'),
  option('INCLUDE_OPERATIONS', '--include', 'patterns', 'operations to count'),
  option('EXCLUDE_OPERATIONS', '--exclude', 'patterns', 'operations to exclude, even if included'),
  option('EVENT_TYPES', '--event-types', 'types', 'CloudTrail event types to count'),
  option('TOP_CALLERS', '--top-callers', 'number', 'callers and errors to list per operation and minute'),
  option(
    'MAX_SERIES',
    '--max-series',
    'number',
    'series per dimension set and hour; further ones are counted under (other)',
  ),
  option(
    'RATE_LIMIT_UTILIZATION_FROM',
    '--utilization-from',
    'percent',
    'minimum utilization of a documented rate limit to report; 0 reports none',
  ),
  option('RATE_LIMITS', '--rate-limits', 'limits', 'rate limits to use instead of the documented ones'),
  option('MAX_AGE_HOURS', '--max-age-hours', 'hours', 'maximum age of records to count'),
]

function option(variable: Variable, flag: string, argument: string, description: string): ConfigOption {
  return { variable, default: DEFAULTS[variable], expected: EXPECTED[variable], flag, argument, description }
}
