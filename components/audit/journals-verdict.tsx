// How far the check of the journals is, and which of them are not what they were.
'use client';
import Link from 'next/link';
import type { BrokenJournalShape } from '@/lib/contract/audit';
import { formatCount } from '@/lib/format/count';
import { routes } from '@/lib/routes';
import { Button } from '../ui/button';
import { StateGlyph } from '../ui/state-glyph';
import type { JournalsCheck } from './use-verify-journals';

const FAULTS: { readonly [F in BrokenJournalShape['fault']]: (seq: number) => string } = {
  changed: (seq) => `row ${seq} was changed`,
  missing: (seq) => `rows before row ${seq} are gone`,
  rewritten: (seq) => `all rows fit, but row ${seq} is not the one that was sealed`,
  emptied: (seq) => `row ${seq} was emptied, and the record does not say that the run was erased`,
  cut_off: (seq) => `it was sealed with row ${seq} and ends before it`,
  removed: (seq) => `it was sealed with row ${seq}, and nothing of it is left`,
};
const MOST_SHOWN = 20;
const STATES = { running: 'running', done: 'succeeded', failed: 'failed' } as const;

export type JournalsVerdictProps = {
  check: JournalsCheck;
  onAgain: () => void;
  onLeave: () => void;
};

export function JournalsVerdict({ check, onAgain, onLeave }: JournalsVerdictProps) {
  const { state, runs, rows, broken, error } = check;
  const counted = `${formatCount(rows)} rows of ${formatCount(runs)} journals`;
  return (
    <section aria-label="Journals of runs" className="mt-4 border-t border-line pt-4">
      <p role="status" className="flex items-center gap-2 font-semi">
        <StateGlyph state={broken.length > 0 ? 'failed' : STATES[state]} />
        {state === 'running' && `Checking journals: ${counted} so far`}
        {state === 'failed' && `Stopped after ${counted}`}
        {state === 'done' &&
          (broken.length === 0
            ? `Checked ${counted}: all whole`
            : `Checked ${counted}: ${formatCount(broken.length)} not whole`)}
      </p>
      {error !== null && (
        <p role="alert" data-state-of="failed" className="mt-1 flex items-center gap-3 text-xs text-state">
          {error}
          <Button size="sm" onClick={onAgain}>
            Check again
          </Button>
        </p>
      )}
      {broken.length > 0 && (
        <ul className="mt-2 grid gap-1">
          {broken.slice(0, MOST_SHOWN).map(({ runId, seq, fault }) => (
            <li key={runId} className="min-w-0">
              {fault === 'removed' ? (
                // There is no page to go to: nothing of it is left.
                <span className="font-mono text-xs break-all">{runId}</span>
              ) : (
                <Link
                  href={routes.run(runId)}
                  onClick={onLeave}
                  className="font-mono text-xs underline decoration-line-strong underline-offset-2 break-all"
                >
                  {runId}
                </Link>
              )}
              <span className="text-muted">{`: ${FAULTS[fault](seq)}`}</span>
            </li>
          ))}
        </ul>
      )}
      {broken.length > MOST_SHOWN && (
        <p className="mt-1 text-muted">{`and ${formatCount(broken.length - MOST_SHOWN)} more`}</p>
      )}
    </section>
  );
}
