import { CONFIG_OPTIONS } from '../../src/core/config-options.ts'
import { isObject } from '../../src/util/json.ts'
import type { Parameter, Template } from './template.ts'

/** The pages of documentation that list the parameters: those of the records and the function, and those of counts and alarms. */
export const PARAMETER_PAGES: readonly string[] = ['docs/parameters.md', 'docs/parameters-counting.md']

/**
 * A page with its generated parts renewed: the text between `<!-- generated: NAME -->` and `<!-- end -->`. NAME is the label of a
 * group of parameters in the console, or `variables`.
 * @throws {TypeError} if there is no part with such a name
 */
export function parametersPage(page: string, template: Template): string {
  const parts = new Map(
    groupsOf(template.Metadata).map((group) => [group.label, groupTable(group, template)]),
  )
  parts.set('variables', variableTable(template))
  return page.replace(/(<!-- generated: ([^\n]+) -->\n).*?(?=<!-- end -->)/gs, (_, mark, name) => {
    const part = parts.get(name)
    if (part === undefined) throw new TypeError(`no part ${name}`)
    return `${mark}\n${part}\n`
  })
}

/** A heading and a table. */
function groupTable({ label, names }: Group, { Parameters }: Template): string {
  return [
    `## ${label}`,
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
  ].join('\n')
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
