// Writes the console template, which needs no other file and no macro: npm run build:console, or console-template.ts FILE.
// It is the result of the serverless transform on template.yaml, with the bundle inline. Service-managed StackSets don't
// support macros, and Terraform and CDK use the template as it is. Lambda saves inline code as index.js, so the handler
// stays `index.handler`.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-function-code.html
import { readFileSync, writeFileSync } from 'node:fs'
import { parseDocument, Scalar } from 'yaml'

const [path = 'dist/console-template.yaml'] = process.argv.slice(2)
const FUNCTION = ['Resources', 'ApiUsageFunction']

// The parser doesn't know tags such as !Ref, but keeps them as they are.
const document = parseDocument(readFileSync('template.yaml', 'utf8'), { logLevel: 'error' })
const code = new Scalar(readFileSync('dist/index.cjs', 'utf8'))
code.type = Scalar.BLOCK_LITERAL
document.delete('Transform')
document.deleteIn(['Metadata', 'AWS::ServerlessRepo::Application'])
document.setIn([...FUNCTION, 'Type'], 'AWS::Lambda::Function')
document.deleteIn([...FUNCTION, 'Metadata'])
document.deleteIn([...FUNCTION, 'Properties', 'CodeUri'])
document.setIn([...FUNCTION, 'Properties', 'Code'], document.createNode({ ZipFile: code }))
const text = document.toString({ lineWidth: 0 })
writeFileSync(path, text)
const kilobytes = (Buffer.byteLength(text) / 1024).toFixed(0)
console.log(`${path}: ${kilobytes} KB, ready for the CloudFormation console, StackSets, Terraform and CDK`)
