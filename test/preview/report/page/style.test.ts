import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'

const css = readFileSync('src/preview/report/page/style/theme.css', 'utf8')
const [light = '', dark = ''] = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, body]) => body)

/** The colors of a theme, by variable. */
const coloursIn = (body: string) =>
  new Map([...body.matchAll(/--([\w-]+): (#\w+);/g)].map(([, name = '', colour = '']) => [name, colour]))

const LIGHT = coloursIn(light)
const THEMES = { light: LIGHT, dark: new Map([...LIGHT, ...coloursIn(dark)]) }

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const digits = colour.slice(1)
  const pairs = digits.length === 3 ? [...digits].map((digit) => digit + digit) : (digits.match(/../g) ?? [])
  const [red = 0, green = 0, blue = 0] = pairs.map((pair) => {
    const value = Number.parseInt(pair, 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

const TEXT = ['ink', 'soft', 'accent', 'alarm']
const GRAPHICS = [
  'edge',
  'accent',
  'high',
  'alarm',
  'rest',
  ...Array.from({ length: 8 }, (_, i) => `line-${i}`),
]

for (const [theme, colours] of Object.entries(THEMES)) {
  describe(`the ${theme} colors of the page`, () => {
    for (const [names, least, what] of [
      [TEXT, 4.5, 'text'],
      [GRAPHICS, 3, 'lines, borders of controls and bars'],
    ] as const) {
      it(`have the contrast of ${least} that WCAG 2.2 asks for ${what}`, () => {
        const low = names.flatMap((name) =>
          ['page', 'card'].flatMap((behind) => {
            const ratio = contrast(colours.get(name) ?? '', colours.get(behind) ?? '')
            return ratio >= least ? [] : [`${name} on ${behind}: ${ratio.toFixed(2)}`]
          }),
        )
        assert.deepEqual(low, [])
      })
    }
  })
}

describe('the check of contrast', () => {
  it('accepts black on white, and refuses a gray that is just too light', () => {
    assert.equal(Math.round(contrast('#000', '#ffffff')), 21)
    assert.ok(contrast('#777', '#fff') < 4.5 && contrast('#767676', '#fff') >= 4.5)
  })
})
