// Deploys the tracker in a CDK app from the template of a release: cdk deploy --app 'npx tsx tracker.ts'
import { App, CfnOutput, Stack } from 'aws-cdk-lib'
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include'

const PARAMETERS = {
  TrailLogGroupName: 'NAME-OF-THE-LOG-GROUP',
  AlarmEmail: 'YOU@EXAMPLE.COM',
}

const stack = new Stack(new App(), 'api-usage-tracker')
const tracker = new CfnInclude(stack, 'Tracker', { templateFile: 'console-template.yaml' })
// Sets defaults, so that CloudFormation still checks the values against the template's patterns and rules.
for (const [name, value] of Object.entries(PARAMETERS)) tracker.getParameter(name).default = value
new CfnOutput(stack, 'Dashboard', { value: tracker.getResource('ApiUsageDashboard').ref })
