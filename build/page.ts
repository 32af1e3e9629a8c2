import { readFileSync } from 'node:fs'
import type { Options } from 'tsup'
import { thirdPartyLicenses } from './third-party-licenses.ts'

const licenseOf = (name: string) => `${name}\n${readFileSync(`node_modules/${name}/LICENSE`, 'utf8')}`

/** The page's script with Preact and uPlot, and its style with that of uPlot: dist/page/script.js and dist/page/style.css. */
export default {
  entry: {
    script: 'src/preview/report/page/script/main.tsx',
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
  // Both licences ask for their text in every copy, and each page is one.
  banner: { js: `/*!\n${['preact', 'uplot'].map(licenseOf).join('\n')}*/` },
} satisfies Options
