import { HOUR_MS } from '../../../util/time.ts'
import type { AwsClients } from '../../aws/clients.ts'
import type { Stack } from '../../aws/stack.ts'
import type { Facts } from '../facts/facts.ts'
import { gatherAlarms, gatherEmails, gatherExtractionPolicies } from './alarms.ts'
import {
  gatherBucket,
  gatherInvokePermission,
  gatherLogGroups,
  gatherMapping,
  gatherSubscription,
} from './delivery.ts'
import { gatherFailureBucket, gatherQueue } from './failures.ts'
import { gatherFunction, gatherLog } from './function.ts'
import { gatherActiveMetrics, gatherMetrics } from './metrics.ts'
import { namesOf } from './names.ts'
import { gatherTrails } from './trail.ts'

/** How far back the function's log is searched for warnings and errors. */
const LOG_MS = 3 * HOUR_MS

export interface Surroundings {
  readonly aws: AwsClients
  readonly now: number
  readonly version: string
  readonly profile: string | undefined
}

/**
 * Asks AWS for all facts that the checks need. A fact that isn't available is unknown, with the reason.
 * @throws {Error} if the stack isn't an API Usage Tracker
 */
export async function gatherFacts(
  { aws, now, version, profile }: Surroundings,
  stack: Stack,
): Promise<Facts> {
  const { source, names } = namesOf(stack)
  const [trails, logGroups, subscription, invokePermission, mapping, bucket, functionFacts, log, metrics] =
    await Promise.all([
      gatherTrails(aws, source, names),
      gatherLogGroups(aws, names),
      gatherSubscription(aws, names),
      source === 'Logs' ? gatherInvokePermission(aws, names) : undefined,
      gatherMapping(aws, names),
      gatherBucket(aws, names),
      gatherFunction(aws, names),
      gatherLog(aws, names, now - LOG_MS),
      gatherMetrics(aws, names, now),
    ])
  const [failureQueue, objectQueue, failureBucket, emails, alarms, activeMetrics, extractionPolicies] =
    await Promise.all([
      gatherQueue(aws, names.failureQueueUrl),
      gatherQueue(aws, names.objectQueueUrl),
      gatherFailureBucket(aws, names.failureBucket),
      gatherEmails(aws, names),
      gatherAlarms(aws, stack.name, names),
      gatherActiveMetrics(aws, names),
      gatherExtractionPolicies(aws),
    ])
  return {
    now,
    version,
    profile,
    stack,
    source,
    names,
    trails,
    logGroups,
    subscription,
    invokePermission,
    mapping,
    bucket,
    function: functionFacts,
    log,
    metrics,
    failureQueue,
    objectQueue,
    failureBucket,
    emails,
    alarms,
    activeMetrics,
    extractionPolicies,
  }
}
