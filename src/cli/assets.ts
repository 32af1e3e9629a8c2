import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { PageAssets } from '../preview/report/page/page.ts'

/** The folder of the package. It is two above the source in src/cli and two above a bundle in dist/cli. */
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

/** The text of the file of default prices. */
export const readDefaultPrices = () => textOf('src/preview/analysis/prices.json')

/**
 * The script and the style of the page, which the build makes.
 * @throws {Error} that says how to build them if they are not there
 */
export function readPageAssets(): PageAssets {
  try {
    return { script: textOf('dist/page/script.js'), style: textOf('dist/page/style.css') }
  } catch (cause) {
    throw new Error('The page has not been built. Build it with "npm run build:page".', { cause })
  }
}
