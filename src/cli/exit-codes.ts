import { CommanderError } from 'commander'
import { reasonOf } from '../util/errors.ts'

/** What the exit codes of all commands mean. */
export const EXIT = {
  done: 0,
  /** No input could be read. */
  nothingRead: 1,
  /** Something that was checked does not work. */
  fails: 1,
  /** The command or the configuration is wrong, or AWS could not be asked. */
  wrong: 2,
  /** As a shell reports a program that SIGINT ended. */
  interrupted: 130,
} as const

/** The exit code for what a command threw. Prints the reason on stderr unless commander has done so. */
export function exitCodeOf(error: unknown, { aborted }: AbortSignal): number {
  if (aborted) return EXIT.interrupted
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrong
  console.error(reasonOf(error))
  return EXIT.wrong
}
