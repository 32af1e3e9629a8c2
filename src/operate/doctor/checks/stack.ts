import { type Check, fail, pass, warn } from '../check.ts'
import { ago, awsCommand, utc } from '../words.ts'

const READY = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'IMPORT_COMPLETE']

export const STACK_CHECKS: readonly Check[] = [
  {
    id: 'stack-status',
    title: 'The stack is deployed',
    looksAt: 'cloudformation:DescribeStacks',
    judge: ({ stack, now, profile }) => {
      const { status, statusReason, region } = stack
      const reason = statusReason === undefined ? '' : `: ${statusReason}`
      const events = awsCommand(
        { region, profile },
        'cloudformation',
        'describe-stack-events',
        '--stack-name',
        stack.name,
      )
      if (READY.includes(status))
        return pass(`${status}, last deployed ${utc(stack.deployedAt)} (${ago(stack.deployedAt, now)}).`)
      if (status === 'UPDATE_ROLLBACK_COMPLETE' || status === 'IMPORT_ROLLBACK_COMPLETE')
        return warn(
          `The last update failed and was rolled back${reason}. The previous version is running.`,
          `Find the first failure with ${events}, fix it and deploy again.`,
        )
      if (status.endsWith('_IN_PROGRESS') && !status.startsWith('DELETE'))
        return warn(`${status}${reason}.`, 'Wait until the deployment has finished, then run doctor again.')
      return fail(`${status}${reason}.`, `Find the first failure with ${events}, fix it and deploy again.`)
    },
  },
  {
    id: 'stack-version',
    title: 'The stack has the same version as this program',
    looksAt: 'the output Version of the stack',
    judge: ({ stack, version }) => {
      const deployed = stack.outputs.Version
      if (deployed === version) return pass(`Version ${version}.`)
      if (deployed === undefined)
        return warn(
          `The stack has no version, so it is older than this program, which has version ${version}.`,
          'Update the stack to this version. Parameters keep their values.',
        )
      return isNewer(deployed, version)
        ? warn(
            `The stack has version ${deployed}, this program ${version}.`,
            'Update this program, which has no checks for new features of the stack.',
          )
        : warn(
            `The stack has version ${deployed}, this program ${version}.`,
            'Update the stack to this version. Parameters keep their values. See CHANGELOG.md for the changes.',
          )
    },
  },
]

/** Whether version `a` is newer than `b`; both are three numbers. */
function isNewer(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number))
  const place = left?.findIndex((part, i) => part !== right?.[i]) ?? -1
  return place >= 0 && (left?.[place] ?? 0) > (right?.[place] ?? 0)
}
