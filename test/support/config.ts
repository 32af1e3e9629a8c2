import { type Config, readConfig } from '../../src/core/config.ts'

/** The dimension sets of a configuration after those that always are, as text: `Service,Account`. */
export function extraSets({ dimensionSets }: Pick<Config, 'dimensionSets'>): string[] {
  const base = readConfig({}).dimensionSets.length
  return dimensionSets.slice(base).map(({ dimensions }) => dimensions.join())
}
