// What a decision will do, said before it is made. Every sentence follows from the approval's own data. Pure.
import type { GlyphState } from '@/components/ui/state-name';
import type { ApprovalShape } from '@/lib/contract/approval';
import type { EffectClass } from '@/lib/domain/tool';
import { formatAmount } from '@/lib/format/money';
import { formatUtcTime } from '@/lib/format/time';
import { askedNext } from './asked-words';

const COUNTS = ['no', 'one', 'two', 'three', 'four', 'five'] as const;
const ORDINALS = ['', 'first', 'second', 'third', 'fourth', 'fifth'] as const;

const count = (n: number): string => COUNTS[n] ?? String(n);
const ordinal = (n: number): string => ORDINALS[n] ?? `${n}th`;

/** What a lost answer means for this kind of effect. */
const EFFECTS: Record<EffectClass, string> = {
  read: 'It changes nothing.',
  idempotent: 'The receiver knows its key: sent twice, it happens once.',
  reconcilable: 'Should the answer be lost, the receiver is asked by its key before anything is sent again.',
  unsafe: 'Should the answer be lost, it is not sent again until a person says whether it happened.',
};

/** It runs unless somebody objects. */
export const isAnnounced = ({ onExpiry }: Pick<ApprovalShape, 'onExpiry'>): boolean => onExpiry === 'execute';

/** Approvals that still count; an edit empties what stood before it. */
export function countingVotes(approval: ApprovalShape): ApprovalShape['decisions'] {
  return approval.decisions.filter((vote) => vote.counts && vote.decision !== 'reject');
}

export function amountText(approval: Pick<ApprovalShape, 'amount' | 'amountUnit'>): string | undefined {
  if (approval.amount === null) return undefined;
  return formatAmount(approval.amount, approval.amountUnit ?? undefined);
}

/** "Yours is the second of two." Undefined where one is enough. */
function quorumSentence(approval: ApprovalShape, votes: number): string | undefined {
  if (approval.quorum <= 1) return undefined;
  const mine = votes + 1;
  const left = approval.quorum - mine;
  const place = `Yours is the ${ordinal(mine)} of ${count(approval.quorum)}.`;
  if (left <= 0) return place;
  return `${place} The call then waits for ${count(left)} more.`;
}

function sendSentence(approval: ApprovalShape, votes: number): string {
  const last = votes + 1 >= approval.quorum;
  return last ? 'The call is checked again and sent.' : 'Once complete, the call is checked again and sent.';
}

export function ifApproved(approval: ApprovalShape): string {
  const votes = countingVotes(approval).length;
  return [quorumSentence(approval, votes), sendSentence(approval, votes), EFFECTS[approval.effect]]
    .filter((part) => part !== undefined)
    .join(' ');
}

/** After an edit the votes before it no longer count. */
export function ifEdited(approval: ApprovalShape): string {
  return [quorumSentence(approval, 0), sendSentence(approval, 0)]
    .filter((part) => part !== undefined)
    .join(' ');
}

export function ifNobodyDecides(approval: ApprovalShape): string {
  if (approval.expiresAt === null) return 'It waits without a limit, and so does the run.';
  const at = formatUtcTime(approval.expiresAt);
  if (approval.onExpiry === 'escalate') {
    const end = approval.kind === 'question' ? 'ends without an answer' : 'is rejected';
    return `At ${at} it escalates to ${askedNext(approval).join(', then to ')}. Nothing is sent meanwhile, and what the last of them leave ${end}.`;
  }
  if (approval.onExpiry === 'reject')
    return `At ${at} it is rejected: nothing is sent, and the agent reads that nobody decided in time.`;
  if (approval.onExpiry === 'execute')
    return approval.quorum > 1
      ? `At ${at} silence is not enough, since others are to agree: a decision is asked for anew.`
      : `At ${at} it is checked again and sent, because nobody objected. That is recorded as nobody’s approval.`;
  return `At ${at} the time runs out.`;
}

export const IF_HAPPENED =
  'The step is recorded as done with the result you give. Nothing is sent again, and the run goes on.';
export const IF_DID_NOT_HAPPEN =
  'The call is sent again, under the same key. Should it have happened after all, it happens twice unless the receiver knows the key.';

export const IF_COMPENSATED =
  'A run of its own undoes the call, once, checked and sent as any other. This step counts as not done: it is not sent again, and the run goes on at once.';

/** How a decided approval ended, as a verb with its object: what the list and the notice say. */
export function outcomeWord(approval: Pick<ApprovalShape, 'status' | 'decisions'>): string {
  const last = approval.decisions.findLast((vote) => vote.counts);
  switch (approval.status) {
    case 'pending':
      return 'waiting';
    case 'approved':
      return approval.decisions.some((vote) => vote.decision === 'edit') ? 'edited' : 'approved';
    case 'answered':
      // Without anybody's vote it was the receiver who said so, late.
      if (last === undefined) return 'settled by a late answer';
      if (last.decision === 'compensate') return 'undone';
      return last.decision === 'did_not_happen' ? 'did not happen' : 'happened';
    case 'superseded':
      return 'replaced';
    case 'unopposed':
      return 'unopposed';
    case 'rejected':
    case 'expired':
    case 'cancelled':
      return approval.status;
  }
}

/** The sign of an outcome; the word stands beside it. */
export function outcomeState(approval: Pick<ApprovalShape, 'status' | 'decisions'>): GlyphState {
  switch (approval.status) {
    case 'pending':
      return 'waiting';
    case 'approved':
      return approval.decisions.some((vote) => vote.decision === 'edit') ? 'partial' : 'succeeded';
    case 'answered':
      return 'succeeded';
    case 'rejected':
    case 'expired':
      return 'failed';
    case 'unopposed':
      return 'succeeded';
    case 'superseded':
    case 'cancelled':
      return 'cancelled';
  }
}

export const IF_ANSWERED =
  'The agent reads it as the answer of a person, under your name, and goes on. It permits nothing: what the agent does next is judged as ever.';
const IF_UNANSWERED = 'The agent is told that nobody answered in time, and goes on without an answer.';

export const ifNobodyAnswers = (approval: ApprovalShape): string =>
  approval.onExpiry === 'escalate' ? ifNobodyDecides(approval) : IF_UNANSWERED;
