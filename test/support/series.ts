import type { Point, Series } from '../../src/cloudwatch/extract.ts'
import { EVENT_MINUTE } from './records.ts'

export const point = (minute: number, sum: number, maximum = sum): Point => ({
  minute: EVENT_MINUTE + minute * 60_000,
  sum,
  maximum,
  minimum: 1,
  count: 1,
})

export function series(metric: string, dimensions: Record<string, string>, points: readonly Point[]): Series {
  return { metric, set: Object.keys(dimensions).join(), dimensions, points }
}
