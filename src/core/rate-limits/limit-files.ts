import apigateway from './documented/apigateway.json' with { type: 'json' }
import athena from './documented/athena.json' with { type: 'json' }
import cloudformation from './documented/cloudformation.json' with { type: 'json' }
import cloudtrail from './documented/cloudtrail.json' with { type: 'json' }
import cloudtrailData from './documented/cloudtrail-data.json' with { type: 'json' }
import ec2 from './documented/ec2.json' with { type: 'json' }
import ecr from './documented/ecr.json' with { type: 'json' }
import ecs from './documented/ecs.json' with { type: 'json' }
import elasticloadbalancing from './documented/elasticloadbalancing.json' with { type: 'json' }
import events from './documented/events.json' with { type: 'json' }
import kinesis from './documented/kinesis.json' with { type: 'json' }
import kms from './documented/kms.json' with { type: 'json' }
import lambda from './documented/lambda.json' with { type: 'json' }
import logs from './documented/logs.json' with { type: 'json' }
import monitoring from './documented/monitoring.json' with { type: 'json' }
import organizations from './documented/organizations.json' with { type: 'json' }
import route53 from './documented/route53.json' with { type: 'json' }
import secretsmanager from './documented/secretsmanager.json' with { type: 'json' }
import servicequotas from './documented/servicequotas.json' with { type: 'json' }
import sns from './documented/sns.json' with { type: 'json' }
import ssm from './documented/ssm.json' with { type: 'json' }
import states from './documented/states.json' with { type: 'json' }
import sts from './documented/sts.json' with { type: 'json' }
import { type LimitFile, limitFile } from './limit-file.ts'

const FILES: readonly unknown[] = [
  apigateway,
  athena,
  cloudformation,
  cloudtrail,
  cloudtrailData,
  ec2,
  ecr,
  ecs,
  elasticloadbalancing,
  events,
  kinesis,
  kms,
  lambda,
  logs,
  monitoring,
  organizations,
  route53,
  secretsmanager,
  servicequotas,
  sns,
  ssm,
  states,
  sts,
]

/**
 * The documented limits with their sources, for people and the command line. The function's bundle has only the
 * packed limits. After a change, run `npm run limits` to pack them again.
 */
export const LIMIT_FILES: readonly LimitFile[] = FILES.map(limitFile)
