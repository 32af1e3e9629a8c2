import { existsSync, readFileSync } from 'node:fs'

const CASES = new URL('../../../shared/cases/', import.meta.url)

/** Why tests over collected userAgents are skipped; false where they can run. */
export const NO_USER_AGENTS: string | false = existsSync(CASES)
  ? false
  : 'the folder of collected userAgents is not next to the project'

/** userAgents from public records, documentation and the sources of tools. Some are placeholders. */
export function collectedUserAgents(): string[] {
  return read('user-agents.txt').split('\n')
}

/** userAgents with the agent that each must give. */
export function expectedAgents(): [userAgent: string, agent: string][] {
  const expected: Record<string, { each?: Record<string, string> }> = JSON.parse(read('expected.json'))
  return Object.entries(expected)
    .filter(([file]) => file.includes('-agent-'))
    .flatMap(([, { each }]) => Object.entries(each ?? {}))
}

function read(name: string): string {
  return readFileSync(new URL(name, CASES), 'utf8')
}
