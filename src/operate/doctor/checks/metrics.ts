import { HOUR_MS } from '../../../util/time.ts'
import { type Check, type Finding, fail, given, pass, warn } from '../check.ts'
import type { ActiveMetrics, Facts } from '../facts.ts'
import { awsCommand, count, list } from '../words.ts'
import { policyApplies } from './extraction-policy.ts'
import { never, recent, sum } from './series.ts'

/** US dollars a month for a custom metric, us-east-1, before any discount: https://aws.amazon.com/cloudwatch/pricing/ */
const METRIC_PRICE = 0.3

/** Part of MaxSeries from which there is little room left. */
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
            `The log group ${names.functionLogGroup} is gone: the function writes for nobody.`,
            'Delete the stack and deploy it anew.',
          )
        if (group.logClass !== 'STANDARD')
          return fail(
            `The log group ${names.functionLogGroup} has the class ${group.logClass}. CloudWatch extracts metrics from STANDARD alone.`,
            'A class can not be changed: deploy the stack under another name, and delete this one.',
          )
        return pass(`${names.functionLogGroup} has the class STANDARD.`)
      }),
  },
  {
    id: 'extraction-policy',
    title: 'No policy of the account switches extraction off',
    looksAt: 'logs:DescribeAccountPolicies, METRIC_EXTRACTION_POLICY',
    judge: (facts) =>
      given(facts.extractionPolicies, (policies) => {
        const { names, stack, profile } = facts
        const applying = policies.filter(
          ({ selection }) => policyApplies(selection, names.functionLogGroup) !== false,
        )
        const [policy] = applying
        if (policy === undefined) return pass('None applies to the log group of the function.')
        const show = awsCommand(
          { region: stack.region, profile },
          ...['logs', 'describe-account-policies', '--policy-type', 'METRIC_EXTRACTION_POLICY'],
        )
        const next = `Have whoever owns the policy leave out ${names.functionLogGroup}. See it with ${show}`
        return policyApplies(policy.selection, names.functionLogGroup)
          ? fail(`The policy ${policy.name} switches it off for ${names.functionLogGroup}.`, next)
          : warn(
              `The policy ${policy.name} may switch it off for ${names.functionLogGroup}: its selection ${policy.selection} is of a form that doctor does not know.`,
              next,
            )
      }),
  },
  {
    id: 'extraction-errors',
    title: 'CloudWatch can read every line of metrics',
    looksAt: 'AWS/Logs EMFParsingErrors and EMFValidationErrors',
    judge: (facts) =>
      never(facts, ['parsingErrors', 'validationErrors'], (lastHour, before) =>
        lastHour + before === 0
          ? pass('No error in the last three hours.')
          : fail(
              `${count(lastHour + before, 'line')} could not be read in the last three hours: calls are missing from the metrics.`,
              'Please report this as a bug, with such a line from the log of the function.',
            ),
      ),
  },
  {
    id: 'active-metrics',
    title: 'Metrics are there',
    looksAt: 'cloudwatch:ListMetrics, of the last three hours',
    judge: (facts) =>
      given(facts.activeMetrics, ({ metrics, hasMore }) => {
        if (metrics === 0)
          return warn(
            `No metric in the namespace ${facts.names.namespace} had data in the last three hours.`,
            'They show 5 to 15 minutes after a call. If records arrive all the same, look at the log group and the policies above.',
          )
        const dollars = (metrics * METRIC_PRICE).toLocaleString('en-US', {
          minimumFractionDigits: 2,
          maximumFractionDigits: 2,
        })
        // CloudWatch lists those of three hours and bills by the hour.
        return pass(
          `${hasMore ? 'At least ' : ''}${count(metrics, 'metric')} had data in the last three hours. If every hour is like these three, they cost ${hasMore ? 'at least' : 'at most'} $${dollars} a month (at $0.30 a metric, as in us-east-1).`,
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
        `${dimensions}: ${count(series, 'series', 'series')} of ${maxSeries.toLocaleString('en-US')}`,
    )
  const next =
    'Raise MaxSeries, which also raises what the stack may cost, or count less with IncludeOperations or ExtraDimensionSets.'
  if (folded > 0) {
    const where = list(sets.filter(({ isFolded }) => isFolded).map(({ dimensions }) => dimensions)) || 'a set'
    const found = `${count(folded, 'call')} in the last three hours were counted under (other), in ${where}: the set is full.`
    const isAlways = sets.some(({ dimensions, isFolded }) => isFolded && dimensions === DIMENSIONS_ALWAYS)
    return isAlways
      ? { ...fail(`${found} Alarms on single operations miss calls.`, next), details }
      : { ...warn(found, next), details }
  }
  if (first === undefined) return pass('No series in the last three hours.')
  // Those of three hours and of all environments together, while MaxSeries is of an hour and one environment.
  const found = `At most ${Math.round((first.series / maxSeries) * 100)} % of MaxSeries (${first.dimensions}, all series of the last three hours).`
  return first.series >= NEARLY * maxSeries ? { ...warn(found, next), details } : pass(found)
}
