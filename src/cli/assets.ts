import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { PageAssets } from '../preview/report/page/page.ts'

/** The folder of the package, two levels above the source in src/cli and above a bundle in dist/cli. */
const PACKAGE = new URL('../../', import.meta.url)

const pathOf = (name: string) => fileURLToPath(new URL(name, PACKAGE))
const textOf = (name: string) => readFileSync(pathOf(name), 'utf8')

/** The version of the package. */
export function readVersion(): string {
  const { version }: { readonly version: string } = JSON.parse(textOf('package.json'))
  return version
}

/** The folder of the sample trail. */
export const SAMPLE_TRAIL = pathOf('sample/trail')

/** The text of the default price file. */
export const readDefaultPrices = () => textOf('src/preview/analysis/prices.json')

/**
 * The script and the style of the page, which the build creates.
 * @throws {Error} with the command that builds them, if they don't exist
 */
export function readPageAssets(): PageAssets {
  try {
    return { script: textOf('dist/page/script.js'), style: textOf('dist/page/style.css') }
  } catch (cause) {
    throw new Error('The page has not been built. Build it with "npm run build:page".', { cause })
  }
}
