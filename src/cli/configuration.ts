import { type Command, Option, type OptionValues } from 'commander'
import { BOUNDS, type Config, readConfig, type Variable } from '../core/config.ts'
import { CONFIG_OPTIONS, type ConfigOption } from '../core/config-options.ts'
import type { Setting } from '../preview/report/model.ts'

/** Values by environment variable. */
export type Environment = Readonly<Partial<Record<string, string>>>

/** The configuration that a user gave with flags and environment variables. */
export interface Settings {
  /** Flags win over variables. */
  readonly env: Environment
  /** The flag that gave a variable its value, or else the variable itself. */
  readonly nameOf: (variable: Variable) => string
}

/** The differences from the function: records can have any age. */
const LOCAL_DEFAULTS: Environment = { MAX_AGE_HOURS: String(BOUNDS.MAX_AGE_HOURS[1]) }

/** Adds a flag for each setting of the function. */
export function addConfigFlags(command: Command): Command {
  for (const option of CONFIG_OPTIONS) command.addOption(flagOf(option))
  return command
}

/** The settings in the flags of a command and the environment. */
export function settingsOf(flags: OptionValues, env: Environment): Settings {
  const given = CONFIG_OPTIONS.flatMap((option): [ConfigOption, string][] => {
    const value: unknown = flags[flagOf(option).attributeName()]
    return typeof value === 'string' ? [[option, value]] : []
  })
  const flagNames = new Map(given.map(([{ variable, flag }]) => [variable, flag]))
  return {
    env: { ...env, ...Object.fromEntries(given.map(([{ variable }, value]) => [variable, value])) },
    nameOf: (variable) => flagNames.get(variable) ?? variable,
  }
}

/**
 * The configuration of settings, with optional changes.
 * @throws {ConfigError} listing each invalid value with its flag or variable
 */
export function configOf({ env, nameOf }: Settings, changes: Environment = {}): Config {
  const isChanged = (variable: string) => Object.hasOwn(changes, variable)
  return readConfig({ ...LOCAL_DEFAULTS, ...env, ...changes }, (variable) =>
    isChanged(variable) ? variable : nameOf(variable),
  )
}

/** The configuration of settings with more dimension sets. */
export function withSets(settings: Settings, sets: readonly string[]): Config {
  if (sets.length === 0) return configOf(settings)
  const all = [settings.env.EXTRA_DIMENSION_SETS, ...sets].filter(Boolean)
  return configOf(settings, { EXTRA_DIMENSION_SETS: all.join(';') })
}

/** All settings, with the values that are in force and where they are from. */
export function settingsInForce({ env, nameOf }: Settings): Setting[] {
  return CONFIG_OPTIONS.map(({ variable, flag, default: ofFunction }) => {
    const given = env[variable]?.trim()
    const from = nameOf(variable) === flag ? 'flag' : given ? 'environment' : 'default'
    return { variable, flag, value: given || LOCAL_DEFAULTS[variable] || ofFunction, from }
  })
}

function flagOf({ variable, default: value, flag, argument, description, expected }: ConfigOption): Option {
  const ofFunction = value === '' ? 'none' : value
  const byDefault = Object.hasOwn(LOCAL_DEFAULTS, variable) ? 'any' : ofFunction
  const text = `${description}: ${expected} (default: ${byDefault}, env: ${variable})`
  return new Option(`${flag} <${argument}>`, text).helpGroup(
    'Configuration of the function (flags win over environment variables):',
  )
}
