import { counted, dollars, numberText } from '../../../util/number-text.ts'
import { HOUR_MS } from '../../../util/time.ts'
import { type Check, type Finding, fail, given, pass, warn } from '../check.ts'
import type { Facts } from '../facts/facts.ts'
import type { ActiveMetrics } from '../facts/metrics.ts'
import { awsCommand, list } from '../words.ts'
import { policyApplies } from './extraction-policy.ts'
import { never, recent, sum } from './series.ts'

/** US dollars a month for a custom metric, us-east-1, before any discount: https://aws.amazon.com/cloudwatch/pricing/ */
const METRIC_PRICE = 0.3

/** The part of MaxSeries from which doctor warns. */
const NEARLY = 0.8

const DIMENSIONS_ALWAYS = 'Service,Operation,Region'

export const METRIC_CHECKS: readonly Check[] = [
  {
    id: 'function-log-group',
    title: "CloudWatch extracts metrics from the function's log group",
    looksAt: 'logs:DescribeLogGroups',
    judge: ({ logGroups, names }) =>
      given(logGroups.function, (group) => {
        if (group === undefined)
          return fail(
            `The log group ${names.functionLogGroup} no longer exists, so no metrics are extracted.`,
            'Delete the stack and deploy it again.',
          )
        if (group.logClass !== 'STANDARD')
          return fail(
            `The log group ${names.functionLogGroup} has the class ${group.logClass}. CloudWatch extracts metrics only from STANDARD.`,
            "The class of a log group can't be changed: deploy the stack under another name, and delete this one.",
          )
        return pass(`${names.functionLogGroup} has the class STANDARD.`)
      }),
  },
  {
    id: 'extraction-policy',
    title: 'No account policy disables extraction',
    looksAt: 'logs:DescribeAccountPolicies, METRIC_EXTRACTION_POLICY',
    judge: (facts) =>
      given(facts.extractionPolicies, (policies) => {
        const { names, stack, profile } = facts
        const applying = policies.filter(
          ({ selection }) => policyApplies(selection, names.functionLogGroup) !== false,
        )
        const [policy] = applying
        if (policy === undefined) return pass("None applies to the function's log group.")
        const show = awsCommand(
          { region: stack.region, profile },
          ...['logs', 'describe-account-policies', '--policy-type', 'METRIC_EXTRACTION_POLICY'],
        )
        const next = `Ask the owner of the policy to exclude ${names.functionLogGroup}. To see the policy: ${show}`
        return policyApplies(policy.selection, names.functionLogGroup)
          ? fail(`The policy ${policy.name} disables it for ${names.functionLogGroup}.`, next)
          : warn(
              `The policy ${policy.name} may disable it for ${names.functionLogGroup}: doctor doesn't know the form of its selection ${policy.selection}.`,
              next,
            )
      }),
  },
  {
    id: 'extraction-errors',
    title: 'CloudWatch extracts every metric',
    looksAt: 'AWS/Logs EMFParsingErrors and EMFValidationErrors',
    judge: (facts) =>
      never(facts, ['parsingErrors', 'validationErrors'], (lastHour, before) =>
        lastHour + before === 0
          ? pass('No error in the last three hours.')
          : fail(
              `${counted(lastHour + before, 'line')} could not be extracted in the last three hours, so calls are missing from the metrics.`,
              "Please report this as a bug, with an example line from the function's log.",
            ),
      ),
  },
  {
    id: 'active-metrics',
    title: 'Metrics have data',
    looksAt: 'cloudwatch:ListMetrics, of the last three hours',
    judge: (facts) =>
      given(facts.activeMetrics, ({ metrics, hasMore }) => {
        if (metrics === 0)
          return warn(
            `No metric in the namespace ${facts.names.namespace} had data in the last three hours.`,
            'Metrics appear 5 to 15 minutes after a call. If records arrive nevertheless, check the log group and the policies above.',
          )
        // CloudWatch lists the metrics of three hours, but bills by the hour.
        return pass(
          `${hasMore ? 'At least ' : ''}${counted(metrics, 'metric')} had data in the last three hours. If every hour is like these three, ${metrics === 1 ? 'it costs' : 'they cost'} ${hasMore ? 'at least' : 'at most'} ${dollars(metrics * METRIC_PRICE)} a month (at $0.30 a metric, as in us-east-1).`,
        )
      }),
  },
  {
    id: 'series-budget',
    title: 'Dimension sets stay below MaxSeries',
    looksAt: 'cloudwatch:ListMetrics, and the metric CallsFolded of the function',
    judge: (facts) => given(facts.activeMetrics, (active) => budget(facts, active)),
  },
]

function budget(facts: Facts, { sets }: ActiveMetrics): Finding {
  const { metrics, now, stack } = facts
  const maxSeries = Number(stack.parameters.MaxSeries ?? 1000)
  const fullest = [...sets].sort((a, b) => b.series - a.series)
  const [first] = fullest
  const folded = 'known' in metrics ? sum(recent(metrics.known, 'folded', now, 3 * HOUR_MS)) : 0
  const details = fullest
    .slice(0, 5)
    .map(
      ({ dimensions, series }) =>
        `${dimensions}: ${counted(series, 'series', 'series')} of ${numberText(maxSeries)}`,
    )
  const next =
    'Raise MaxSeries, which also raises the maximum cost of the stack, or narrow IncludeOperations or ExtraDimensionSets.'
  if (folded > 0) {
    const where = list(sets.filter(({ isFolded }) => isFolded).map(({ dimensions }) => dimensions)) || 'a set'
    const found = `${counted(folded, 'call')} in the last three hours ${folded === 1 ? 'was' : 'were'} counted under (other), in ${where}, because the set is full.`
    const isAlways = sets.some(({ dimensions, isFolded }) => isFolded && dimensions === DIMENSIONS_ALWAYS)
    return isAlways
      ? { ...fail(`${found} Alarms on single operations can miss calls.`, next), details }
      : { ...warn(found, next), details }
  }
  if (first === undefined) return pass('No series in the last three hours.')
  // These are the series of three hours and all environments, while MaxSeries is per hour and environment.
  const found = `At most ${Math.round((first.series / maxSeries) * 100)} % of MaxSeries (${first.dimensions}, all series of the last three hours).`
  return first.series >= NEARLY * maxSeries ? { ...warn(found, next), details } : pass(found)
}
