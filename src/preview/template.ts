import { parse, type ScalarTag, type Tags } from 'yaml'

/** A value in a template, CloudFormation's functions in their long form. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }

const FUNCTIONS = ['And', 'Equals', 'GetAtt', 'If', 'Not', 'Or', 'Sub']

/** The short forms of CloudFormation's functions as what they stand for: `!Ref X` as `{ Ref: 'X' }`. */
const TAGS: Tags = [
  tag('!Ref', 'Ref'),
  ...FUNCTIONS.flatMap((name) => [tag(`!${name}`, `Fn::${name}`), listTag(name)]),
]

function tag(short: string, long: string): ScalarTag {
  return { tag: short, resolve: (text) => ({ [long]: long === 'Fn::GetAtt' ? text.split('.') : text }) }
}

function listTag(name: string): Tags[number] {
  return {
    tag: `!${name}`,
    collection: 'seq',
    resolve: (list) => ({ [`Fn::${name}`]: JSON.parse(JSON.stringify(list)) }),
  }
}

/** A template as plain data. */
export function parseTemplate(text: string): unknown {
  return parse(text, { customTags: TAGS })
}

/** Conditions that do not hold with an existing trail and otherwise the default parameters. */
const FALSE_BY_DEFAULT: ReadonlySet<string> = new Set([
  'CreatesTrail',
  'WatchesOperation',
  'ReservesConcurrency',
  'HasKmsKey',
])

/**
 * The text that a value stands for: names in `${}` and references replaced by `values`, or left as `<Name>`.
 * @throws {TypeError} for what stands for no text
 */
export function textOf(value: Value, values: Readonly<Record<string, string>> = {}): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  const [[name, argument] = ['', null]] = Object.entries(value ?? {})
  if (name === 'Ref') return named(String(argument), values)
  const parts: readonly Value[] = Array.isArray(argument) ? argument : [argument]
  if (name === 'Fn::GetAtt') return named(parts.join('.'), values)
  const [first = '', second = '', third = ''] = parts
  if (name === 'Fn::Sub') return substituted(String(first), second, values)
  if (name === 'Fn::If') return textOf(FALSE_BY_DEFAULT.has(String(first)) ? third : second, values)
  throw new TypeError(`no text: ${JSON.stringify(value)}`)
}

function substituted(text: string, locals: Value, values: Readonly<Record<string, string>>): string {
  const own = Object.entries(typeof locals === 'object' ? (locals ?? {}) : {}).map(([key, local]) => [
    key,
    textOf(local, values),
  ])
  const all: Record<string, string> = { ...values, ...Object.fromEntries(own) }
  return text.replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => named(name, all))
}

function named(name: string, values: Readonly<Record<string, string>>): string {
  return values[name] ?? `<${name}>`
}
