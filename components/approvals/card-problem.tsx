// Why a decision was not taken, and what to do now: someone was faster, the call changed, it may not be, or nothing came back.
'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ApprovalShape } from '@/lib/contract/approval';
import { approvalsListOptions } from '@/lib/query/approvals';
import { ApiProblem, messageOf } from '@/lib/query/problem-error';
import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { PENDING } from './pending-filter';
import type { Decide } from './use-decide';

export type CardProblemProps = {
  decide: Decide;
  approval: ApprovalShape;
  next: string | undefined;
  onNext: (id: string | undefined) => void;
};

export function CardProblem({ decide, approval, next, onNext }: CardProblemProps) {
  const error = decide.error;
  const code = error instanceof ApiProblem ? error.code : undefined;
  const replaced = useReplacement(approval, code === 'approval_stale' || approval.status === 'superseded');
  const onward = next !== undefined && (
    <Button size="sm" onClick={() => onNext(next)}>
      Next that waits
    </Button>
  );
  if (replaced !== undefined) {
    return (
      <Banner
        state="waiting"
        urgent
        title="The call has changed since it was asked."
        actions={
          <Button size="sm" variant="primary" onClick={() => onNext(replaced)}>
            Show it as it is now
          </Button>
        }
      >
        Nothing was sent. It stands in the queue again with what changed.
      </Banner>
    );
  }
  if (error === null) return null;
  switch (code) {
    case 'already_decided':
      return (
        <Banner state="waiting" urgent title="Someone else decided it first." actions={onward}>
          {`${messageOf(error)} Yours was not taken.`}
        </Banner>
      );
    case 'approval_stale':
      return (
        <Banner state="waiting" urgent title="The call has changed since it was shown.">
          {`${messageOf(error)} Nothing was sent. The card below now shows the call as it is: look again, then decide.`}
        </Banner>
      );
    default:
      return (
        <Banner
          state={code === 'conflict' ? 'waiting' : 'failed'}
          urgent
          title="Your decision was not taken."
          actions={
            <Button size="sm" onClick={decide.clearError}>
              Close
            </Button>
          }
        >
          {messageOf(error)}
        </Banner>
      );
  }
}

/** The approval that stands in this one's place, once the queue has it. */
function useReplacement(approval: ApprovalShape, asked: boolean): string | undefined {
  const { data } = useInfiniteQuery({
    ...approvalsListOptions({ ...PENDING, run: approval.runId }),
    enabled: asked,
  });
  if (!asked) return undefined;
  return data?.pages.flatMap((page) => page.items).find((item) => item.supersedes === approval.id)?.id;
}
