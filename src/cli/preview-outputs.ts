import { type Dashboard, readDashboard } from '../cloudwatch/dashboard.ts'
import { type Config, DEFAULTS } from '../core/config.ts'
import type { PageAssets } from '../preview/report/page/page.ts'
import { LOCAL_FUNCTION } from '../preview/run.ts'
import { readPageAssets, readTemplate } from './assets.ts'
import type { Settings } from './configuration.ts'
import { givenPath } from './paths.ts'

export const EMF_PATH = 'out/api-usage.emf.jsonl'
export const HTML_PATH = 'out/dashboard.html'

/** The flags of a preview that say where to write. */
export interface OutputFlags {
  readonly emf?: string
  readonly html?: string
}

/** Where a preview writes. */
export interface Outputs {
  readonly emfPath: string
  /** Undefined if no page is made. */
  readonly htmlPath: string | undefined
}

/** A page is made of the sample trail, and otherwise only if the user asks for it. */
export function outputsOf({ emf = EMF_PATH, html }: OutputFlags, isSample: boolean): Outputs {
  const page = html ?? (isSample ? HTML_PATH : undefined)
  return { emfPath: givenPath(emf), htmlPath: page === undefined ? undefined : givenPath(page) }
}

/** What a page is made from, in addition to the report. */
export interface PageParts {
  /** The dashboard of the stack with the settings of the user. */
  readonly dashboard: Dashboard
  readonly assets: PageAssets
}

/** @throws {Error} if the parts that the build makes are not there */
export function pageParts({ env }: Settings, { namespace }: Config): PageParts {
  const values = {
    MetricNamespace: namespace,
    ApiUsageFunction: LOCAL_FUNCTION,
    'AWS::StackName': 'api-usage-tracker',
  }
  const parameters = { CountByAccount: env.COUNT_BY_ACCOUNT?.trim() || DEFAULTS.COUNT_BY_ACCOUNT }
  return { assets: readPageAssets(), dashboard: readDashboard(readTemplate(), values, parameters) }
}
