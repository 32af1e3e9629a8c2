// Renews the tables in the page of documentation on parameters: npm run docs:parameters
import { readFileSync, writeFileSync } from 'node:fs'
import { PARAMETERS_PAGE, parametersPage } from '../test/support/parameters-page.ts'
import { readTemplate } from '../test/support/template.ts'

writeFileSync(PARAMETERS_PAGE, parametersPage(readFileSync(PARAMETERS_PAGE, 'utf8'), readTemplate()))
