import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Line } from '../../../../../src/cloudwatch/dashboard.ts'
import { createZoom, periodsOf } from '../../../../../src/preview/report/page/script/zoom.ts'

const PERIOD = 300

const line = (...times: readonly number[]): Line => ({
  label: '',
  statistic: 'Sum',
  values: times.map((time) => [time, 1]),
})

describe('the zoom of the page', () => {
  it('starts with the time of all lines, to the end of the last period', () => {
    const { whole, shown } = createZoom([line(600, 900), line(300), line()], PERIOD)
    assert.deepEqual(whole, { from: 300, to: 1200 })
    assert.deepEqual(shown, whole)
    assert.deepEqual(periodsOf(whole, PERIOD), [300, 600, 900])
  })

  it('holds no period without data', () => {
    assert.deepEqual(periodsOf(createZoom([line()], PERIOD).whole, PERIOD), [])
  })

  it('widens a span to whole periods, within the time of the data', () => {
    const zoom = createZoom([line(300, 900)], PERIOD)
    zoom.show(601, 899)
    assert.deepEqual(zoom.shown, { from: 600, to: 900 })
    zoom.show(-10, 5000)
    assert.deepEqual(zoom.shown, zoom.whole)
  })

  it('tells listeners of each change, in their order, and of nothing else', () => {
    const zoom = createZoom([line(300, 900)], PERIOD)
    const told: string[] = []
    zoom.onRedraw(() => told.push(`first ${zoom.shown.from}`))
    zoom.onRedraw(() => told.push('second'))
    zoom.show(600, 900)
    zoom.show(610, 890)
    zoom.show(900, 900)
    zoom.show(2000, 3000)
    assert.deepEqual(told, ['first 600', 'second'])
    zoom.redraw()
    assert.equal(told.length, 4)
  })
})
