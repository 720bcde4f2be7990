// What was decided, newest first: the outcome, who made it, why.
'use client';
import type { ReactNode } from 'react';
import type { ApprovalShape } from '@/lib/contract/approval';
import type { ApprovalFilters } from '@/lib/routes';
import { Dot } from '../ui/dot';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { RelativeTime } from '../ui/relative-time';
import { StateGlyph } from '../ui/state-glyph';
import { argumentSummary } from './argument-summary';
import { amountText, outcomeState, outcomeWord } from './decision-sentences';
import { QueueRow } from './queue-row';

export type DecidedListProps = {
  items: readonly ApprovalShape[];
  chosen: string | undefined;
  filters: ApprovalFilters;
  onChoose: (id: string) => void;
  more: ReactNode;
};

export function DecidedList({ items, chosen, filters, onChoose, more }: DecidedListProps) {
  const filtered = (filters.agent ?? filters.tool) !== undefined;
  if (items.length === 0) {
    return (
      <EmptyState
        title={filtered ? 'No such decision yet' : 'Nothing decided yet'}
        icon={<Glyph name="approvals" />}
      >
        {filtered
          ? 'There may be decisions that the filters leave out.'
          : 'Decisions stand here with who made them and why.'}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="pt-1.5">
        {items.map((approval) => (
          <li key={approval.id}>
            <QueueRow
              id={approval.id}
              chosen={approval.id === chosen}
              filters={filters}
              onChoose={onChoose}
              glyph={approval.kind === 'tool_call' ? 'tool' : 'question'}
            >
              <Lines approval={approval} />
            </QueueRow>
          </li>
        ))}
      </ul>
      {more}
    </>
  );
}

function Lines({ approval }: { approval: ApprovalShape }) {
  const last = approval.decisions.at(-1);
  return (
    <>
      <span className="flex items-baseline gap-[7px]">
        <b className="mono min-w-0 truncate">{approval.tool}</b>
        <span className="flex-none text-ink-2">{amountText(approval)}</span>
        {approval.decidedAt !== null && (
          <RelativeTime
            at={approval.decidedAt}
            look="age"
            focusable={false}
            className="ml-auto text-xs text-muted"
          />
        )}
      </span>
      <span className="flex items-center gap-1.5 truncate text-xs text-ink-2">
        <StateGlyph state={outcomeState(approval)} size={12} />
        {outcomeWord(approval)}
        {last !== undefined && ` by ${last.by.label}`}
      </span>
      <span className="flex h-5 items-center gap-[5px] truncate text-xs text-faint">
        {approval.agent}
        <Dot />
        <span className="truncate">{last?.reason ?? argumentSummary(approval)}</span>
      </span>
    </>
  );
}
