// check-lines.ts STDOUT RESPONSES EVENT...: holds what the built function wrote and answered against what the
// sources write and answer to the same events, in one environment each.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createObjectReader } from '../src/sources/s3-client.ts'
import { callDocuments, ownDocuments, ownSums, parseEmf } from '../test/support/emf.ts'
import { watchedHandler } from '../test/support/run.ts'

const [stdoutPath = '', responsesPath = '', ...events] = process.argv.slice(2)
const linesIn = (path: string) => readFileSync(path, 'utf8').split('\n').filter(Boolean)
const written = linesIn(stdoutPath).filter((line) => line.startsWith('{'))
const answers: unknown[] = linesIn(responsesPath).map((line) => {
  const answer = JSON.parse(line)
  return answer?.errorType ?? answer
})

const env: Record<string, string> = JSON.parse(readFileSync('events/env.json', 'utf8')).ApiUsageFunction
const { handle, lines } = watchedHandler({ env, now: Date.now, readObject: createObjectReader(process.env) })
const expectedAnswers: unknown[] = []
for (const event of events) {
  const answer = handle(JSON.parse(readFileSync(event, 'utf8')))
  expectedAnswers.push(
    await answer.then(
      (given) => given ?? null,
      (error) => error.name,
    ),
  )
}

for (const line of written) parseEmf(line)
assert.ok(written.length > 100, 'the function wrote its lines')
assert.deepEqual(callDocuments(written), callDocuments(lines()))
assert.equal(ownDocuments(written).length, ownDocuments(lines()).length)
assert.deepEqual(ownSums(written), ownSums(lines()))
assert.deepEqual(answers, expectedAnswers)
assert.ok(answers.includes('PayloadError'), 'an undecodable payload rejects the invocation')
const failed = answers.filter((answer) => Object(answer).batchItemFailures?.length === 1)
assert.equal(failed.length, 2, 'a data stream and a queue are told what failed')
console.log(`${written.length} lines and ${answers.length} answers are as expected`, ownSums(written))
