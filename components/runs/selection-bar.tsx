// What can be done with the chosen runs: how many, what they share, all that match, and the acts.
'use client';
import { Download, Pause, Play, RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { BULK_STATUSES, type BulkActionName } from '@/lib/contract/bulk';
import { formatCount } from '@/lib/format/count';
import { runsExportPath } from '@/lib/query/runs';
import { BulkDialog } from '../bulk/bulk-dialog';
import { BULK_WORDS, bulkTitle } from '../bulk/bulk-words';
import { BulkBar } from '../ui/bulk-bar';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import type { PagedRows } from './held-rows';
import type { ListedRun } from './listed-run';
import { filterOf, MOST_SELECTED, NONE_SELECTED, type RunSelection } from './run-selection';
import { sharedWords } from './shared-words';

/** Those that end nothing. */
const QUIET_ACTS = [
  { action: 'redrive', icon: RotateCcw },
  { action: 'resume', icon: Play },
  { action: 'pause', icon: Pause },
] as const;

export type SelectionBarProps = {
  selection: RunSelection;
  onSelect: (selection: RunSelection) => void;
  rows: PagedRows<ListedRun>;
  /** How many the filter finds; undefined where nothing is filtered: an empty filter never means all. */
  matching: number | undefined;
  onSelectAll: () => void;
  onStarted: (id: string) => void;
};

export function SelectionBar({
  selection,
  onSelect,
  rows,
  matching,
  onSelectAll,
  onStarted,
}: SelectionBarProps) {
  const [asking, setAsking] = useState<BulkActionName | undefined>(undefined);
  const whole = selection.all !== undefined;
  const count = whole ? (matching ?? selection.ids.size) : selection.ids.size;
  if (count === 0) return null;
  const filter = filterOf(selection);
  const chosen = rows.named(selection.ids);
  // Of all that match only some are at hand; an act that fits none of them may fit the others.
  const offered = (action: BulkActionName): boolean =>
    whole || chosen.some(({ status }) => BULK_STATUSES[action].includes(status));
  const shared = whole ? undefined : sharedWords(chosen);
  const full = !whole && selection.ids.size >= MOST_SELECTED;
  return (
    <>
      <BulkBar
        count={whole ? `All ${formatCount(count)} selected` : `${formatCount(count)} selected`}
        shared={full ? `at most ${MOST_SELECTED} one by one` : shared}
        all={
          !whole && matching !== undefined && matching > count ? (
            <button type="button" className="text-accent hover:underline" onClick={onSelectAll}>
              {`Select all ${formatCount(matching)} that match`}
            </button>
          ) : undefined
        }
        actions={
          <>
            {QUIET_ACTS.filter(({ action }) => offered(action)).map(({ action, icon }) => (
              <Button key={action} icon={<Icon of={icon} />} onClick={() => setAsking(action)}>
                <span className="max-md:sr-only">{BULK_WORDS[action].verb}</span>
              </Button>
            ))}
            <Button
              className="max-md:hidden"
              icon={<Icon of={Download} />}
              onClick={() => window.location.assign(runsExportPath(filter, 'csv'))}
            >
              Export
            </Button>
            {offered('cancel') && (
              <Button variant="danger" icon={<Icon of={X} />} onClick={() => setAsking('cancel')}>
                {bulkTitle('cancel', count)}
              </Button>
            )}
          </>
        }
        onClear={() => onSelect(NONE_SELECTED)}
      />
      {asking !== undefined && (
        <BulkDialog
          action={asking}
          filter={filter}
          onClose={() => setAsking(undefined)}
          onStarted={(id) => {
            setAsking(undefined);
            onSelect(NONE_SELECTED);
            onStarted(id);
          }}
        />
      )}
    </>
  );
}
