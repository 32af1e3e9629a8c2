import { readDocument } from '../../src/cloudwatch/document.ts'
import { Extraction } from '../../src/cloudwatch/extract.ts'
import { assumedRole, at, records } from './records.ts'
import { type Env, run } from './run.ts'

/** What CloudWatch extracts of a few calls. */
export function smallExtraction(env: Env = {}): Extraction {
  const extraction = new Extraction()
  // 9 calls of ec2 in two Regions, 3 of ssm that are throttled, 1 of iam that is refused in another account.
  const all = [
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
  for (const line of run([...all, 'x'], env).lines) extraction.add(readDocument(line))
  return extraction
}
