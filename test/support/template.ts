import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { parse, type ScalarTag, type Tags } from 'yaml'

export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }

export interface Resource {
  readonly Type: string
  readonly Condition?: string
  readonly DependsOn?: string | readonly string[]
  readonly DeletionPolicy?: string
  readonly Properties: { readonly [name: string]: Value }
}

export interface Parameter {
  readonly Type: string
  readonly Default?: string | number
  readonly Description: string
  readonly AllowedPattern?: string
  readonly AllowedValues?: readonly (string | number)[]
  readonly ConstraintDescription?: string
  readonly MinValue?: number
  readonly MaxValue?: number
  readonly MaxLength?: number
}

export interface Template {
  readonly Parameters: Readonly<Record<string, Parameter>>
  readonly Rules: Readonly<Record<string, Value>>
  readonly Conditions: Readonly<Record<string, Value>>
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Outputs: Readonly<Record<string, Value>>
}

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

export function parseTemplate(text: string): Template {
  return parse(text, { customTags: TAGS })
}

export function readTemplate(): Template {
  return parseTemplate(readFileSync('template.yaml', 'utf8'))
}

/** Conditions that do not hold for an existing trail with all alarms; what they change is tried by the tests of conditions. */
const FALSE_BY_DEFAULT: ReadonlySet<string> = new Set(['CreatesTrail', 'ReservesConcurrency', 'HasKmsKey'])

/** The text that a value stands for, names in `${}` and references replaced by `values` or left as `<Name>`. */
export function textOf(value: Value, values: Readonly<Record<string, string>> = {}): string {
  const named = (name: string) => values[name] ?? `<${name}>`
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  assert.ok(
    typeof value === 'object' && value !== null && !Array.isArray(value),
    `text from ${JSON.stringify(value)}`,
  )
  const [[name, argument] = ['', null]] = Object.entries(value)
  switch (name) {
    case 'Ref':
      return named(String(argument))
    case 'Fn::GetAtt':
      return named((argument as string[]).join('.'))
    case 'Fn::Sub': {
      const [text, locals = {}] = Array.isArray(argument) ? argument : [argument]
      const own = Object.fromEntries(
        Object.entries(locals as object).map(([key, local]) => [key, textOf(local, values)]),
      )
      return String(text).replace(/\$\{([^!}][^}]*)\}/g, (_, key: string) => own[key] ?? named(key))
    }
    case 'Fn::If': {
      const [condition, yes, no] = argument as [string, Value, Value]
      return textOf(FALSE_BY_DEFAULT.has(condition) ? no : yes, values)
    }
    default:
      throw new Error(`no text for ${name}`)
  }
}
