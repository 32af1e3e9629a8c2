import { parse, type ScalarTag, type Tags } from 'yaml'
import { type Fields, isObject } from '../../../src/util/json.ts'

/** A value in a template, with intrinsic functions in their full form. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }

const FUNCTIONS = [
  'And',
  'Contains',
  'Equals',
  'FindInMap',
  'GetAtt',
  'If',
  'Join',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
]

/** The short forms of intrinsic functions, read as their full forms: `!Ref X` as `{ Ref: 'X' }`. */
const TAGS: Tags = [
  tag('!Ref', 'Ref'),
  tag('!Condition', 'Condition'),
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

/** Whether a condition of a template holds. */
export type Holds = (condition: string) => boolean

/** The conditions of a template with these parameters. Other parameters have their defaults. */
export function conditionsOf(template: unknown, parameters: Readonly<Record<string, string>>): Holds {
  const { Parameters, Conditions }: Fields<'Parameters' | 'Conditions'> = isObject(template) ? template : {}
  const declared: Fields<string> = isObject(Parameters) ? Parameters : {}
  const conditions: Fields<string> = isObject(Conditions) ? Conditions : {}

  const parameter = (name: string): string => {
    const { [name]: known } = declared
    return parameters[name] ?? String(isObject<'Default'>(known) ? known.Default : undefined)
  }
  const operand = (value: unknown): string => {
    const { Ref, 'Fn::Select': selected }: Fields<'Ref' | 'Fn::Select'> = isObject(value) ? value : {}
    if (Ref !== undefined) return parameter(String(Ref))
    return Array.isArray(selected) ? partOf(selected, parameter) : String(value)
  }
  const holds = (value: unknown): boolean => {
    const [[name, argument] = []] = isObject<string>(value) ? Object.entries(value) : []
    if (name === 'Condition') return holds(conditions[String(argument)])
    const parts: readonly unknown[] = Array.isArray(argument) ? argument : [argument]
    if (name === 'Fn::Equals') return operand(parts[0]) === operand(parts[1])
    if (name === 'Fn::Not') return !holds(parts[0])
    if (name === 'Fn::And') return parts.every(holds)
    if (name === 'Fn::Or') return parts.some(holds)
    throw new TypeError(`not a condition: ${JSON.stringify(value)}`)
  }
  return (condition) => holds(conditions[condition])
}

/** The part of a parameter that `!Select [3, !Split [':', !Sub '${Name}:::']]` selects. */
function partOf([index, list]: readonly unknown[], parameter: (name: string) => string): string {
  const split = isObject<'Fn::Split'>(list) ? list['Fn::Split'] : undefined
  const [separator, text]: readonly unknown[] = Array.isArray(split) ? split : []
  const template = isObject<'Fn::Sub'>(text) ? String(text['Fn::Sub']) : ''
  const whole = template.replace(/\$\{(\w+)\}/g, (_, name: string) => parameter(name))
  return whole.split(String(separator))[Number(index)] ?? ''
}

/**
 * Resolves a value to text. Names in `${}` and references are replaced from `values`, or written as `<Name>`.
 * @throws {TypeError} if the value isn't text
 */
export function textOf(value: Value, values: Readonly<Record<string, string>>, holds: Holds): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  const [[name, argument] = ['', null]] = Object.entries(value ?? {})
  if (name === 'Ref') return named(String(argument), values)
  const parts: readonly Value[] = Array.isArray(argument) ? argument : [argument]
  if (name === 'Fn::GetAtt') return named(parts.join('.'), values)
  const [first = '', second = '', third = ''] = parts
  if (name === 'Fn::Sub') return substituted(String(first), second, values, holds)
  if (name === 'Fn::If') return textOf(holds(String(first)) ? second : third, values, holds)
  throw new TypeError(`not text: ${JSON.stringify(value)}`)
}

function substituted(
  text: string,
  locals: Value,
  values: Readonly<Record<string, string>>,
  holds: Holds,
): string {
  const own = Object.entries(typeof locals === 'object' ? (locals ?? {}) : {}).map(([key, local]) => [
    key,
    textOf(local, values, holds),
  ])
  const all: Record<string, string> = { ...values, ...Object.fromEntries(own) }
  return text.replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => named(name, all))
}

function named(name: string, values: Readonly<Record<string, string>>): string {
  return values[name] ?? `<${name}>`
}
