import { readConfig } from '../../src/core/config.ts'
import { createPipeline } from '../../src/core/pipeline.ts'
import { type CountedCalls, createCallMeter } from '../../src/preview/analysis/call-meter.ts'
import type { Grouping } from '../../src/preview/analysis/grouping.ts'
import { assumedRole, at, type Json, records } from './records.ts'
import { type Env, FUNCTION_NAME, onCounted, runIn } from './run.ts'

/** The calls that the function counts in records, as of one delivery. */
export function countedIn(
  contents: readonly unknown[],
  { grouping = ['operation'], env = {}, now }: { grouping?: Grouping; env?: Env; now?: number } = {},
): CountedCalls {
  const meter = createCallMeter(grouping)
  runIn(createPipeline(readConfig(env), FUNCTION_NAME, onCounted(meter.add)), contents, now)
  return meter.read()
}

/** 9 calls of ec2 in two Regions, 3 of ssm that are throttled, 1 of iam that is refused in another account. */
export const fewRecords = (): Json[] => [
  ...records(9, (i) => ({
    eventID: `a${i}`,
    awsRegion: i < 6 ? 'eu-west-1' : 'us-east-1',
    eventTime: at(i < 4 ? 0 : 60 + i),
  })),
  ...records(3, (i) => ({
    eventID: `b${i}`,
    eventSource: 'ssm.amazonaws.com',
    eventName: 'PutParameter',
    errorCode: 'ThrottlingException',
    userIdentity: assumedRole(i === 0 ? 'scanner' : 'deployer'),
  })),
  ...records(1, () => ({
    eventID: 'c',
    eventSource: 'iam.amazonaws.com',
    eventName: 'GetRole',
    errorCode: 'AccessDenied',
    recipientAccountId: '999999999999',
  })),
]
