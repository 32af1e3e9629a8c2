import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'

export interface Where {
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
}

export interface Result {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program and returns all of its output, whether it succeeds or not. */
export async function resultOf(
  [program, args]: readonly [string, readonly string[]],
  where: Where,
): Promise<Result> {
  const options = { ...where, maxBuffer: 64 * 1024 * 1024 }
  const result = await promisify(execFile)(program, args, options).catch((error) => error)
  return { code: result.code ?? 0, stdout: String(result.stdout), stderr: String(result.stderr) }
}

/** Runs a program whose standard output nobody reads: the pipe is closed before the program starts. */
export async function resultUnread(
  [program, args]: readonly [string, readonly string[]],
  where: Where,
): Promise<Omit<Result, 'stdout'>> {
  const child = spawn('sh', ['-c', 'read go && exec "$@"', 'sh', program, ...args], where)
  const stderr = text(child.stderr)
  const ended = once(child, 'exit')
  child.stdout.destroy()
  await once(child.stdout, 'close')
  child.stdin.end('go\n')
  const [code] = await ended
  return { code, stderr: await stderr }
}
