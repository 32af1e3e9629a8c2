import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { lambdaNode } from '../../../tools/node24/path.ts'
import { freePort } from '../../support/port.ts'

/** AWS's runtime interface client, which runs a handler in Lambda's Node.js runtimes. */
const CLIENT = resolve('test/lambda/emulator/node_modules/aws-lambda-ric/index.mjs')
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'arm64' }

/** One execution environment of a function. */
export interface Environment {
  /** Invokes the function and returns its answer; where it fails, the name of the error. */
  invoke(event: string): Promise<unknown>
  /** The lines that the function has written to its standard output. */
  lines(): string[]
  stop(): Promise<void>
}

/**
 * Starts a function on AWS's runtime interface client and emulator, on Lambda's Node.js.
 * @param build the folder that `sam build` made
 * @param variables environment variables, in addition to those that Lambda sets
 */
export async function startEnvironment(
  build: string,
  variables: Readonly<Record<string, string>>,
): Promise<Environment> {
  const home = mkdtempSync(join(tmpdir(), 'lambda-'))
  const task = join(home, 'task')
  // Outside of the project, as in Lambda: no package.json or node_modules of the project is above it.
  cpSync(build, task, { recursive: true })
  const [address, api] = [await freeAddress(), await freeAddress()]
  const args = ['--log-level', 'error', '--runtime-interface-emulator-address', address]
  const emulator = spawn(
    emulatorPath(),
    [...args, '--runtime-api-address', api, lambdaNode(), CLIENT, HANDLER],
    {
      cwd: task,
      env: { ...lambdaVariables(home, task), ...variables },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let written = ''
  emulator.stdout.setEncoding('utf8').on('data', (text) => {
    written += text
  })
  await listening(emulator, address)

  return {
    async invoke(event) {
      const url = `http://${address}/2015-03-31/functions/function/invocations`
      const answer = Object(await (await fetch(url, { method: 'POST', body: event })).json())
      return answer.errorType ?? answer
    },
    lines: () => written.split('\n').filter((line) => line.startsWith('{')),
    async stop() {
      emulator.kill()
      if (emulator.exitCode === null) await once(emulator, 'exit')
      rmSync(home, { recursive: true })
    },
  }
}

const HANDLER = 'index.handler'

function lambdaVariables(home: string, task: string): Record<string, string> {
  return {
    PATH: '/usr/bin:/bin',
    HOME: home,
    TZ: ':UTC',
    LAMBDA_TASK_ROOT: task,
    _HANDLER: HANDLER,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: 'tracker',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_LAMBDA_FUNCTION_TIMEOUT: '60',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/tracker',
    // Lambda's runtime has the AWS SDK there. Here it is the project's.
    NODE_PATH: resolve('node_modules'),
  }
}

/** The emulator is part of the SAM CLI. */
function emulatorPath(): string {
  const [python = ''] = readdirSync('.venv-system/lib')
  const folder = resolve('.venv-system/lib', python, 'site-packages/samcli/local/rapid')
  return join(folder, `aws-lambda-rie-${ARCHITECTURES[process.arch]}`)
}

async function freeAddress(): Promise<string> {
  return `127.0.0.1:${await freePort()}`
}

async function listening(emulator: ChildProcess, address: string): Promise<void> {
  for (let i = 0; i < 300 && emulator.exitCode === null; i++) {
    // It answers other paths with an error. That it answers is enough.
    if (await fetch(`http://${address}/`).catch(() => undefined)) return
    await setTimeout(100)
  }
  throw new Error('The runtime interface emulator does not answer')
}
