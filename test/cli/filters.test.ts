import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Command } from 'commander'
import { addFilterFlags, boundsOf, type FilterFlags, filtersOf } from '../../src/cli/filters.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')

function parsed(...args: string[]): FilterFlags {
  const command = addFilterFlags(new Command().exitOverride().configureOutput({ writeErr: () => {} }))
  return command.parse(args, { from: 'user' }).opts<FilterFlags>()
}

const names = (...args: string[]) =>
  filtersOf(parsed(...args), boundsOf(parsed(...args), NOW)).map(({ name }) => name)

describe('the filter flags', () => {
  it('are in the list of filters, with times in full', () => {
    assert.deepEqual(
      names('--until', '2026-11-22T11:00', '--since', '2h', '--service', 's3,ec2', '--principal', '*'),
      ['--since 2026-11-22T10:00:00Z', '--until 2026-11-22T11:00:00Z', '--service s3,ec2', '--principal *'],
    )
    assert.deepEqual(names(), [])
  })

  it('may be given more than once, and the folders of a bucket also in the plural', () => {
    assert.deepEqual(names('--account', '1*', '--accounts', '2*', '--regions', 'eu-*,us-*'), [
      '--account 1*,2*',
      '--region eu-*,us-*',
    ])
  })

  it('are rejected if they are empty, or the time range is', () => {
    assert.throws(() => parsed('--service', 's3,,ec2'), /Expected patterns separated by commas/)
    assert.throws(() => parsed('--since', 'noon'), /Expected a time/)
    assert.throws(() => names('--since', '1h', '--until', '2h'), /--since must be earlier than --until/)
  })
})
