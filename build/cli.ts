import type { Options } from 'tsup'
import { thirdPartyLicenses } from './third-party-licenses.ts'

/** The command line: dist/cli/main.js, and chunks for what only some commands load, such as clients of the AWS SDK. */
export default {
  entry: { main: 'src/cli/main.ts' },
  outDir: 'dist/cli',
  // The names of chunks contain a hash: those of an older build would stay and be packed.
  clean: true,
  format: 'esm',
  target: 'node20',
  platform: 'node',
  dts: false,
  splitting: true,
  noExternal: [/./],
  // Packages in CommonJS require modules of Node.js.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  esbuildPlugins: [thirdPartyLicenses()],
  esbuildOptions: (options) => {
    // The ES modules of a package, where it has both kinds, can be bundled in part.
    options.mainFields = ['module', 'main']
    // The names of functions stay readable in stack traces.
    options.minifyWhitespace = true
    options.minifySyntax = true
    // Only the scripts of this project run in another folder than the user's.
    options.define = { ...options.define, 'process.env.INIT_CWD': 'undefined' }
  },
} satisfies Options
