// The rows that wait, in groups by what presses. A row is a link; choosing one changes the path and nothing else.
'use client';
import { memo, type ReactNode } from 'react';
import type { ApprovalShape } from '@/lib/contract/approval';
import { questionOf } from '@/lib/domain/question';
import { plural } from '@/lib/format/count';
import type { ApprovalFilters } from '@/lib/routes';
import { Checkbox } from '../ui/checkbox';
import { Countdown } from '../ui/countdown';
import { Dot } from '../ui/dot';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { Quorum } from '../ui/quorum';
import { RelativeTime } from '../ui/relative-time';
import { Taint } from '../ui/taint';
import { argumentSummary } from './argument-summary';
import { levelWords } from './asked-words';
import { useClaim } from './card-claim';
import { amountText, countingVotes, isAnnounced } from './decision-sentences';
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
  /** Those that wait no more and keep their places. */
  gone: ReadonlySet<string>;
  /** Several are chosen for one decision; undefined where nobody does that. */
  batch: BatchBoxes | undefined;
};

export type BatchBoxes = {
  readonly chosen: ReadonlySet<string>;
  /** Why this one can't go along; null where it can. */
  readonly whyNot: (approval: ApprovalShape) => string | null;
  readonly onToggle: (approval: ApprovalShape) => void;
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
  gone,
  batch,
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
              // What can't be seen is laid out only when it is scrolled to: a thousand rows cost no more than a screen of them.
              <li
                key={approval.id}
                className="[contain-intrinsic-block-size:auto_74px] [content-visibility:auto]"
              >
                <QueueRow
                  id={approval.id}
                  chosen={approval.id === chosen}
                  filters={filters}
                  onChoose={onChoose}
                  glyph={approval.kind === 'tool_call' ? 'tool' : 'question'}
                  gone={gone.has(approval.id)}
                  box={batch && <BatchBox approval={approval} batch={batch} />}
                >
                  <Lines approval={approval} gone={gone.has(approval.id)} />
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

const askedIn = ({ kind, arguments: asked }: ApprovalShape) =>
  kind === 'question' ? questionOf(asked) : null;

function BatchBox({ approval, batch }: { approval: ApprovalShape; batch: BatchBoxes }) {
  const why = batch.whyNot(approval);
  const name = [approval.tool, amountText(approval)].filter((part) => part !== undefined).join(' ');
  return (
    <span title={why ?? undefined}>
      <Checkbox
        checked={batch.chosen.has(approval.id)}
        disabled={why !== null}
        label={why === null ? `Decide ${name} together` : `${name} is not decided together. ${why}`}
        onCheckedChange={() => batch.onToggle(approval)}
      />
    </span>
  );
}

type LinesProps = { approval: ApprovalShape; gone: boolean };

const Lines = memo(function Lines({ approval, gone }: LinesProps) {
  const votes = countingVotes(approval).length;
  const unknown = approval.kind === 'unknown_outcome';
  return (
    <>
      <span className="flex items-baseline gap-[7px]">
        <b className="mono min-w-0 truncate">{approval.tool}</b>
        <span className="flex-none text-ink-2">{amountText(approval)}</span>
        <span className="ml-auto flex-none self-center">
          {gone ? (
            <span className="text-xs text-muted">waits no more</span>
          ) : approval.expiresAt === null ? (
            <RelativeTime
              at={approval.createdAt}
              look="age"
              focusable={false}
              className="text-xs text-muted"
            />
          ) : (
            <Countdown
              until={approval.expiresAt}
              {...(isAnnounced(approval)
                ? { prefix: 'runs in', atZero: 'its time has come' }
                : { atZero: 'out of time' })}
              size="sm"
            />
          )}
        </span>
      </span>
      <span className="block truncate text-xs text-muted">
        {unknown
          ? 'Sent, no answer. Did it happen?'
          : (askedIn(approval)?.question ?? argumentSummary(approval))}
      </span>
      <span className="flex h-5 items-center gap-[5px] truncate text-xs text-faint">
        {approval.agent}
        {unknown && (
          <>
            <Dot />
            unknown outcome
          </>
        )}
        {isAnnounced(approval) && (
          <>
            <Dot />
            unless somebody objects
          </>
        )}
        {approval.kind === 'question' && (
          <>
            <Dot />
            question
          </>
        )}
        {approval.quorum > 1 && (
          <>
            <Dot />
            <Quorum have={votes} need={approval.quorum} size="sm" />
            {`${votes} of ${approval.quorum}`}
          </>
        )}
        {approval.escalationLevel > 0 && (
          <>
            <Dot />
            {levelWords(approval)}
          </>
        )}
        {approval.claimedBy !== null && <ClaimedBy approval={approval} />}
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
});

/** Only rows with a claim follow the clock. */
function ClaimedBy({ approval }: { approval: ApprovalShape }) {
  const claimed = useClaim(approval);
  if (claimed === undefined) return null;
  return (
    <>
      <Dot />
      {claimed.isOwn ? 'you are at it' : `${claimed.label} is at it`}
    </>
  );
}
