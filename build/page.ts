import { readFileSync } from 'node:fs'
import type { Options } from 'tsup'
import { thirdPartyLicenses } from './third-party-licenses.ts'

/** The page's script and style, uPlot in both: dist/page/script.js and dist/page/style.css. */
export default {
  entry: {
    script: 'src/preview/report/page/script/main.ts',
    style: 'src/preview/report/page/style.css',
  },
  outDir: 'dist/page',
  format: 'iife',
  outExtension: () => ({ js: '.js' }),
  target: 'es2022',
  platform: 'browser',
  tsconfig: 'src/preview/report/page/script/tsconfig.json',
  minify: true,
  esbuildPlugins: [thirdPartyLicenses()],
  // uPlot's licence asks for its text in every copy.
  banner: { js: `/*! uPlot\n${readFileSync('node_modules/uplot/LICENSE', 'utf8')}*/` },
} satisfies Options
