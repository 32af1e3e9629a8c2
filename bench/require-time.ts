import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BUNDLE } from './bundle.ts'
import { median } from './median.ts'

const STARTS = 31

/** Milliseconds to require the bundle in a new process, minus those of an empty file. */
export function requireTime(): number {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const empty = join(folder, 'empty.cjs')
    writeFileSync(empty, '')
    const differences: number[] = []
    for (let i = 0; i < STARTS; i++) differences.push(timeToRequire(BUNDLE) - timeToRequire(empty))
    return median(differences)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function timeToRequire(path: string): number {
  const script = `const start = performance.now(); require(${JSON.stringify(path)}); console.log(performance.now() - start)`
  return Number(child(['-e', script]))
}

function child(args: readonly string[]): string {
  const result = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { PATH: '', MAX_AGE_HOURS: '1000000' },
  })
  if (result.status !== 0) throw new Error(`A child process failed: ${result.stderr}`)
  return result.stdout
}
