// The answers to an unknown outcome. What would send something, the call again or its undo, waits until the call can't arrive any more.
'use client';
import { Check, RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import type { ApprovalCardShape } from '@/lib/contract/approval';
import { formatUtcTime, toEpochMs } from '@/lib/format/time';
import { Button } from '../ui/button';
import { Countdown } from '../ui/countdown';
import { Icon } from '../ui/icon';
import { useServerClock } from '../ui/server-clock';
import { usePageKeys } from '../ui/use-page-keys';
import { AnswerDialog } from './decision-dialogs';
import { UndoUnknownDialog } from './undo-unknown-dialog';
import type { Decide } from './use-decide';
import { useGuard } from './use-guard';

type Asking = 'happened' | 'did_not_happen' | 'compensate';

const NOTE_ID = 'may-still-arrive';

function useMayStillArrive({ settlesAt }: Pick<ApprovalCardShape, 'settlesAt'>): boolean {
  return useServerClock((nowMs) => settlesAt !== null && nowMs < toEpochMs(settlesAt));
}

/** What a person has to know before any of the answers. */
export function UnknownNote({ card }: { card: ApprovalCardShape }) {
  const waits = useMayStillArrive(card);
  return (
    <div className="max-md:w-full">
      <p className="text-muted">
        Look it up at the receiver before you answer.
        {card.undo?.call === null && ` It can’t be undone from here. ${card.undo.reason ?? ''}`}
      </p>
      {waits && card.settlesAt !== null && (
        <p id={NOTE_ID} className="text-ink-2">
          {`The call may still arrive until ${formatUtcTime(card.settlesAt)}. ${heldBack(card)} `}
          <Countdown until={card.settlesAt} prefix="in" quiet bare className="text-ink-2" />
        </p>
      )}
    </div>
  );
}

function heldBack({ undo }: ApprovalCardShape): string {
  return undo !== null && undo.call !== null
    ? '“Did not happen” and “Undo it” can be said'
    : '“Did not happen” can be said';
}

const BUTTON = 'max-md:flex-1';

export function UnknownKeys({ card, decide }: { card: ApprovalCardShape; decide: Decide }) {
  const { approval } = card;
  const [asking, setAsking] = useState<Asking | undefined>(undefined);
  // A card that has just come under the fingers takes no key meant for the one before.
  const guarded = useGuard(`${approval.id} ${approval.payloadHash}`);
  const waits = useMayStillArrive(card);
  const undoable = card.undo !== null && card.undo.call !== null;
  /** Without what went wrong before. */
  const open = (what: Asking): void => {
    decide.clearError();
    setAsking(what);
  };
  const ask = (what: Asking) => () => {
    if (!guarded() && !decide.pending) open(what);
  };
  usePageKeys({
    y: { label: 'It happened', act: ask('happened') },
    n: { label: 'It did not happen', act: waits ? undefined : ask('did_not_happen') },
    u: { label: 'Undo it, whatever happened', act: undoable && !waits ? ask('compensate') : undefined },
  });
  const close = (): void => setAsking(undefined);
  const held = { disabled: waits, 'aria-describedby': waits ? NOTE_ID : undefined };
  return (
    <>
      {undoable && (
        <Button
          {...held}
          size="lg"
          variant="danger"
          className={BUTTON}
          icon={<Icon of={RotateCcw} />}
          keyHint="U"
          pending={decide.pending}
          onClick={() => open('compensate')}
        >
          Undo it
        </Button>
      )}
      <Button
        {...held}
        size="lg"
        className={BUTTON}
        icon={<Icon of={X} />}
        keyHint="N"
        pending={decide.pending}
        onClick={() => open('did_not_happen')}
      >
        Did not happen
      </Button>
      <Button
        size="lg"
        variant="primary"
        className={BUTTON}
        icon={<Icon of={Check} />}
        keyHint="Y"
        pending={decide.pending}
        onClick={() => open('happened')}
      >
        Happened
      </Button>
      <UndoUnknownDialog card={card} open={asking === 'compensate'} decide={decide} onClose={close} />
      <AnswerDialog
        approval={approval}
        answer={asking === 'happened' || asking === 'did_not_happen' ? asking : undefined}
        decide={decide}
        onClose={close}
      />
    </>
  );
}
