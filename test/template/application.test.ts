import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { readTemplate } from '../support/template.ts'

/** Its properties: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-template-publishing-applications-metadata-properties.html */
const application: Readonly<Record<string, unknown>> = Object(
  readTemplate().Metadata['AWS::ServerlessRepo::Application'],
)

describe('the entry in the Serverless Application Repository', () => {
  it('has what the repository requires, within its limits', () => {
    const { Name, Description, Author } = application
    assert.match(String(Name), /^[a-zA-Z0-9-]{1,140}$/)
    assert.match(String(Author), /^[a-z0-9](?:(?:[a-z0-9]|-(?!-)){0,125}[a-z0-9])?$/)
    assert.ok(typeof Description === 'string' && Description.length <= 256, String(Description))
  })

  it('has labels to be found with', () => {
    const { Labels } = application
    assert.ok(Array.isArray(Labels) && Labels.length > 0 && Labels.length <= 10)
    for (const label of Labels) assert.match(String(label), /^[a-zA-Z0-9+\-_:/@]{1,127}$/)
  })

  it('names the licence of the package and files that exist', () => {
    const { SpdxLicenseId, LicenseUrl, ReadmeUrl } = application
    assert.equal(SpdxLicenseId, JSON.parse(readFileSync('package.json', 'utf8')).license)
    for (const file of [LicenseUrl, ReadmeUrl]) assert.ok(existsSync(String(file)), String(file))
  })

  it('uses no functions, which the repository does not resolve', () => {
    const { Labels, ...others } = application
    assert.ok(Object.values(others).every((value) => typeof value === 'string'))
    assert.ok(Array.isArray(Labels) && Labels.every((label) => typeof label === 'string'))
  })
})
