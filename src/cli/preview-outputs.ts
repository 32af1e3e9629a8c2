import { join } from 'node:path'
import { type Dashboard, readDashboard } from '../cloudwatch/dashboard.ts'
import { type Config, DEFAULTS } from '../core/config.ts'
import { CSV_FILES } from '../preview/report/csv/csv.ts'
import { FORMS } from '../preview/report/forms.ts'
import type { ReportModel } from '../preview/report/model.ts'
import type { PageAssets } from '../preview/report/page/page.ts'
import { LOCAL_FUNCTION } from '../preview/run.ts'
import { writeAtomic } from '../util/atomic-write.ts'
import { readPageAssets, readTemplate } from './assets.ts'
import type { Settings } from './configuration.ts'
import { givenPath, refuseNoFolder } from './paths.ts'

export const EMF_PATH = 'out/api-usage.emf.jsonl'
export const HTML_PATH = 'out/dashboard.html'

/** The flags of a preview that say where to write. */
export interface OutputFlags {
  readonly emf?: string
  readonly html?: string
  readonly csv?: string
}

/** A file or folder to write. */
export interface Output {
  /** As the user typed it, or would type it. */
  readonly typed: string
  /** Absolute. */
  readonly path: string
}

/** Where a preview writes. */
export interface Outputs {
  readonly emf: Output
  /** Undefined if no page is made. */
  readonly html: Output | undefined
  /** The folder of the CSV files; undefined if none are made. */
  readonly csv: Output | undefined
  /** The absolute paths of all files that may be written. */
  readonly paths: readonly string[]
}

/**
 * A page is made of the sample trail, and otherwise only if the user asks for it.
 * @throws {Error} if the folder for CSV files is a file
 */
export function outputsOf({ emf = EMF_PATH, html, csv }: OutputFlags, isSample: boolean): Outputs {
  const page = html ?? (isSample ? HTML_PATH : undefined)
  const outputs = { emf: output(emf), html: page === undefined ? undefined : output(page) }
  const folder = csv === undefined ? undefined : output(csv)
  if (folder !== undefined) refuseNoFolder(folder.path, folder.typed)
  return {
    ...outputs,
    csv: folder,
    paths: [
      outputs.emf.path,
      ...(outputs.html === undefined ? [] : [outputs.html.path]),
      ...(folder === undefined ? [] : CSV_FILES.map((name) => join(folder.path, name))),
    ],
  }
}

function output(typed: string): Output {
  return { typed, path: givenPath(typed) }
}

/** Writes the forms of the report that are files, each as a whole or not at all. */
export async function writeForms(
  model: ReportModel,
  { html, csv }: Outputs,
  page: PageParts | undefined,
): Promise<void> {
  if (html !== undefined && page !== undefined) await writeAtomic(html.path, FORMS.page(model, page.assets))
  if (csv === undefined) return
  for (const { file, text } of FORMS.csv(model)) await writeAtomic(join(csv.path, file), text)
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
