import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fromYAMLFilePath } from 'prh'
import { textsOf } from './support/texts.ts'

/** Loading the list also checks its examples. */
const list = fromYAMLFilePath('lint/words.yml')

const FOLDERS = [
  '.github',
  'bench',
  'build',
  'docs',
  'examples',
  'lint',
  'scripts',
  'src',
  'templates',
  'test',
  'tools',
]
const READ = /(?:\.(?:md|tsx?|py|sh|tf|toml|ya?ml)|^Makefile|^\.ci\/run)$/
const QUOTES_THE_LIST = ['lint/words.yml', 'test/words.test.ts']

const files = [
  ...readdirSync('.'),
  '.ci/run',
  ...FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ),
].filter((path) => READ.test(path) && !QUOTES_THE_LIST.includes(path) && !path.includes('node_modules'))

/** The phrases of the list in a file, each with its line and the better words. */
function phrasesIn(path: string): string[] {
  return textsOf(path, readFileSync(path, 'utf8')).flatMap(({ line, text }) =>
    list
      .makeChangeSet(path, text)
      .diffs.map(
        ({ matches: [phrase], newText }) => `${path}:${line} has "${phrase}", say "${newText}": ${text}`,
      ),
  )
}

describe('the words of documents, texts and comments', () => {
  it('are none of the list', () => {
    const found = files.flatMap(phrasesIn)
    assert.equal(found.length, 0, found.join('\n'))
  })

  it('are read in every kind of file', () => {
    const read = (path: string, content: string) => textsOf(path, content).map(({ text }) => text)
    assert.deepEqual(read('a.md', '# A `b` c\n\ntext\ngoes on\n\n```sh\ncode\n```\n'), [
      'A ___ c',
      'text goes on',
      '_____ ____ ___',
    ])
    assert.deepEqual(read('a.ts', `/** One\n * two. */\nf('a text', \`of \${n} words\`) // three\n`), [
      'One two.',
      'a text',
      'of _ words',
      'three',
    ])
    assert.deepEqual(read('a.py', '"""Two\nlines."""\nx = "a text"  # one\n'), [
      'Two lines.',
      'a text',
      'one',
    ])
    assert.deepEqual(read('a.yaml', "# one\n# two\nDescription: >-\n  the function's\n  log\n"), [
      'one two',
      'Description',
      "the function's log",
    ])
    assert.deepEqual(read('a.sh', 'echo x # one\n'), ['one'])
  })
})
