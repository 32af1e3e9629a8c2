import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { coverageOf } from '../../../../src/operate/doctor/gather/trail.ts'

const ALL = { reads: true, writes: true, excludedSources: [] }
const NONE = { reads: false, writes: false, excludedSources: [] }
const field = (Field: string, Equals: string[]) => ({ Field, Equals })
const management = (...more: { Field: string; Equals?: string[]; NotEquals?: string[] }[]) => ({
  FieldSelectors: [field('eventCategory', ['Management']), ...more],
})

describe('the management events that a trail records', () => {
  it('are all if it has no selectors', () => {
    assert.deepEqual(coverageOf([], []), ALL)
  })

  it('follow basic selectors', () => {
    assert.deepEqual(coverageOf([{}], []), ALL)
    assert.deepEqual(coverageOf([{ ReadWriteType: 'WriteOnly' }], []), { ...ALL, reads: false })
    assert.deepEqual(coverageOf([{ ReadWriteType: 'ReadOnly' }], []), { ...ALL, writes: false })
    assert.deepEqual(coverageOf([{ ReadWriteType: 'ReadOnly' }, { ReadWriteType: 'WriteOnly' }], []), ALL)
    assert.deepEqual(coverageOf([{ IncludeManagementEvents: false }], []), NONE)
  })

  it('follow advanced selectors', () => {
    assert.deepEqual(coverageOf([], [management()]), ALL)
    assert.deepEqual(coverageOf([], [management(field('readOnly', ['false']))]), { ...ALL, reads: false })
    assert.deepEqual(coverageOf([], [management(field('readOnly', ['true']))]), { ...ALL, writes: false })
    assert.deepEqual(coverageOf([], [{ FieldSelectors: [field('eventCategory', ['Data'])] }]), NONE)
  })

  it('lack a source only if every selector leaves it out', () => {
    const without = (...NotEquals: string[]) => management({ Field: 'eventSource', NotEquals })
    const [kms, rds] = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] as const
    assert.deepEqual(coverageOf([{ ExcludeManagementEventSources: [kms] }], []).excludedSources, [kms])
    assert.deepEqual(coverageOf([], [without(kms, rds), without(rds)]).excludedSources, [rds])
  })
})
