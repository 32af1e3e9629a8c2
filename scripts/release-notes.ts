// Prints the changelog's section of a version, for its release: npm run -s release-notes -- v0.2.0
import { readFileSync } from 'node:fs'

const [tag = ''] = process.argv.slice(2)
const { version }: { readonly version: string } = JSON.parse(readFileSync('package.json', 'utf8'))
if (tag !== `v${version}`)
  throw new Error(`The tag is "${tag}", but the version in package.json is ${version}.`)
const sections = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m)
const section = sections.find((text) => text.startsWith(`${version} - `))
if (section === undefined) throw new Error(`CHANGELOG.md has no dated section of ${version}.`)
console.log(section.slice(section.indexOf('\n')).trim())
