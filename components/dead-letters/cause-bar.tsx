// What can be done with the chosen runs of a cause, or with all of it: counted beforehand, worked off in the background.
'use client';
import type { RunFilter } from '@/lib/contract/run-filter';
import { formatCount } from '@/lib/format/count';
import { BulkDialog } from '../bulk/bulk-dialog';
import { MOST_SELECTED } from '../runs/run-selection';
import { BulkBar } from '../ui/bulk-bar';
import { Button } from '../ui/button';
import type { SettleKind } from './letter-words';

export type Asked = { readonly kind: SettleKind; readonly filter: RunFilter };

export type CauseBarProps = {
  /** How many are chosen; the bar is away while none is. */
  count: number;
  /** All that the cause holds are chosen, also those that are not loaded. */
  whole: boolean;
  /** How many the cause holds; undefined while it isn't known. */
  matching: number | undefined;
  onWhole: () => void;
  onClear: () => void;
  /** What is asked about stays what it was when it was asked, whatever the list behind does. */
  asked: Asked | undefined;
  onAsk: (kind: SettleKind) => void;
  onClose: () => void;
  onStarted: (id: string) => void;
};

export function CauseBar({
  count,
  whole,
  matching,
  onWhole,
  onClear,
  asked,
  onAsk,
  onClose,
  onStarted,
}: CauseBarProps) {
  const more = !whole && matching !== undefined && matching > count;
  return (
    <>
      {count > 0 && (
        <BulkBar
          count={whole ? `All ${formatCount(count)} selected` : `${formatCount(count)} selected`}
          shared={!whole && count >= MOST_SELECTED ? `at most ${MOST_SELECTED} one by one` : undefined}
          all={
            more ? (
              <button type="button" className="text-accent hover:underline" onClick={onWhole}>
                {`Select all ${formatCount(matching)} of this cause`}
              </button>
            ) : undefined
          }
          onClear={onClear}
          actions={
            <>
              <Button variant="primary" keyHint="R" onClick={() => onAsk('redrive')}>
                Redrive
              </Button>
              <Button variant="danger" keyHint="D" onClick={() => onAsk('discard')}>
                Discard
              </Button>
            </>
          }
        />
      )}
      {asked !== undefined && (
        <BulkDialog action={asked.kind} filter={asked.filter} onClose={onClose} onStarted={onStarted} />
      )}
    </>
  );
}
