// What the notice says after a decision: what was done, and what it still needs. Pure.
import type { ApprovalShape } from '@/lib/contract/approval';
import type { ApprovalDecision } from '@/lib/domain/approval';
import { plural } from '@/lib/format/count';
import type { Notice } from '../ui/toaster';
import { amountText, countingVotes } from './decision-sentences';

const DONE: Record<ApprovalDecision, string> = {
  approve: 'Approved',
  edit: 'Approved with your edit',
  reject: 'Rejected',
  respond: 'Answered',
  happened: 'Recorded as happened',
  did_not_happen: 'Recorded as not happened',
  compensate: 'Undoing',
};

export function decisionNotice(answer: ApprovalShape, decision: ApprovalDecision): Notice {
  const what = [answer.tool, amountText(answer)].filter((part) => part !== undefined).join(' ');
  const left = answer.quorum - countingVotes(answer).length;
  if (answer.status === 'pending' && (decision === 'approve' || decision === 'edit') && left > 0) {
    return {
      title: `Your approval of ${what} counts`,
      detail: `it waits for ${plural(left, 'more person', 'more people')}`,
      state: 'waiting',
    };
  }
  if (answer.planted !== null) {
    const caught = answer.planted.caught === true;
    return {
      title: caught ? 'You saw it: this call was planted' : 'This call was planted, and is not sent',
      detail: answer.planted.flaw,
      state: caught ? 'succeeded' : 'failed',
    };
  }
  return {
    title: `${DONE[decision]}: ${what}`,
    detail: `${answer.agent}, step ${answer.step}`,
    state: decision === 'reject' ? 'cancelled' : 'succeeded',
  };
}
