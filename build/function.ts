import type { Options } from 'tsup'
import { thirdPartyLicenses } from './third-party-licenses.ts'

/** The Lambda function: dist/index.cjs and its source map. */
export default {
  entry: { index: 'src/lambda/handler.ts' },
  outDir: 'dist',
  // CommonJS, like aws-embedded-metrics. An ESM bundle of it crashes and loads slower.
  format: 'cjs',
  target: 'node24',
  platform: 'node',
  dts: false,
  // Runs after esbuild's own minifier, which keeps the names in the file's outermost scope.
  minify: 'terser',
  // Escapes characters that YAML doesn't allow, because the console template includes this file.
  terserOptions: { ecma: 2020, toplevel: true, compress: { passes: 3 }, format: { ascii_only: true } },
  sourcemap: true,
  splitting: false,
  external: [/^@aws-sdk\//],
  esbuildPlugins: [thirdPartyLicenses()],
  // Lambda's runtime has the AWS SDK in a folder that `require` searches and `import()` doesn't.
  esbuildOptions: (options) => {
    options.minify = true
    options.supported = { 'dynamic-import': false }
    options.alias = { '@datastructures-js/heap': './build/max-heap.ts' }
  },
} satisfies Options
