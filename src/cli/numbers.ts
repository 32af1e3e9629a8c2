import { InvalidArgumentError } from 'commander'

/**
 * Reads a flag that is a whole number from 1.
 * @throws {InvalidArgumentError} for anything else
 */
export function positiveNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1.')
  return Number(text)
}

/**
 * Reads a flag that is a whole number of minutes.
 * @throws {InvalidArgumentError} for anything else
 */
export function minutesFlag(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('Expected a whole number of minutes.')
  return Number(text)
}
