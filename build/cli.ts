import type { Options } from 'tsup'
import { thirdPartyLicenses } from './third-party-licenses.ts'

/** The command line: dist/cli/main.js, its thread, and chunks that only some commands load, such as clients of the AWS SDK. */
export default {
  entry: { main: 'src/cli/main.ts', 'file-thread': 'src/inputs/file-thread.ts' },
  outDir: 'dist/cli',
  // The names of chunks have a hash, so chunks of an older build would stay and be packed.
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
    // Prefers ES modules, which can be bundled in part, if a package has both kinds.
    options.mainFields = ['module', 'main']
    // The names of functions stay readable in stack traces.
    options.minifyWhitespace = true
    options.minifySyntax = true
    // Only this project's npm scripts run in another folder than the user's.
    options.define = { ...options.define, 'process.env.INIT_CWD': 'undefined' }
  },
} satisfies Options
