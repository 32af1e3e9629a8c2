import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'src/handler.ts' },
  outDir: 'dist',
  clean: true,
  // CommonJS: aws-embedded-metrics is, and an ESM bundle of it crashes and loads slower.
  format: 'cjs',
  target: 'node24',
  platform: 'node',
  dts: false,
  minify: true,
  sourcemap: true,
  splitting: false,
  noExternal: ['aws-embedded-metrics'],
  external: [/^@aws-sdk\//],
  // Lambda's runtime has the AWS SDK where `require` looks for it and `import()` does not.
  esbuildOptions: (options) => {
    options.supported = { 'dynamic-import': false }
  },
})
