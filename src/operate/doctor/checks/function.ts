import { counted, numberText } from '../../../util/number-text.ts'
import { HOUR_MS } from '../../../util/time.ts'
import { type Check, type Finding, fail, given, pass, warn } from '../check.ts'
import type { Facts } from '../facts/facts.ts'
import type { FunctionFacts, LogEntry } from '../facts/function.ts'
import { ago, awsCommand } from '../words.ts'
import { highest, never, recent, sum } from './series.ts'

/** Maximum number of reasons to show per check. */
const SHOWN = 3

export const FUNCTION_CHECKS: readonly Check[] = [
  {
    id: 'function-state',
    title: 'The function is ready',
    looksAt: 'lambda:GetFunctionConfiguration, lambda:GetFunctionConcurrency',
    judge: (facts) => given(facts.function, (known) => ready(facts, known)),
  },
  {
    id: 'function-log-level',
    title: "The function's log receives the metrics",
    looksAt: 'lambda:GetFunctionConfiguration',
    judge: (facts) =>
      given(facts.function, (known) => (known === undefined ? gone(facts) : logs(facts, known))),
  },
  {
    id: 'function-errors',
    title: 'Invocations succeed',
    looksAt: 'AWS/Lambda Errors',
    judge: (facts) =>
      never(facts, ['errors'], (lastHour, before) => {
        if (lastHour + before === 0) return pass('No invocation failed in the last three hours.')
        const details = reasons(facts, ({ isError }) => isError)
        const next =
          'Fix the cause. Lambda retries failed events and then moves them to the failure queue or bucket, from where you can replay them.'
        return lastHour > 0
          ? { ...fail(`${ofInvocations(facts, lastHour)} failed in the last hour.`, next), details }
          : { ...warn(`${counted(before, 'invocation')} failed, none in the last hour.`, next), details }
      }),
  },
  {
    id: 'function-lost',
    title: 'Failed events are kept',
    looksAt: 'AWS/Lambda AsyncEventsDropped and DestinationDeliveryFailures',
    judge: (facts) =>
      never(facts, ['dropped', 'unkept'], (lastHour, before) =>
        lastHour + before === 0
          ? pass('No event was lost in the last three hours.')
          : fail(
              `${counted(lastHour + before, 'event')} could neither be counted nor kept in the last three hours.`,
              "Fix the failures or throttles of invocations, then backfill that time from the trail's bucket.",
            ),
      ),
  },
  {
    id: 'function-throttles',
    title: 'The function is not throttled',
    looksAt: 'AWS/Lambda Throttles',
    judge: (facts) =>
      never(facts, ['throttles'], (lastHour, before) => {
        const throttled = lastHour + before
        if (throttled === 0) return pass('No invocation was throttled in the last three hours.')
        const isReserved = Number(facts.stack.parameters.ReservedConcurrency ?? 0) > 0
        return warn(
          `${counted(throttled, 'invocation was', 'invocations were')} throttled in the last three hours.`,
          isReserved
            ? 'Throttled invocations are retried, so no records are lost. If records are too late, raise ReservedConcurrency.'
            : "Throttled invocations are retried, so no records are lost. But the account's concurrency is used up: raise its quota, or reserve concurrency with ReservedConcurrency.",
        )
      }),
  },
  {
    id: 'permissions',
    title: 'The function has all permissions',
    looksAt: "warnings and errors in the function's log, logs:FilterLogEvents",
    judge: (facts) =>
      given(facts.log, ({ entries, hasMore }) => {
        const denied = entries.filter(({ reason }) => isDenial(reason))
        const [latest] = denied
        if (latest === undefined)
          return pass("The function's log has no access errors in the last three hours.")
        const found = `${hasMore ? 'At least ' : ''}${counted(denied.length, 'access error')} in the last three hours, the last one ${ago(latest.at, facts.now)}.`
        const role = facts.stack.outputs.FunctionRoleArn ?? 'the role of the function'
        const next =
          facts.source === 'S3'
            ? `The policies of the trail's bucket and of its KMS key must allow ${role} to read. Check TrailBucketPrefix and TrailBucketKeyArn too, then replay the failed log files.`
            : `Grant ${role} the missing permissions, then replay the failed events.`
        const finding = facts.now - latest.at < HOUR_MS ? fail(found, next) : warn(found, next)
        return { ...finding, details: reasons(facts, ({ reason }) => isDenial(reason)) }
      }),
  },
  {
    id: 'environments',
    title: 'Few execution environments share the records',
    looksAt: 'AWS/Lambda ConcurrentExecutions',
    judge: (facts) =>
      given(facts.metrics, (metrics) => {
        const most = highest(recent(metrics, 'environments', facts.now, 3 * HOUR_MS))
        if (most < 2) return pass('At most one in the last three hours.')
        const how =
          facts.source === 'S3'
            ? 'This is normal with Source=S3.'
            : 'With ReservedConcurrency=1, a single environment sees all records.'
        return pass(
          `Up to ${most} in the last three hours. Each sees a part of the records, so a duplicate that reaches another environment counts twice, and the utilization of rate limits is too low. ${how}`,
        )
      }),
  },
]

function gone({ names }: Facts): Finding {
  return fail(
    `The function ${names.function} no longer exists.`,
    'Delete the stack and deploy it again. To get its parameters, run aws cloudformation describe-stacks first.',
  )
}

function ready(facts: Facts, known: FunctionFacts | undefined): Finding {
  if (known === undefined) return gone(facts)
  const { names, stack, profile } = facts
  const at = { region: stack.region, profile }
  if (known.reservedConcurrency === 0) {
    const reserved = stack.parameters.ReservedConcurrency ?? '0'
    const command =
      reserved === '0'
        ? awsCommand(at, 'lambda', 'delete-function-concurrency', '--function-name', names.function)
        : awsCommand(
            at,
            ...['lambda', 'put-function-concurrency', '--function-name', names.function],
            ...['--reserved-concurrent-executions', reserved],
          )
    return fail('The function is disabled: its reserved concurrency is 0.', `Enable it: ${command}`)
  }
  const { state, stateReason, lastUpdate, lastUpdateReason } = known
  if (state === 'Failed' || lastUpdate === 'Failed')
    return fail(
      `The function can't run: ${stateReason ?? lastUpdateReason ?? 'Lambda gives no reason'}.`,
      'Fix the cause and deploy the stack again.',
    )
  if (state === 'Pending' || lastUpdate === 'InProgress')
    return warn('Lambda is still setting up the function.', 'Wait a minute and run doctor again.')
  return pass(`${names.function} is ${state}.`)
}

const LEVELS_BELOW_INFO = ['TRACE', 'DEBUG', 'INFO']

function logs({ names, stack, profile }: Facts, known: FunctionFacts): Finding {
  const { logFormat, applicationLogLevel = 'INFO', logGroup } = known
  const command = awsCommand(
    { region: stack.region, profile },
    ...['lambda', 'update-function-configuration', '--function-name', names.function, '--logging-config'],
    `LogFormat=JSON,ApplicationLogLevel=INFO,SystemLogLevel=INFO,LogGroup=${names.functionLogGroup}`,
  )
  if (logFormat === 'JSON' && !LEVELS_BELOW_INFO.includes(applicationLogLevel))
    return fail(
      `The function's log level is ${applicationLogLevel}. Lambda drops the metrics, because their level is INFO.`,
      `Set it back: ${command}`,
    )
  if (logGroup !== names.functionLogGroup)
    return warn(
      `The function writes to the log group ${logGroup} instead of ${names.functionLogGroup}, which the saved queries and alarms read.`,
      `Set it back: ${command}`,
    )
  return pass(`It writes to ${names.functionLogGroup}.`)
}

/** `12 of 340 invocations`, if the total is known. */
function ofInvocations({ metrics, now }: Facts, failed: number): string {
  const all = 'known' in metrics ? sum(recent(metrics.known, 'invocations', now, HOUR_MS)) : 0
  return all >= failed
    ? `${numberText(failed)} of ${counted(all, 'invocation')}`
    : counted(failed, 'invocation')
}

/** The distinct reasons in the log, newest first. */
function reasons({ log, now }: Facts, isWanted: (entry: LogEntry) => boolean): readonly string[] {
  if ('unknown' in log) return [`The log can't be read to find the reasons: ${log.unknown.message}`]
  const latest = new Map<string, number>()
  for (const { at, reason } of log.known.entries.filter(isWanted))
    if (!latest.has(reason)) latest.set(reason, at)
  return [...latest].slice(0, SHOWN).map(([reason, at]) => `${ago(at, now)}: ${reason}`)
}

/** The form of AWS's messages about denied access. */
function isDenial(reason: string): boolean {
  return ['AccessDenied', 'not authorized to perform', 'UnauthorizedOperation'].some((words) =>
    reason.includes(words),
  )
}
