// Changes of breakers as rows, newest first: the switch, when, which one, what happened, by whom and why.
import type { BreakerChangeShape } from '@/lib/contract/breaker';
import { BreakerSwitch } from '../ui/breaker-switch';
import { cx } from '../ui/class-names';
import { RelativeTime } from '../ui/relative-time';
import { changeCause, changeWord } from './breaker-history-words';
import { STATE_NAMES } from './breaker-words';

type Row = BreakerChangeShape & { readonly key?: string; readonly name?: string };

export type ChangeRowsProps = {
  changes: readonly Row[];
  /** Leads to the breaker of the row; the rows then say its name. */
  onChoose?: (key: string) => void;
};

export function ChangeRows({ changes, onChoose }: ChangeRowsProps) {
  const wide = onChoose !== undefined;
  return (
    <ol
      className={cx(
        'grid gap-x-2.5 text-xs',
        wide
          ? 'grid-cols-[28px_max-content_fit-content(34%)_max-content_minmax(0,1fr)] max-md:grid-cols-[28px_minmax(0,1fr)_max-content]'
          : 'grid-cols-[28px_max-content_minmax(0,1fr)_max-content]',
      )}
    >
      {changes.map((change) => (
        <li
          key={`${change.key} ${change.epoch}`}
          className="col-span-full grid min-h-7 grid-cols-subgrid items-baseline gap-y-0.5 py-1"
        >
          <BreakerSwitch state={STATE_NAMES[change.to]} width={28} className="relative top-[3px]" />
          {wide ? <NamedRow change={change} onChoose={onChoose} /> : <OwnRow change={change} />}
        </li>
      ))}
    </ol>
  );
}

function NamedRow({ change, onChoose }: { change: Row; onChoose: (key: string) => void }) {
  const { key, name, at } = change;
  return (
    <>
      <RelativeTime at={at} className="text-muted max-md:col-start-3 max-md:row-start-1 max-md:text-right" />
      <button
        type="button"
        title={key}
        className="mono min-w-0 truncate text-left hover:underline max-md:col-start-2 max-md:row-start-1"
        onClick={() => key !== undefined && onChoose(key)}
      >
        {name}
      </button>
      <b className="font-medium max-md:col-start-2 max-md:row-start-2">{changeWord(change)}</b>
      <span className="min-w-0 break-words text-muted max-md:col-span-2 max-md:col-start-2">
        {changeCause(change)}
      </span>
    </>
  );
}

function OwnRow({ change }: { change: Row }) {
  return (
    <>
      <b className="font-medium">{changeWord(change)}</b>
      <span className="min-w-0 break-words text-muted">{changeCause(change)}</span>
      <RelativeTime at={change.at} className="text-faint" />
    </>
  );
}
