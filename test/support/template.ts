import { readFileSync } from 'node:fs'
import {
  conditionsOf,
  type Holds,
  parseTemplate as parse,
  textOf as textUnder,
  type Value,
} from './cloudwatch/template.ts'

export type { Holds, Value } from './cloudwatch/template.ts'

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
  readonly Metadata: Readonly<Record<string, Value>>
  readonly Parameters: Readonly<Record<string, Parameter>>
  readonly Mappings: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Value>>>>>>
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

/** Parameters of one stack for each source. */
export const SOURCES = {
  Logs: { TrailLogGroupName: 'trail-logs' },
  Kinesis: { Source: 'Kinesis', TrailLogGroupName: 'trail-logs', SenderAccountIds: '222233334444' },
  S3: { Source: 'S3', TrailBucketName: 'trail' },
} as const

export type SourceName = keyof typeof SOURCES

export const SOURCE_NAMES: readonly SourceName[] = ['Logs', 'Kinesis', 'S3']

/** What holds of the template in a stack with these parameters. */
export function conditions(parameters: Readonly<Record<string, string>>): Holds {
  return conditionsOf(readTemplate(), parameters)
}

const byDefault = conditions({})

/** Resolves a value to text. Names without a value in `values` stay as `<Name>`. */
export function textOf(
  value: Value,
  values: Readonly<Record<string, string>> = {},
  holds: Holds = byDefault,
): string {
  return textUnder(value, values, holds)
}
