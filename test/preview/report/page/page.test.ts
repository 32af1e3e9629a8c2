import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { runInNewContext } from 'node:vm'
import { readPageAssets } from '../../../../src/cli/assets.ts'
import { FORMS } from '../../../../src/preview/report/forms.ts'
import type { PageInput } from '../../../../src/preview/report/page/content.ts'
import { page } from '../../../../src/preview/report/page/page.ts'
import { records } from '../../../support/records.ts'
import { modelOf } from '../../../support/report.ts'

const INPUT: PageInput = {
  title: '',
  origin: [],
  notices: [],
  numbers: [],
  timeline: undefined,
  sections: [],
}

/** The script after the data, as HTML parses it. */
function scriptOf(html: string): string {
  const [, behindData = ''] = html.split('</script>\n<script>')
  return behindData.slice(0, behindData.search(/<\/script/i))
}

describe('page', () => {
  for (const end of ['</script>', '</SCRIPT >', '<!--', '<!-- <script>']) {
    it(`keeps a script intact that has ${end} in a string, a template or a regular expression`, () => {
      const pattern = end.replaceAll('/', '\\/')
      const script = `[${JSON.stringify(end)}, \`${end}\`, /${pattern}/.test(${JSON.stringify(end)})]`
      const inline = scriptOf(page(INPUT, { script, style: '' }))
      assert.doesNotMatch(inline, /<!--/)
      assert.deepEqual([...runInNewContext(inline)], [end, end, true])
    })
  }

  it('keeps a style intact that has </style in a string', () => {
    const html = page(INPUT, { script: '', style: 'p::after { content: "</style>" }' })
    assert.equal(/<style>(.*?)<\/style/is.exec(html)?.[1], 'p::after { content: "<\\/style>" }')
  })

  it('allows inline scripts, inline styles and data images, and nothing else', () => {
    const html = page(INPUT, { script: '', style: '' })
    assert.ok(
      html.includes(
        `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"`,
      ),
    )
  })

  it('includes the licenses of its packages', () => {
    const html = page(INPUT, readPageAssets())
    for (const author of ['Jason Miller', 'Leon Sorokin']) assert.ok(html.includes(author), author)
  })

  it('has names as data, never as HTML, and loads nothing', () => {
    const evil = '</script><script>alert(1)</script><!--'
    const model = modelOf(
      records(2, () => ({ eventName: evil, userAgent: evil, errorCode: evil })),
      { htmlPath: 'x.html', sources: [evil] },
    )
    const html = FORMS.page(model, readPageAssets())
    assert.ok(!html.includes(evil))
    assert.doesNotMatch(
      html.replace(/<script type="application\/json".*?<\/script>/s, ''),
      /(?:src|href)="(?!data:)/,
    )
    const data = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? ''
    assert.equal(JSON.parse(data).origin[1], `1 file read: ${evil}`)
  })
})
