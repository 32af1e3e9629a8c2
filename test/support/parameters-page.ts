import { CONFIG_OPTIONS } from '../../src/core/config-options.ts'
import { isObject } from '../../src/util/json.ts'
import type { Parameter, Template } from './template.ts'

/** The page of documentation that lists all parameters. */
export const PARAMETERS_PAGE = 'docs/parameters.md'

/**
 * The page with its generated parts renewed: the tables between `<!-- generated: NAME -->` and `<!-- end -->`.
 * @throws {TypeError} if the page lacks one of the parts
 */
export function parametersPage(page: string, template: Template): string {
  const parts = { parameters: parameterTables(template), variables: variableTable(template) }
  return Object.entries(parts).reduce((text, [name, part]) => {
    const start = `<!-- generated: ${name} -->\n`
    const [before, rest] = text.split(start)
    const end = rest?.indexOf('<!-- end -->') ?? -1
    if (before === undefined || rest === undefined || end < 0) throw new TypeError(`no part ${name}`)
    return `${before}${start}\n${part}\n${rest.slice(end)}`
  }, page)
}

/** A heading and a table for each group of the console. */
function parameterTables({ Metadata, Parameters }: Template): string {
  return groupsOf(Metadata)
    .map(({ label, names }) =>
      [
        `### ${label}`,
        '',
        row('Parameter', 'Default', 'Allowed values', 'Description'),
        row('---', '---', '---', '---'),
        ...names.flatMap((name) => {
          const { [name]: parameter } = Parameters
          if (parameter === undefined) return []
          const { Default = '', Description } = parameter
          return row(`\`${name}\``, code(String(Default)), allowed(parameter), plain(Description))
        }),
        '',
      ].join('\n'),
    )
    .join('\n')
}

function variableTable({ Resources }: Template): string {
  const { Environment } = Resources.ApiUsageFunction?.Properties ?? {}
  const variables = isObject<'Variables'>(Environment) ? Environment.Variables : undefined
  const parameterOf = (variable: string) => {
    const { [variable]: value }: { readonly [name: string]: unknown } = isObject<string>(variables)
      ? variables
      : {}
    return isObject<'Ref'>(value) ? String(value.Ref) : ''
  }
  return [
    row('Parameter', 'Environment variable', 'Flag of `api-usage preview`'),
    row('---', '---', '---'),
    ...CONFIG_OPTIONS.map(({ variable, flag, argument }) =>
      row(code(parameterOf(variable)), code(variable), code(`${flag} <${argument}>`)),
    ),
    '',
  ].join('\n')
}

interface Group {
  readonly label: string
  readonly names: readonly string[]
}

function groupsOf(metadata: Template['Metadata']): Group[] {
  const { 'AWS::CloudFormation::Interface': description } = metadata
  const groups = isObject<'ParameterGroups'>(description) ? description.ParameterGroups : undefined
  return (Array.isArray(groups) ? groups : []).map((group: unknown) => {
    const { Label, Parameters }: { readonly Label?: unknown; readonly Parameters?: unknown } = isObject(group)
      ? group
      : {}
    const label = isObject<'default'>(Label) ? String(Label.default) : ''
    return { label, names: Array.isArray(Parameters) ? Parameters.map(String) : [] }
  })
}

function allowed({ AllowedValues, ConstraintDescription, MaxLength }: Parameter): string {
  if (AllowedValues !== undefined) return AllowedValues.map((value) => code(String(value))).join(', ')
  if (ConstraintDescription !== undefined) return plain(ConstraintDescription.replace(/^must be /, ''))
  return MaxLength === undefined ? '' : `up to ${MaxLength.toLocaleString('en-US')} characters`
}

function code(text: string): string {
  return text === '' ? '' : `\`${text}\``
}

/** Text that Markdown takes for nothing else. */
function plain(text: string): string {
  return text.trim().replace(/[|<*]/g, '\\$&')
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
