// Comes first in the process that runs a function.
const { _extensions } = require('node:module')

// Lambda finds index.cjs for the handler index.handler. The emulator's worker finds only the extensions of `require`.
_extensions['.cjs'] = _extensions['.js']

// A function's lines reach the emulator on stderr, and its answer on stdout. A line on stderr before the answer ends the lines of
// the invocation: see function_logs.py.
const write = process.stdout.write.bind(process.stdout)
process.stdout.write = (chunk, ...rest) => {
  if (/^\{"status":"(?:ok|error)"/.test(chunk)) process.stderr.write('\0end of the invocation\n')
  return write(chunk, ...rest)
}
