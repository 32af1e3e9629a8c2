import { CONFIG_OPTIONS } from '../core/config-options.ts'
import type { Variant } from '../preview/analysis/billing.ts'
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
    { name: CHOSEN, sets: configOf(settings).dimensionSets },
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
  switch (option.variable) {
    case 'EXTRA_DIMENSION_SETS':
      return { name: `with dimension set ${value}`, sets: withSets(settings, [value]).dimensionSets }
    case 'COUNT_BY_ACCOUNT':
      return { name: text, sets: configOf(settings, { COUNT_BY_ACCOUNT: value }).dimensionSets }
    case 'EXCLUDE_OPERATIONS':
      return {
        name: `without operations ${value}`,
        config: configOf(settings, { EXCLUDE_OPERATIONS: value }),
      }
    default:
      return { name: text, config: configOf(settings, { [option.variable]: value }) }
  }
}
