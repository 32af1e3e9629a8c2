import type { KeyNumber } from '../content.ts'

/** The key numbers at the top of the page. */
export function KeyNumbers({ numbers }: { readonly numbers: readonly KeyNumber[] }) {
  return (
    <section class="numbers" aria-label="Key numbers">
      <dl>
        {numbers.map(({ label, value, note, isAlarming, tooltip }) => (
          <div key={label} class={isAlarming ? 'alarming' : undefined} title={tooltip}>
            <dt>{label}</dt>
            <dd>{value}</dd>
            <dd class="soft">{note}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
