import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** The part of esbuild's metafile that says which files a bundle contains. */
export interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >
}

const FILE = 'THIRD-PARTY-LICENSES'

/** The names under which packages keep the texts that every copy must include. */
const TEXTS = /^(?:licen[cs]e|copying|notice)(?:-\w+)?(?:\.(?:md|txt))?$/i

const RULE = '-'.repeat(80)

/** Writes the file THIRD-PARTY-LICENSES next to a bundle, with the licences of the packages that the bundle contains. */
export function thirdPartyLicenses(): Plugin {
  return {
    name: 'third-party-licenses',
    setup({ initialOptions: { outdir = '.' }, onEnd }) {
      onEnd(({ metafile }) => {
        if (metafile === undefined) return
        mkdirSync(outdir, { recursive: true })
        writeFileSync(join(outdir, FILE), licensesOf(metafile, readFileSync('LICENSE', 'utf8')))
      })
    },
  }
}

/**
 * The names, versions and licence texts of the packages in a bundle. Packages that have the same text share one copy.
 *
 * @param apache The text of the Apache License 2.0, for packages under it that don't include a copy.
 * @throws {Error} that names a package without a licence text.
 */
export function licensesOf(metafile: Metafile, apache: string): string {
  const packagesByText = new Map<string, string[]>()
  for (const folder of foldersIn(metafile)) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const text = textIn(folder) || (license === 'Apache-2.0' ? apache.trim() : '')
    if (text === '') throw new Error(`${name} ${version} (${license}) has no licence text.`)
    packagesByText.set(text, [...(packagesByText.get(text) ?? []), `${name} ${version} (${license})`])
  }
  return [...packagesByText]
    .map(([text, packages]) => [RULE, ...packages, RULE, '', text, ''].join('\n'))
    .join('\n')
}

/** The folders of the packages that a bundle contains, sorted. */
function foldersIn({ outputs }: Metafile): string[] {
  const files = Object.values(outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((file) => (inputs[file]?.bytesInOutput ?? 0) > 0),
  )
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [])
  return [...new Set(folders)].sort()
}

function textIn(folder: string): string {
  return readdirSync(folder)
    .filter((name) => TEXTS.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim())
    .join('\n\n')
}
