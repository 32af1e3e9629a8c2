import { join } from 'node:path'
import { CSV_FILES } from '../preview/report/csv/csv.ts'
import { FORMS } from '../preview/report/forms.ts'
import type { ReportModel } from '../preview/report/model.ts'
import type { PageAssets } from '../preview/report/page/page.ts'
import { writeAtomic } from '../util/atomic-write.ts'
import { givenPath, refuseNoFolder } from './paths.ts'

export const EMF_PATH = 'out/api-usage.emf.jsonl'
export const HTML_PATH = 'out/api-usage.html'

/** The flags for the outputs of a preview. */
export interface OutputFlags {
  readonly emf?: string
  /** False if the user wants no page. */
  readonly html?: string | false
  readonly csv?: string
}

/** A file or folder to write. */
export interface Output {
  /** The path as the user typed it, or would type it. */
  readonly typed: string
  /** Absolute. */
  readonly path: string
}

/** The outputs of a preview. */
export interface Outputs {
  readonly emf: Output
  /** Undefined without a page. */
  readonly html: Output | undefined
  /** The folder of the CSV files; undefined without them. */
  readonly csv: Output | undefined
  /** The absolute paths of all files that may be written. */
  readonly paths: readonly string[]
}

/** @throws {Error} if the folder for CSV files is a file */
export function outputsOf({ emf = EMF_PATH, html = HTML_PATH, csv }: OutputFlags): Outputs {
  const outputs = { emf: output(emf), html: html === false ? undefined : output(html) }
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

/** Writes the page and the CSV files, each completely or not at all. */
export async function writeForms(
  model: ReportModel,
  { html, csv }: Outputs,
  page: PageAssets | undefined,
): Promise<void> {
  if (html !== undefined && page !== undefined) await writeAtomic(html.path, FORMS.page(model, page))
  if (csv === undefined) return
  for (const { file, text } of FORMS.csv(model)) await writeAtomic(join(csv.path, file), text)
}
