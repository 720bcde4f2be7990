// What a run had done before the place where it is forked, which a live fork does not undo.
import type { ForksShape } from '@/lib/contract/fork';
import { formatAmount } from '@/lib/format/money';

export function DoneBefore({ done }: { done: NonNullable<ForksShape['doneBefore']> }) {
  if (done.length === 0) return <p className="text-muted">Nothing was done before this step.</p>;
  return (
    <section aria-label="Done before">
      <h3 className="text-xs font-medium">Done before, and not undone</h3>
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
