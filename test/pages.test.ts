import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'

const read = (path: string) => readFileSync(path, 'utf8')
const PAGES = readdirSync('docs').filter((name) => name.endsWith('.md'))
const INDEX = 'README.md'

describe('the documentation', () => {
  it('begins with a short README', () => assert.ok(Buffer.byteLength(read('README.md')) <= 11_000))

  it('has pages that are neither too short nor too long to read', () => {
    for (const name of PAGES.filter((page) => page !== INDEX)) {
      const size = Buffer.byteLength(read(join('docs', name)))
      assert.ok(size >= 3000 && size <= 8000, `docs/${name} has ${size} bytes`)
    }
  })

  it('has command blocks whose fences stand alone, so that they end where they should', () => {
    for (const path of ['README.md', 'CONTRIBUTING.md', ...PAGES.map((name) => join('docs', name))]) {
      const fences = read(path).match(/^ *```.*$/gm) ?? []
      for (const [i, fence] of fences.entries())
        assert.match(fence, i % 2 === 0 ? /^ *```[a-z]*$/ : /^ *```$/, path)
      assert.equal(fences.length % 2, 0, path)
    }
  })

  it('has headings that name a subject, or ask a question', () => {
    for (const path of [
      'README.md',
      'CONTRIBUTING.md',
      'SECURITY.md',
      ...PAGES.map((name) => join('docs', name)),
    ]) {
      const headings = read(path).match(/^#+ .*$/gm) ?? []
      for (const heading of headings) assert.doesNotMatch(heading, /^#+ What\b.*[^?]$/, path)
    }
  })

  it('lists every page in its index and in the README', () => {
    for (const name of PAGES.filter((page) => page !== INDEX)) {
      assert.ok(read('docs/README.md').includes(`](${name})`), `${name} in the index`)
      assert.ok(read('README.md').includes(`](docs/${name})`), `${name} in the README`)
    }
  })

  it('lists the headings of each page that has a table of contents', () => {
    for (const name of PAGES) {
      const page = read(join('docs', name)).replace(/^```.*?^```/gms, '')
      const listed = [...page.matchAll(/^- \[([^\]]+)\]\(#[\w-]+\)$/gm)].map(([, title]) => title)
      const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, title]) => title)
      if (listed.length > 0) assert.deepEqual(listed, headings, name)
    }
  })
})

describe('the page on troubleshooting', () => {
  const source = ['template.yaml', ...sourcesIn('src')].map(read).join('\n').replace(/\s+/g, ' ')
  const [, ...sections] = read('docs/troubleshooting.md').split(/^## Errors /m)
  const messages = sections
    .flatMap((section) => [...section.matchAll(/^\| (.*?) \| /gm)])
    .flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+ [^`]+)`/g)])
    .map(([, message = '']) => message)

  it('quotes messages as the programs write them, "..." for what differs', () => {
    assert.ok(messages.length >= 15)
    for (const message of messages)
      for (const part of message.split('...')) assert.ok(source.includes(part.trim()), message)
  })
})

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
}
