import type { PageInput } from './content.ts'

/** The built parts of the page, as texts. */
export interface PageAssets {
  /** A classic script, built from script/main.ts. */
  readonly script: string
  readonly style: string
}

/**
 * Creates one HTML file that needs no other file and no network. Everything that comes from records is in it as data and
 * never as HTML.
 */
export function page(input: PageInput, assets: PageAssets): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>API usage</title>
<style>${inlineStyle(assets.style)}</style>
</head>
<body>
<noscript>A script in this file draws the page. Allow scripts to see it.</noscript>
<script type="application/json" id="data">${inlineJson(input)}</script>
<script>${inlineScript(assets.script)}</script>
</body>
</html>
`
}

function inlineJson(input: PageInput): string {
  return JSON.stringify(input).replaceAll('<', '\\u003c')
}

/**
 * Within a script element, HTML reads only `</script` and `<!--`. Both can be in strings, templates and regular
 * expressions, where the escapes mean the same.
 * https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
 */
function inlineScript(script: string): string {
  return script.replace(/<\/(?=script)/gi, '<\\/').replaceAll('<!--', '\\x3c!--')
}

/** Within a style element, HTML reads only `</style`. It can be in strings, where the escape means the same. */
function inlineStyle(style: string): string {
  return style.replace(/<\/(?=style)/gi, '<\\/')
}
