// What a run did that a live fork leaves as it is, before its first step, or may do a second time, from there on.
import type { ForksShape } from '@/lib/contract/fork';
import { formatAmount } from '@/lib/format/money';

type Done = NonNullable<ForksShape['doneBefore']>;

export function DoneBefore({ before, again }: { before: Done; again: Done }) {
  return (
    <>
      {before.length === 0 ? (
        <p className="text-muted">Nothing that stands was done before this step.</p>
      ) : (
        <DoneList label="Done before" title="Done before, and not undone" done={before} />
      )}
      {again.length > 0 && (
        <DoneList
          label="Done from here on"
          title="Done by this run from here on; the fork may do it a second time"
          done={again}
        />
      )}
    </>
  );
}

function DoneList({ label, title, done }: { label: string; title: string; done: Done }) {
  return (
    <section aria-label={label}>
      <h3 className="text-xs font-medium">{title}</h3>
      <ul className="mt-1 grid gap-0.5">
        {done.map(({ step, tool, amount, amountUnit }) => (
          <li key={step}>
            {`Step ${step}, `}
            <span className="mono">{tool}</span>
            {amount === null ? '' : ` ${formatAmount(amount, amountUnit ?? undefined)}`}
          </li>
        ))}
      </ul>
    </section>
  );
}
