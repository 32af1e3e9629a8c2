// Renews the tables in the pages of documentation on parameters: npm run docs:parameters
import { readFileSync, writeFileSync } from 'node:fs'
import { PARAMETER_PAGES, parametersPage } from '../test/support/parameters-page.ts'
import { readTemplate } from '../test/support/template.ts'

const template = readTemplate()
for (const path of PARAMETER_PAGES) writeFileSync(path, parametersPage(readFileSync(path, 'utf8'), template))
