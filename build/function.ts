import type { Options } from 'tsup'
import { thirdPartyLicenses } from './third-party-licenses.ts'

/** The Lambda function: dist/index.cjs and its source map. */
export default {
  entry: { index: 'src/lambda/handler.ts' },
  outDir: 'dist',
  // CommonJS: aws-embedded-metrics is, and an ESM bundle of it crashes and loads slower.
  format: 'cjs',
  target: 'node24',
  platform: 'node',
  dts: false,
  // After esbuild's own minifier, which leaves the names of the file's outermost scope alone.
  minify: 'terser',
  // Escapes what YAML refuses, as the template for the console has this file in it.
  terserOptions: { ecma: 2020, toplevel: true, compress: { passes: 3 }, format: { ascii_only: true } },
  sourcemap: true,
  splitting: false,
  external: [/^@aws-sdk\//],
  esbuildPlugins: [thirdPartyLicenses()],
  // Lambda's runtime has the AWS SDK where `require` looks for it and `import()` does not.
  esbuildOptions: (options) => {
    options.minify = true
    options.supported = { 'dynamic-import': false }
    options.alias = { '@datastructures-js/heap': './build/max-heap.ts' }
  },
} satisfies Options
