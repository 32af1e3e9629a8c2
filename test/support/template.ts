import { readFileSync } from 'node:fs'
import { parseTemplate as parse, type Value } from '../../src/preview/template.ts'

export { textOf, type Value } from '../../src/preview/template.ts'

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

export function parseTemplate(text: string): Template {
  return parse(text) as Template
}

export function readTemplate(): Template {
  return parseTemplate(readFileSync('template.yaml', 'utf8'))
}
