import { fileURLToPath } from 'node:url'
import { command } from './command.ts'
import { neutralEnvironment } from './environment.ts'
import { type Result, resultOf, resultUnread } from './processes.ts'

export type { Result } from './processes.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** The program and arguments that run the command line from source, in any working folder. */
export function apiUsageCommand(args: readonly string[]): [string, string[]] {
  return command(MAIN, args)
}

/** The environment of npm's scripts, called from the project's folder. */
const npmEnv = () => ({ ...neutralEnvironment(), INIT_CWD: process.cwd() })

/** Runs a command as npm's scripts do, called from the folder in `INIT_CWD`, by default that of the project. */
export function apiUsage(
  args: readonly string[],
  env: Record<string, string> = {},
  cwd = process.cwd(),
): Promise<Result> {
  return resultOf(apiUsageCommand(args), { env: { ...npmEnv(), ...env }, cwd })
}

/** Runs a command whose standard output nobody reads. */
export function apiUsageUnread(args: readonly string[]): Promise<Omit<Result, 'stdout'>> {
  return resultUnread(apiUsageCommand(args), { env: npmEnv(), cwd: process.cwd() })
}
