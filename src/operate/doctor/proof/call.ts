import { type OperationFilter, operationFilter } from '../../../core/cloudtrail/operations.ts'
import { DEFAULTS } from '../../../core/config.ts'
import type { AwsClients } from '../../aws/clients.ts'
import type { Facts } from '../facts/facts.ts'
import type { TrailCoverage } from '../facts/trail.ts'

/** Appears as `app/api-usage-doctor` in the userAgent of the call, and so as its agent. */
export const DOCTOR_AGENT = 'api-usage-doctor'

/** A read-only call that CloudTrail records as a management event. */
export interface ProofCall {
  readonly service: string
  readonly operation: string
  /** Makes the call and returns its request ID, which its record has as well. */
  readonly make: (aws: AwsClients) => Promise<string | undefined>
}

/**
 * The calls to choose from, in order of preference. GetCallerIdentity is first because it needs no permissions. CloudTrail
 * records each call in the Region where it is made.
 */
function callsFor({ names, stack }: Facts): readonly ProofCall[] {
  return [
    {
      service: 'sts',
      operation: 'GetCallerIdentity',
      make: async (aws) => (await (await aws.sts()).getCallerIdentity({})).$metadata.requestId,
    },
    {
      service: 'cloudtrail',
      operation: 'DescribeTrails',
      make: async (aws) =>
        (await (await aws.cloudTrail()).describeTrails({ includeShadowTrails: true })).$metadata.requestId,
    },
    {
      service: 'cloudformation',
      operation: 'DescribeStacks',
      make: async (aws) =>
        (await (await aws.cloudFormation()).describeStacks({ StackName: stack.arn })).$metadata.requestId,
    },
    {
      service: 'monitoring',
      operation: 'DescribeAlarms',
      make: async (aws) =>
        (await (await aws.cloudWatch()).describeAlarms({ AlarmNames: [...names.alarms] })).$metadata
          .requestId,
    },
    {
      service: 'lambda',
      operation: 'GetPolicy',
      make: async (aws) =>
        (await (await aws.lambda()).getPolicy({ FunctionName: names.function })).$metadata.requestId,
    },
  ]
}

/** The first call that the trail records and the stack counts; undefined if it counts none of them. */
export function chooseCall(facts: Facts): ProofCall | undefined {
  const isCounted = filterOf(facts)
  const excluded = coverages(facts).flatMap(({ excludedSources }) => excludedSources)
  return callsFor(facts).find(
    ({ service, operation }) =>
      isCounted(service, operation) && !excluded.includes(`${service}.amazonaws.com`),
  )
}

/** Whether every trail with known selectors excludes read events. */
export function leavesReadsOut(facts: Facts): boolean {
  const known = coverages(facts)
  return known.length > 0 && known.every(({ reads }) => !reads)
}

function coverages({ trails }: Facts): readonly TrailCoverage[] {
  if (trails === undefined || 'unknown' in trails) return []
  return trails.known.flatMap(({ coverage }) => ('known' in coverage ? [coverage.known] : []))
}

/** The Region in which to make the call: that of the stack, unless the trail records only another one. */
export function regionOf({ trails, stack }: Facts): string {
  if (trails === undefined || 'unknown' in trails) return stack.region
  const [first] = trails.known
  const recordsHere = trails.known.some(
    ({ isMultiRegion, homeRegion }) => isMultiRegion || homeRegion === stack.region,
  )
  return recordsHere ? stack.region : (first?.homeRegion ?? stack.region)
}

function filterOf({ stack: { parameters } }: Facts): OperationFilter {
  const patterns = (text: string) =>
    text
      .split(',')
      .map((pattern) => pattern.trim())
      .filter((pattern) => pattern !== '')
  return operationFilter(
    patterns(parameters.IncludeOperations || DEFAULTS.INCLUDE_OPERATIONS),
    patterns(parameters.ExcludeOperations ?? ''),
  )
}
