import { STACK_CHECKS } from '../../../../src/operate/doctor/checks/stack.ts'
import { testChecks } from '../../../support/doctor-checks.ts'
import { stackOf } from '../../../support/doctor-facts.ts'

testChecks(STACK_CHECKS, {
  'stack-status': [
    [
      'an update rolled back',
      'Logs',
      { stack: stackOf('Logs', { status: 'UPDATE_ROLLBACK_COMPLETE', statusReason: 'No room' }) },
      'warn',
      /rolled back: No room\. The previous version is running/,
      /describe-stack-events --stack-name usage --region eu-west-1/,
    ],
    [
      'a deployment at work',
      'Logs',
      { stack: stackOf('Logs', { status: 'UPDATE_IN_PROGRESS' }) },
      'warn',
      /UPDATE_IN_PROGRESS/,
      /Wait until the deployment has finished/,
    ],
    [
      'a creation that failed',
      'Logs',
      { stack: stackOf('Logs', { status: 'ROLLBACK_COMPLETE' }) },
      'fail',
      /ROLLBACK_COMPLETE/,
      /deploy again/,
    ],
    [
      'a deletion',
      'Logs',
      { stack: stackOf('Logs', { status: 'DELETE_IN_PROGRESS' }) },
      'fail',
      /DELETE_IN_PROGRESS/,
    ],
  ],
  'stack-version': [
    [
      'an older stack',
      'Logs',
      { stack: stackOf('Logs', { outputs: { Version: '1.2.2' } }) },
      'warn',
      /The stack has version 1\.2\.2, this program 1\.2\.3/,
      /Update the stack to this version/,
    ],
    [
      'a newer stack',
      'Logs',
      { stack: stackOf('Logs', { outputs: { Version: '1.10.0' } }) },
      'warn',
      /1\.10\.0/,
      /Update this program/,
    ],
    [
      'a stack of before there were versions',
      'Logs',
      { stack: stackOf('Logs', { outputs: {} }) },
      'warn',
      /The stack has no version/,
      /Update the stack/,
    ],
  ],
})
