import type { Config } from '../core/config.ts'
import { CONFIG_OPTIONS } from '../core/config-options.ts'
import type { Variant } from '../preview/analysis/billing.ts'
import type { CallsVariant } from '../preview/analysis/calls-billing.ts'
import { configOf, type Settings, withSets } from './configuration.ts'

/** The name of the configuration that the user gave. */
const CHOSEN = 'as configured'

/** The configurations to bill by default. */
const ALTERNATIVES: readonly string[] = [
  'COUNT_BY_ACCOUNT=true',
  'EXTRA_DIMENSION_SETS=Service,Operation,Region,Account',
  'EXTRA_DIMENSION_SETS=Service,Operation,Region,Principal',
  'EXCLUDE_OPERATIONS=*:Get*,*:List*,*:Describe*',
  'MAX_SERIES=100',
]

/**
 * The configurations to bill: first that of the settings, then its alternatives.
 * @throws {Error} if an alternative doesn't have the form `VARIABLE=value`, or its configuration is invalid
 */
export function variantsOf(
  settings: Settings,
  alternatives: readonly string[] = ALTERNATIVES,
): readonly Variant[] {
  return [
    { name: CHOSEN, ...scopeOf(configOf(settings)) },
    ...alternatives.map((text) => alternative(settings, text)),
  ]
}

/** The configuration with one setting replaced by `VARIABLE=value`. Dimension sets are added to the existing ones. */
function alternative(settings: Settings, text: string): Variant {
  const [name = '', ...rest] = text.split('=')
  const value = rest.join('=')
  const option = CONFIG_OPTIONS.find(({ variable, flag }) => name === variable || `--${name}` === flag)
  if (option === undefined) {
    const variables = CONFIG_OPTIONS.map(({ variable }) => variable)
    throw new Error(
      `--alternative: expected VARIABLE=value with one of ${variables.join(', ')}, given ${text}`,
    )
  }
  const { variable } = option
  switch (variable) {
    case 'EXTRA_DIMENSION_SETS':
      return { name: `with dimension set ${value}`, ...scopeOf(withSets(settings, [value])) }
    case 'COUNT_BY_ACCOUNT':
    case 'MAX_SERIES':
      return { name: text, ...scopeOf(configOf(settings, { [variable]: value })) }
    case 'EXCLUDE_OPERATIONS': {
      const name = `without operations ${value}`
      const config = configOf(settings, { EXCLUDE_OPERATIONS: value })
      // Another filter may count calls that the one of the settings leaves out.
      const excludes = Boolean(settings.env.EXCLUDE_OPERATIONS?.trim())
      return excludes ? { name, config } : { name, ...scopeOf(config), keeps: config.isCounted }
    }
    default:
      return { name: text, config: configOf(settings, { [variable]: value }) }
  }
}

/** A configuration that counts all calls that the settings count. */
function scopeOf({ dimensionSets: sets, maxSeries }: Config): CallsVariant {
  return { sets, maxSeries, keeps: undefined }
}
