// Who is at an approval, and the button that says so. A claim keeps nobody from deciding; it only tells.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ApprovalShape } from '@/lib/contract/approval';
import { formatUtcTime, toEpochMs } from '@/lib/format/time';
import { claimApprovalMutation, releaseApprovalMutation } from '@/lib/query/approval-acts';
import { meOptions } from '@/lib/query/console';
import { newIntent } from '@/lib/query/intent';
import { messageOf } from '@/lib/query/problem-error';
import { Button } from '../ui/button';
import { Glyph } from '../ui/glyph';
import { useServerClock } from '../ui/server-clock';

/** Whose claim stands now; undefined where none does. */
export function useClaim({ claimedBy, claimedUntil }: ApprovalShape) {
  const stands = useServerClock((nowMs) => claimedUntil !== null && toEpochMs(claimedUntil) > nowMs);
  const { data: me } = useQuery(meOptions());
  if (!stands || claimedBy === null || claimedUntil === null) return undefined;
  const isOwn = claimedBy.kind === 'user' && claimedBy.id === me?.id;
  return { label: claimedBy.label, until: claimedUntil, isOwn };
}

type CardClaimProps = {
  approval: ApprovalShape;
  mayAct: boolean;
  /** What else one can do but decide. */
  children?: ReactNode;
};

export function CardClaim({ approval, mayAct, children }: CardClaimProps) {
  const claimed = useClaim(approval);
  const claim = useMutation(claimApprovalMutation());
  const release = useMutation(releaseApprovalMutation());
  if (claimed === undefined && !mayAct) return null;
  const act = claimed?.isOwn === true ? release : claim;
  const until = claimed === undefined ? '' : formatUtcTime(claimed.until);
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-2 border-t border-line px-5 py-1.5 max-md:px-3.5">
      <Glyph name="people" className="flex-none text-faint" />
      <p role="status" className="min-w-0 flex-1 text-ink-2">
        {act.error !== null
          ? messageOf(act.error)
          : claimed === undefined
            ? 'Nobody has said that they are at it.'
            : claimed.isOwn
              ? `You are at it until ${until}.`
              : `${claimed.label} is at it until ${until}. You can still decide; the history will say so.`}
      </p>
      {mayAct && (claimed === undefined || claimed.isOwn) && (
        <Button
          className="flex-none max-md:min-h-11"
          pending={act.isPending}
          onClick={() => act.mutate({ intent: newIntent(), id: approval.id })}
        >
          {claimed === undefined ? 'I’m on it' : 'Let go'}
        </Button>
      )}
      {mayAct && children}
    </div>
  );
}
