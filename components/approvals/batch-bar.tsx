// What can be done with the chosen calls, at the foot of the queue: how many, what they come to, all alike, and the two words.
'use client';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import type { ApprovalShape } from '@/lib/contract/approval';
import { formatCount } from '@/lib/format/count';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { usePageKeys } from '../ui/use-page-keys';
import { type BatchDecision, BatchDialog } from './batch-dialog';

type Asking = { decision: BatchDecision; chosen: readonly ApprovalShape[] };

export type BatchBarProps = {
  chosen: readonly ApprovalShape[];
  /** How many are like them, as many as one decision takes. */
  alike: number;
  onAll: () => void;
  onLeave: () => void;
  /** The decisions stand: these are no longer the person's to do. */
  onDecided: (ids: readonly string[]) => void;
};

export function BatchBar({ chosen, alike, onAll, onLeave, onDecided }: BatchBarProps) {
  /** What is asked about stays asked about, whatever becomes of the choice behind it. */
  const [asking, setAsking] = useState<Asking | undefined>(undefined);
  const [openedMs] = useState(() => performance.now());
  usePageKeys({ Escape: { label: 'Choose no more', act: onLeave } });
  const few = chosen.length < 2;
  return (
    <section
      aria-label="Decide together"
      className="flex-none border-t border-line bg-raised px-3 py-2.5 max-md:pb-[calc(10px+env(safe-area-inset-bottom))]"
    >
      <div className="flex min-h-7 items-center gap-2">
        <b className="font-semi">{`${formatCount(chosen.length)} chosen`}</b>
        {chosen.length > 0 && alike > chosen.length && (
          <button type="button" className="link text-xs max-md:py-2" onClick={onAll}>
            {`Choose ${formatCount(alike)} alike`}
          </button>
        )}
        <span className="flex-1" />
        <IconButton label="Choose no more" onClick={onLeave}>
          <Icon of={X} />
        </IconButton>
      </div>
      {few ? (
        <p className="mt-0.5 text-xs text-muted">
          Two or more calls of one agent and tool, held for the same reasons, can be decided together.
        </p>
      ) : (
        <div className="mt-1.5 flex gap-2 [&>*]:flex-1">
          <Button
            variant="danger"
            icon={<Icon of={X} />}
            onClick={() => setAsking({ decision: 'reject', chosen })}
          >
            {`Reject ${chosen.length}`}
          </Button>
          <Button
            variant="primary"
            icon={<Icon of={Check} />}
            onClick={() => setAsking({ decision: 'approve', chosen })}
          >
            {`Approve ${chosen.length}`}
          </Button>
        </div>
      )}
      {asking !== undefined && (
        <BatchDialog
          {...asking}
          onCardMs={() => Math.round(performance.now() - openedMs)}
          onClose={() => setAsking(undefined)}
          onDecided={onDecided}
        />
      )}
    </section>
  );
}
