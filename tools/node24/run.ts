// Runs Lambda's Node.js, with the arguments that follow: tsx tools/node24/run.ts --import tsx bench/main.ts
import { spawnSync } from 'node:child_process'
import { lambdaNode } from './path.ts'

const { error, status } = spawnSync(lambdaNode(), process.argv.slice(2), { stdio: 'inherit' })
if (error) throw error
process.exitCode = status ?? 1
