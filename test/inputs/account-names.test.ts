import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readAccountNames } from '../../src/inputs/account-names.ts'

const ACCOUNTS = [
  { Id: '111122223333', Arn: 'arn', Email: 'a@example.com', Name: 'Production', Status: 'ACTIVE' },
  { Id: '000000000042', Name: 'Sand, box' },
]
const NAMES = [
  ['111122223333', 'Production'],
  ['000000000042', 'Sand, box'],
]

const read = (text: string) => [...readAccountNames(text, 'accounts')]

describe('readAccountNames', () => {
  const forms: Readonly<Record<string, string>> = {
    'the answer of "aws organizations list-accounts"': JSON.stringify({ Accounts: ACCOUNTS }),
    'the list alone': JSON.stringify(ACCOUNTS),
    'names by ID': JSON.stringify(Object.fromEntries(NAMES)),
    'the export of the console':
      '\ufeffAccount ID,ARN,Email,Name,Status\r\n111122223333,arn,a@example.com,Production,ACTIVE\r\n000000000042,arn,b,"Sand, box",ACTIVE\r\n',
    'CSV with custom headings': 'name,id\nProduction,111122223333\n\n"Sand, box",000000000042\n',
    'CSV without a head': '111122223333, Production\n000000000042,"Sand, box"',
    'lines without an account, which it skips':
      'account,name\ntotal,2\n111122223333,Production,x\n000000000042,"Sand, box"\n222233334444,\n',
  }
  for (const [form, text] of Object.entries(forms))
    it(`takes ${form}`, () => assert.deepEqual(read(text), NAMES))

  it('replaces what would control a terminal', () => {
    assert.deepEqual(read('{"111122223333":"a\\u001b[31mb\\n"}'), [['111122223333', 'a?[31mb']])
    assert.deepEqual(read('{"111122223333":"\\u202ea\\u2028b"}'), [['111122223333', '?a?b']])
  })

  it('rejects texts without accounts', () => {
    for (const text of ['', '[]', '{}', '7', 'id,name\n', '{"Accounts":[{"Id":"1","Name":"x"}]}', '"'])
      assert.throws(
        () => read(text),
        /^Error: accounts (?:has no account names: expected|is neither JSON nor CSV)/,
        text,
      )
  })
})
