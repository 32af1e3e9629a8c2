import { devNull } from 'node:os'
import { DEFAULTS } from '../../src/core/config.ts'

/** Variables that the commands read, and those with which Node.js decides on colors. */
const READ = new Set([
  ...Object.keys(DEFAULTS),
  'INIT_CWD',
  'COLUMNS',
  'NODE_DISABLE_COLORS',
  'NO_COLOR',
  'FORCE_COLOR',
])

/** Keeps the AWS SDK from reading the profiles of the user and from asking the machine for a role. */
const NO_AWS = {
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_EC2_METADATA_DISABLED: 'true',
}

/**
 * The environment of this process without the settings of the person who runs the tests: without the variables that the
 * commands and the AWS SDK read.
 */
export function neutralEnvironment(): NodeJS.ProcessEnv {
  const rest = Object.entries(process.env).filter(([name]) => !READ.has(name) && !isOfAws(name))
  return { ...Object.fromEntries(rest), ...NO_AWS }
}

/** Replaces all settings that the AWS SDK finds in the environment of this process. */
export function useAwsSettings(settings: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env).filter(isOfAws)) delete process.env[name]
  Object.assign(process.env, NO_AWS, settings)
}

/** Lets Node.js style no text in this process, even if the tests run in a terminal: its test runner then sets FORCE_COLOR. */
export function useNoColors(): void {
  delete process.env.FORCE_COLOR
  process.env.NO_COLOR = '1'
}

function isOfAws(name: string): boolean {
  return name.startsWith('AWS_')
}
