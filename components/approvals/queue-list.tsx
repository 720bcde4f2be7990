// The rows that wait, in groups by what presses. A row is a link; choosing one changes the path and nothing else.
'use client';
import type { ReactNode } from 'react';
import type { ApprovalShape } from '@/lib/contract/approval';
import { plural } from '@/lib/format/count';
import type { ApprovalFilters } from '@/lib/routes';
import { Countdown } from '../ui/countdown';
import { Dot } from '../ui/dot';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { Quorum } from '../ui/quorum';
import { RelativeTime } from '../ui/relative-time';
import { Taint } from '../ui/taint';
import { argumentSummary } from './argument-summary';
import { amountText, countingVotes } from './decision-sentences';
import type { QueueGroup, QueueGroupKey } from './queue-groups';
import { QueueRow } from './queue-row';

export type QueueListProps = {
  groups: readonly QueueGroup[];
  /** The rows are old and can't be asked for again: none of them is not "none". */
  unsure: boolean;
  /** How many the filters leave out. */
  hidden: number;
  /** The group that goes on in pages that are not loaded. */
  unfinished: QueueGroupKey | undefined;
  /** Below the rows. */
  more: ReactNode;
  chosen: string | undefined;
  filters: ApprovalFilters;
  onChoose: (id: string) => void;
};

export function QueueList({
  groups,
  unsure,
  hidden,
  unfinished,
  more,
  chosen,
  filters,
  onChoose,
}: QueueListProps) {
  if (groups.length === 0) {
    return (
      <EmptyState
        title={hidden > 0 ? 'Nothing here waits' : unsure ? 'Not known now' : 'Nothing waits'}
        icon={<Glyph name="approvals" />}
      >
        {hidden > 0
          ? `The filters leave out ${plural(hidden, 'approval')}.`
          : 'Calls that ask a person stand here.'}
      </EmptyState>
    );
  }
  return (
    <>
      {groups.map((group) => (
        <section key={group.key} aria-label={group.title}>
          <h2 className="flex justify-between px-3.5 pt-[11px] pb-[5px] text-xs text-muted">
            {group.title}
            <span className="text-faint">
              {`${group.items.length}${group.key === unfinished ? '+' : ''}`}
            </span>
          </h2>
          <ul>
            {group.items.map((approval) => (
              <li key={approval.id}>
                <QueueRow
                  id={approval.id}
                  chosen={approval.id === chosen}
                  filters={filters}
                  onChoose={onChoose}
                  glyph={approval.kind === 'unknown_outcome' ? 'question' : 'tool'}
                >
                  <Lines approval={approval} />
                </QueueRow>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {more}
    </>
  );
}

function Lines({ approval }: { approval: ApprovalShape }) {
  const votes = countingVotes(approval).length;
  const unknown = approval.kind === 'unknown_outcome';
  return (
    <>
      <span className="flex items-baseline gap-[7px]">
        <b className="mono min-w-0 truncate">{approval.tool}</b>
        <span className="flex-none text-ink-2">{amountText(approval)}</span>
        <span className="ml-auto flex-none self-center">
          {approval.expiresAt === null ? (
            <RelativeTime
              at={approval.createdAt}
              look="age"
              focusable={false}
              className="text-xs text-muted"
            />
          ) : (
            <Countdown until={approval.expiresAt} atZero="out of time" size="sm" />
          )}
        </span>
      </span>
      <span className="block truncate text-xs text-muted">
        {unknown ? 'Sent, no answer. Did it happen?' : argumentSummary(approval)}
      </span>
      <span className="flex h-5 items-center gap-[5px] truncate text-xs text-faint">
        {approval.agent}
        {unknown && (
          <>
            <Dot />
            unknown outcome
          </>
        )}
        {approval.quorum > 1 && (
          <>
            <Dot />
            <Quorum have={votes} need={approval.quorum} size="sm" />
            {`${votes} of ${approval.quorum}`}
          </>
        )}
        {approval.supersedes !== null && (
          <>
            <Dot />
            changed, asked again
          </>
        )}
        {approval.tainted && (
          <>
            <Dot />
            <Taint />
          </>
        )}
      </span>
    </>
  );
}
