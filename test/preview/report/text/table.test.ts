import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  below,
  type Cell,
  type Column,
  explained,
  numbers,
  omitted,
  texts,
} from '../../../../src/preview/report/text/column.ts'
import { table } from '../../../../src/preview/report/text/table.ts'
import { useNoColors } from '../../../support/environment.ts'

useNoColors()

const NAME_AND_CALLS = [texts('Name'), numbers('Calls')]
const COLUMNS = [
  texts('Operation'),
  below(5, texts('Region')),
  numbers('Calls'),
  omitted(1, numbers('Share')),
  omitted(4, numbers('Errors')),
  omitted(3, texts('at (UTC)')),
  below(2, texts('Top caller')),
]
const ROW = ['ssm:PutParameter', 'eu-west-1', 123_456, '27.7 %', 12_345, '08:20:29', 'role/deployer']

const shown = (columns: readonly Column[], row: readonly Cell[], width: number) =>
  table(columns, [row], width).join('\n')

describe('table', () => {
  it('replaces characters that control a terminal', () => {
    assert.match(shown(NAME_AND_CALLS, ['a\u001b[2J\u202eb', 1], 80), /^a\?\[2J\?b {3,}1$/m)
  })

  it('aligns columns and separates thousands', () => {
    const rows = [
      ['a', 1234567],
      ['long name', 2.25],
    ]
    assert.equal(
      table(NAME_AND_CALLS, rows, 80).join('\n'),
      'Name           Calls\na          1,234,567\nlong name        2.3',
    )
  })

  it('aligns names in scripts with wide characters', () => {
    const rows = [
      ['本番', 1],
      ['dev', 2],
    ]
    assert.equal(table(NAME_AND_CALLS, rows, 80).join('\n'), 'Name  Calls\n本番      1\ndev       2')
  })

  it('is as wide as its contents if the width is infinite', () => {
    const name = 'x'.repeat(300)
    assert.ok(shown(NAME_AND_CALLS, [name, 12_345], Number.POSITIVE_INFINITY).endsWith(`${name}  12,345`))
  })

  for (const [width, lines] of [
    [
      77,
      [
        'Operation         Region       Calls   Share  Errors  at (UTC)  Top caller',
        'ssm:PutParameter  eu-west-1  123,456  27.7 %  12,345  08:20:29  role/deployer',
      ],
    ],
    [
      76,
      [
        'Operation         Region     Calls   Share  Errors  at (UTC)  Top caller',
        'ssm:PutParameter  eu-west-1   123k  27.7 %   12.3k  08:20:29  role/deployer',
      ],
    ],
    [
      74,
      [
        'Operation         Region       Calls  Errors  at (UTC)  Top caller',
        'ssm:PutParameter  eu-west-1  123,456  12,345  08:20:29  role/deployer',
        'Hidden to fit a width of 74: Share',
      ],
    ],
    [
      66,
      [
        'Operation         Region       Calls   Share  Errors  at (UTC)',
        '  Top caller',
        'ssm:PutParameter  eu-west-1  123,456  27.7 %  12,345  08:20:29',
        '  role/deployer',
      ],
    ],
    [
      32,
      [
        'Operation         Calls  Errors',
        '  Region  Top caller',
        'ssm:PutParameter   123k   12.3k',
        '  eu-west-1  role/deployer',
        'Hidden to fit a width of 32:',
        'Share, at (UTC)',
      ],
    ],
  ] as const)
    it(`shortens numbers first, then hides columns or moves them below, in ${width} columns`, () =>
      assert.deepEqual(table(COLUMNS, [ROW], width), lines))

  it('moves a name that is too long to its own line, and leaves the other rows unchanged', () => {
    const long = `cloudfront:${'x'.repeat(40)}`
    assert.equal(
      table(
        NAME_AND_CALLS,
        [
          ['a', 1],
          [long, 22],
        ],
        40,
      ).join('\n'),
      [`Name${' '.repeat(29)}  Calls`, `a${' '.repeat(32)}      1`, long, `${' '.repeat(33)}     22`].join(
        '\n',
      ),
    )
  })

  it('moves only the texts below that are longer than most', () => {
    const rows = ['role/a', `role/${'b'.repeat(40)}`].map((role) => ['ec2:A', '', 1, '', 0, '', role])
    const [, first, , below] = table(COLUMNS, rows, 80)
    assert.match(first ?? '', /^ec2:A .* role\/a$/)
    assert.equal(below, `  role/${'b'.repeat(40)}`)
  })

  it('shrinks a column to its minimum before the whole column moves below, and then moves the texts that are wider', () => {
    const columns = [
      texts('Name'),
      numbers('Calls'),
      below(1, texts('Agent'), 16),
      below(2, texts('Top operation')),
    ]
    const rows = [
      ['a', 1, 'x'.repeat(16), 'ssm:PutParameter'],
      ['b', 2, 'y'.repeat(20), 'ec2:RunInstances'],
    ]
    assert.deepEqual(table(columns, rows, 47), [
      'Name  Calls  Agent             Top operation',
      'a         1  xxxxxxxxxxxxxxxx  ssm:PutParameter',
      'b         2                    ec2:RunInstances',
      `  ${'y'.repeat(20)}`,
    ])
    assert.equal(table(columns, rows, 40)[1], '  Agent')
  })

  it('explains only the columns that it shows, in line or below', () => {
    const columns = [
      explained(texts('Name'), 'Name: its name.'),
      explained(omitted(1, numbers('Share')), 'Share: of all calls.'),
      explained(below(2, texts('Top caller')), 'Top caller: who calls most.'),
    ]
    const legends = (width: number) =>
      table(columns, [['a'.repeat(20), '100 %', 'b'.repeat(20)]], width).slice(2)
    assert.deepEqual(legends(60), ['Name: its name. Share: of all calls. Top caller: who calls', 'most.'])
    assert.deepEqual(legends(46), [
      'Hidden to fit a width of 46: Share',
      'Name: its name. Top caller: who calls most.',
    ])
    assert.ok(legends(30).join(' ').endsWith('Top caller: who calls most.'))
  })

  it('wraps a text below at its spaces if it is too long', () => {
    const cause = 'The queue does not exist any longer in this account'
    const lines = table([texts('Outcome'), below(1, texts('Cause'))], [['failed', cause]], 30)
    assert.deepEqual(lines.slice(-2), ['  The queue does not exist any', '  longer in this account'])
  })
})

const name = fc.string({ unit: fc.constantFrom(...'abcXYZ019:/._-'), minLength: 1, maxLength: 90 })
const amount = fc.oneof(fc.nat(), fc.nat(20_000), fc.double({ min: 0, max: 1e15, noNaN: true }))
const row = fc.tuple(name, name, amount, fc.constant('12.3 %'), amount, fc.constant('08:00:00'), name)

describe('any table', () => {
  it('has no line wider than the terminal unless it is a single name, and cuts no name', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), fc.integer({ min: 40, max: 200 }), (rows, width) => {
        const lines = table(COLUMNS, rows, width)
        const names = new Set(rows.flatMap((cells) => [cells[0], cells[1], cells[6]]))
        for (const line of lines) assert.ok(line.length <= width || names.has(line), line)
        const words = new Set(lines.join(' ').split(/ +/))
        for (const one of names) assert.ok(words.has(one), one)
      }),
    )
  })

  it('shows every number that it does not hide, in full or shortened', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), fc.integer({ min: 40, max: 200 }), (rows, width) => {
        const words = table(COLUMNS, rows, width).join(' ').split(/ +/)
        for (const [, , calls] of rows) {
          const texts = [
            calls.toLocaleString('en-US', { maximumFractionDigits: 1 }),
            calls
              .toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: 3 })
              .replace('K', 'k'),
          ]
          assert.ok(
            texts.some((text) => words.includes(text)),
            texts.join(),
          )
        }
      }),
    )
  })
})
