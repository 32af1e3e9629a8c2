import type { CheckGroup } from './check.ts'
import { ALARM_CHECKS } from './checks/alarms.ts'
import { BUCKET_CHECKS } from './checks/bucket.ts'
import { DELIVERY_CHECKS } from './checks/delivery.ts'
import { FAILURE_CHECKS } from './checks/failures.ts'
import { FUNCTION_CHECKS } from './checks/function.ts'
import { METRIC_CHECKS } from './checks/metrics.ts'
import { RECORD_CHECKS } from './checks/records.ts'
import { STACK_CHECKS } from './checks/stack.ts'
import { TRAIL_CHECKS } from './checks/trail.ts'

/** All checks, in the order of the data path, because the first failure is the one to fix first. */
export const CHECKLIST: readonly CheckGroup[] = [
  { name: 'Stack', checks: STACK_CHECKS },
  { name: 'Trail', checks: TRAIL_CHECKS },
  { name: 'Delivery', checks: [...BUCKET_CHECKS, ...DELIVERY_CHECKS] },
  { name: 'Function', checks: FUNCTION_CHECKS },
  { name: 'Records', checks: RECORD_CHECKS },
  { name: 'Backlog and failures', checks: FAILURE_CHECKS },
  { name: 'Metrics', checks: METRIC_CHECKS },
  { name: 'Alarms', checks: ALARM_CHECKS },
]
