import { CommanderError } from 'commander'
import { reasonOf } from '../util/errors.ts'

/** The exit codes of all commands. */
export const EXIT = {
  done: 0,
  /** No input could be read. */
  nothingRead: 1,
  /** A check failed. */
  fails: 1,
  /** The command or the configuration is invalid, or AWS can't be called. */
  wrong: 2,
  /** The code with which a shell reports a program that SIGINT ended. */
  interrupted: 130,
} as const

/** The exit code for an error of a command. Prints the reason on stderr unless commander has done so. */
export function exitCodeOf(error: unknown, { aborted }: AbortSignal): number {
  if (aborted) return EXIT.interrupted
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrong
  console.error(reasonOf(error))
  return EXIT.wrong
}
