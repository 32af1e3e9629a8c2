import { parseJson } from '../../../util/json.ts'

const FORM = /^(LogGroupName|LogGroupNamePrefix) +(NOT +)?IN *(\[.*\])$/

/**
 * Whether a policy with this selection applies to a log group; undefined if the form of the selection is unknown.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html
 * @param selection such as `LogGroupNamePrefix NOT IN ["/aws/lambda"]`; undefined selects all log groups
 */
export function policyApplies(selection: string | undefined, logGroup: string): boolean | undefined {
  if (selection === undefined) return true
  const [, field, not, json = ''] = FORM.exec(selection.trim()) ?? []
  const names = field === undefined ? undefined : textsIn(json)
  if (names === undefined) return undefined
  const isIn = names.some((name) =>
    field === 'LogGroupName' ? logGroup === name : logGroup.startsWith(name),
  )
  return not === undefined ? isIn : !isIn
}

function textsIn(json: string): string[] | undefined {
  const parsed = parseJson(json)
  return Array.isArray(parsed) ? parsed.filter((one) => typeof one === 'string') : undefined
}
