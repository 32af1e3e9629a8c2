import { element } from './dom.ts'

/** The few marks that the dashboard's texts have: a heading, **strong** and *emphasis*. */
export function markdown(text: string): Node[] {
  return text.split('\n').map((line) => {
    if (line.startsWith('# ')) return element('h2', { text: line.slice(2) })
    return element('p', {}, ...line.split(/(\*\*[^*]+\*\*|\*[^*]+\*)/).map(run))
  })
}

function run(text: string): Node | string {
  if (text.startsWith('**')) return element('strong', { text: text.slice(2, -2) })
  return text.startsWith('*') ? element('em', { text: text.slice(1, -1) }) : text
}
