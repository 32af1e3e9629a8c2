/** A file that can't be counted, because it has no CloudTrail records or because some of them would be lost. */
export class FileError extends Error {
  override readonly name = 'FileError'
}

/** @throws {FileError} for damaged JSON that can't be counted as one malformed record */
export function refuseDamaged(): never {
  throw new FileError('damaged JSON that may hold more than one record')
}
