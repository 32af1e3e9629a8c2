import { resolve } from 'node:path'

/** What is measured. */
export const BUNDLE = resolve('dist/index.cjs')
