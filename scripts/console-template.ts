// Writes the template for the console: template.yaml with the bundle in it. npm run build:console
import { readFileSync, writeFileSync } from 'node:fs'
import { consoleTemplate } from './lib/console-template.ts'

const PATH = 'dist/console-template.yaml'

const text = consoleTemplate(readFileSync('template.yaml', 'utf8'), readFileSync('dist/index.cjs', 'utf8'))
writeFileSync(PATH, text)
console.log(`${PATH}: ${(text.length / 1024).toFixed(0)} KB, to be uploaded to CloudFormation`)
