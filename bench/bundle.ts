import { resolve } from 'node:path'

/** The measured bundle. */
export const BUNDLE = resolve('dist/index.cjs')
