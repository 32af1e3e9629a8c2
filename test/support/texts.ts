import { parseAllDocuments, visit } from 'yaml'

/** A comment, a string or a paragraph of a file, on one line. */
export interface Text {
  /** The line of the file on which it begins, from 1. */
  readonly line: number
  readonly text: string
}

const SLASH_COMMENT = String.raw`//[^\n]*(?:\n[ \t]*//[^\n]*)*|/\*[\s\S]*?\*/`
const HASH_COMMENT = String.raw`(?<=^|[ \t])#[^\n]*(?:\n[ \t]*#[^\n]*)*`
const STRING = String.raw`'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"`
const TEMPLATE_LITERAL = '`(?:\\\\[\\s\\S]|[^`\\\\])*`'

const TYPESCRIPT = new RegExp(`${SLASH_COMMENT}|${STRING}|${TEMPLATE_LITERAL}`, 'gm')
const DOCSTRING = String.raw`"""[\s\S]*?"""`
const PYTHON = new RegExp(`${HASH_COMMENT}|${DOCSTRING}|${STRING}`, 'gm')
const COMMENTS = new RegExp(HASH_COMMENT, 'gm')
const MARKDOWN_CODE = /^ *```[\s\S]*?^ *```$|`[^`\n]+`|<!--[\s\S]*?-->|\]\([^)]*\)/gm

/**
 * What people read in a file: the prose of Markdown, the comments and strings of code, the comments and values of YAML.
 * @param path tells the language by its ending
 */
export function textsOf(path: string, content: string): Text[] {
  if (path.endsWith('.md')) return paragraphsOf(content)
  if (/\.tsx?$/.test(path)) return matched(content, TYPESCRIPT)
  if (path.endsWith('.py')) return matched(content, PYTHON)
  if (/\.ya?ml$/.test(path)) return [...matched(content, COMMENTS), ...valuesOf(content)]
  return matched(content, COMMENTS)
}

function paragraphsOf(content: string): Text[] {
  // Of the same length, so that lines stay where they are.
  const prose = content.replace(MARKDOWN_CODE, (code) => code.replace(/[^\n]/g, '_'))
  return matched(prose, /\S[\s\S]*?(?=\n[ \t]*(?:\n|[-*] |\d+\. |\|)|(?![\s\S]))/g)
}

function valuesOf(yaml: string): Text[] {
  const texts: Text[] = []
  for (const document of parseAllDocuments(yaml, { logLevel: 'silent' })) {
    visit(document, {
      Scalar: (_, { value, range }) => {
        if (typeof value === 'string') texts.push(textAt(yaml, range?.[0] ?? 0, value))
      },
    })
  }
  return texts
}

function matched(content: string, pattern: RegExp): Text[] {
  return [...content.matchAll(pattern)].map(({ 0: text, index }) => textAt(content, index, text))
}

function textAt(content: string, index: number, text: string): Text {
  const line = content.slice(0, index).split('\n').length
  const inner = text
    .replace(/\$\{[^}]*\}/g, '_')
    .replace(/^["'`]+|["'`]+$/g, '')
    .replace(/^[ \t]*(?:\/\/|\/?\*+\/?|#+)|\*\/$/gm, ' ')
  return { line, text: inner.replace(/\s+/g, ' ').trim() }
}
