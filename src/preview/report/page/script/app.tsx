import type { PageInput, Section } from '../content.ts'
import { Charts } from './charts.tsx'
import { DataTable } from './data-table.tsx'
import { idOf } from './id.ts'
import { KeyNumbers } from './key-numbers.tsx'

const OVER_TIME = 'Over time'

export function App({ input }: { readonly input: PageInput }) {
  const { title, origin, notices, numbers, timeline, sections } = input
  const titles = [...(timeline === undefined ? [] : [OVER_TIME]), ...sections.map((one) => one.title)]
  return (
    <>
      <header>
        <h1>{title}</h1>
        {origin.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {notices.length > 0 && (
          <ul class="notices">
            {notices.map((notice) => (
              <li key={notice}>{notice}</li>
            ))}
          </ul>
        )}
      </header>
      <KeyNumbers numbers={numbers} />
      <nav aria-label="Sections">
        {titles.map((one) => (
          <a key={one} href={`#${idOf(one)}`}>
            {one}
          </a>
        ))}
      </nav>
      <main>
        {timeline !== undefined && <Charts title={OVER_TIME} group={timeline} />}
        {sections.map((section) => (
          <SectionView key={section.title} section={section} />
        ))}
      </main>
    </>
  )
}

function SectionView({ section: { title, text, tables } }: { readonly section: Section }) {
  return (
    <section id={idOf(title)} aria-label={title}>
      <h2>{title}</h2>
      {text.map((paragraph) => (
        <p key={paragraph} class="soft">
          {paragraph}
        </p>
      ))}
      {tables.map((table) => (
        <DataTable key={table.name} table={table} hasHeading={table.name !== title} />
      ))}
    </section>
  )
}
