// Runs test files with Node's test runner, which expands no globs on Node.js 20: tsx test/run.ts [FOLDER...]
// Takes folders of test/. Without any, runs all tests but those that need a browser, a server or an installed package.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'

const APART = ['browser', 'lambda/emulator', 'moto', 'package', 's3']

const folders = process.argv.slice(2)
const files = folders.length > 0 ? folders.flatMap(testsIn) : testsIn('').filter((file) => !isApart(file))
if (files.length === 0) throw new Error(`There are no tests in ${folders.join(', ')}.`)
const args = ['--import', 'tsx', '--test', ...files]
const { error, status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
if (error) throw error
process.exitCode = status ?? 1

function testsIn(folder: string): string[] {
  const names = readdirSync(join('test', folder), { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', folder, name))
    .sort()
}

function isApart(file: string): boolean {
  return APART.some((folder) => file.startsWith(join('test', folder, sep)))
}
