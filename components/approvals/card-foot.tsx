// The foot of a card: how many have approved, and the keys. Without the right to decide it says why; out of time it has no keys.
'use client';
import { Check, ChevronRight, Pencil, X } from 'lucide-react';
import { useState } from 'react';
import type { ApprovalCardShape, ApprovalShape } from '@/lib/contract/approval';
import { plural } from '@/lib/format/count';
import { formatUtcTime } from '@/lib/format/time';
import { Avatar } from '../ui/avatar';
import { Button } from '../ui/button';
import { Glyph } from '../ui/glyph';
import { HoldButton } from '../ui/hold-button';
import { Icon } from '../ui/icon';
import { Quorum } from '../ui/quorum';
import { usePageKeys } from '../ui/use-page-keys';
import { askedNext, askedNow } from './asked-words';
import { RejectDialog } from './decision-dialogs';
import { amountText, countingVotes, ifApproved, isAnnounced } from './decision-sentences';
import { QuestionKeys } from './question-keys';
import { UnknownKeys, UnknownNote } from './unknown-keys';
import type { Decide } from './use-decide';
import { useGuard } from './use-guard';

const CLOSED_WORDS: Partial<Record<ApprovalShape['status'], string>> = {
  superseded: 'Closed: the call changed and was asked anew.',
  cancelled: 'Closed: the run ended before anyone decided.',
  expired: 'Closed: nobody decided in time.',
  unopposed: 'Closed: nobody objected. The run has gone on from here.',
};

export type CardFootProps = {
  card: ApprovalCardShape;
  over: boolean;
  decide: Decide;
  onEdit: () => void;
  next: string | undefined;
  onNext: (id: string | undefined) => void;
};

export function CardFoot(props: CardFootProps) {
  const { card, over, decide, next, onNext } = props;
  const { approval, mayDecide } = card;
  const decided = approval.status !== 'pending';
  return (
    <footer
      data-page-foot=""
      className="flex min-h-16 flex-none items-center gap-2 border-t border-line bg-surface py-2 pr-4 pl-5 max-md:flex-wrap max-md:px-3 max-md:py-[9px] max-md:pb-[calc(10px+env(safe-area-inset-bottom))]"
    >
      {!decided && approval.kind === 'tool_call' && <Votes card={card} />}
      {decided ? (
        <p className="text-muted">
          {approval.planted !== null
            ? 'Closed: it was planted, and nothing follows.'
            : (CLOSED_WORDS[approval.status] ?? 'Decided. The run has gone on from here.')}
        </p>
      ) : over ? (
        <p data-state-of="failed" role="status" className="flex items-center gap-2">
          <Glyph name="clock" className="flex-none text-state" />
          {`Out of time since ${formatUtcTime(approval.expiresAt ?? '')}: ${
            approval.onExpiry === 'escalate'
              ? `it is asked of ${askedNext(approval)[0]} within a moment.`
              : 'it is rejected, nothing is sent.'
          }`}
        </p>
      ) : !mayDecide.allowed ? null : approval.kind === 'unknown_outcome' ? (
        <UnknownNote card={card} />
      ) : null}
      <span className="flex-1 max-md:hidden" />
      {(decided || over) && next !== undefined && (
        <Button size="lg" icon={<Icon of={ChevronRight} />} onClick={() => onNext(next)}>
          Next that waits
        </Button>
      )}
      {!decided && !over && !mayDecide.allowed && (
        <p className="flex items-start gap-2 text-ink-2">
          <Glyph name="people" className="mt-0.5 flex-none text-faint" />
          {mayDecide.reason ?? 'You may not decide this.'}
        </p>
      )}
      {!decided &&
        !over &&
        mayDecide.allowed &&
        (approval.kind === 'unknown_outcome' ? (
          <UnknownKeys card={card} decide={decide} />
        ) : approval.kind === 'question' ? (
          <QuestionKeys approval={approval} decide={decide} />
        ) : (
          <CallKeys {...props} />
        ))}
    </footer>
  );
}

function Votes({ card: { approval } }: { card: ApprovalCardShape }) {
  const votes = countingVotes(approval);
  const last = votes.at(-1);
  if (approval.quorum === 1 && last === undefined) {
    return (
      <div className="flex items-center gap-[11px] max-md:w-full">
        {!isAnnounced(approval) && <Quorum have={0} need={1} />}
        <div>
          <b className="block">
            {isAnnounced(approval) ? 'Runs unless somebody objects' : 'One approval is needed'}
          </b>
          <span className="text-xs text-muted">
            {isAnnounced(approval) ? `${askedNow(approval)} may` : `from ${askedNow(approval)}`}
          </span>
        </div>
      </div>
    );
  }
  return (
    <div className="flex items-center gap-[11px] max-md:w-full">
      <Quorum have={votes.length} need={approval.quorum} />
      <div className="max-md:flex max-md:flex-1 max-md:items-center max-md:justify-between">
        <b className="block">{`${votes.length} of ${plural(approval.quorum, 'approval')}`}</b>
        <span className="flex items-center gap-[5px] text-xs text-muted">
          {last === undefined ? (
            `from ${askedNow(approval)}`
          ) : (
            <>
              <Avatar name={last.by.label} size="sm" decorative />
              {`${last.by.label}, ${formatUtcTime(last.at, { zone: false })}`}
            </>
          )}
        </span>
      </div>
    </div>
  );
}

const BUTTON = 'max-md:flex-1';

function CallKeys({ card, decide, onEdit }: CardFootProps) {
  const { approval } = card;
  const [isRejecting, setRejecting] = useState(false);
  /** Without what went wrong before. */
  const reject = (): void => {
    decide.clearError();
    setRejecting(true);
  };
  // A card that has just come under the fingers takes no key meant for the one before.
  const guarded = useGuard(`${approval.id} ${approval.payloadHash}`);
  usePageKeys({
    r: {
      label: isAnnounced(approval) ? 'Object' : 'Reject',
      act: () => !guarded() && !decide.pending && reject(),
    },
    e: { label: 'Edit the call', act: () => !guarded() && !decide.pending && onEdit() },
  });
  const amount = amountText(approval);
  const announced = isAnnounced(approval);
  return (
    <>
      <Button
        size="lg"
        variant="danger"
        className={BUTTON}
        icon={<Icon of={X} />}
        keyHint="R"
        pending={decide.pending}
        onClick={reject}
      >
        {announced ? 'Object' : 'Reject'}
      </Button>
      <Button
        size="lg"
        className={BUTTON}
        icon={<Icon of={Pencil} />}
        keyHint="E"
        pending={decide.pending}
        onClick={onEdit}
      >
        Edit
      </Button>
      <HoldButton
        armKey={`${approval.id} ${approval.payloadHash}`}
        holdKey="a"
        className="max-md:flex-[1.5]"
        icon={<Icon of={Check} />}
        pending={decide.pending}
        onConfirm={() => decide.act({ decision: 'approve' })}
        confirmTitle={`${announced ? 'Let go' : 'Approve'} ${approval.tool}${amount === undefined ? '' : `, ${amount}`}`}
        confirmBody={ifApproved(approval)}
        confirmVerb={announced ? 'Let it go now' : 'Approve'}
      >
        {announced ? 'Let it go now' : 'Approve'}{' '}
        {amount !== undefined && <span className="max-md:hidden">{amount}</span>}
      </HoldButton>
      <RejectDialog
        approval={approval}
        open={isRejecting}
        decide={decide}
        onClose={() => setRejecting(false)}
      />
    </>
  );
}
