// What happened to an approval, in the words of its history. Pure.
import type { ApprovalEventShape } from '@/lib/contract/approval-acts';
import { formatDurationMs } from '@/lib/format/duration';
import { formatUtcTime } from '@/lib/format/time';
import { askedWords } from './asked-words';

const DECISIONS: Readonly<
  Record<Extract<ApprovalEventShape, { verb: 'voted' }>['data']['decision'], string>
> = {
  approve: 'approved',
  edit: 'edited and approved',
  reject: 'rejected',
  respond: 'answered',
  happened: 'said that it happened',
  did_not_happen: 'said that it did not happen',
  compensate: 'asked to undo it',
};

/** The predicate of a sentence whose subject is the actor. */
export function historyWords(event: ApprovalEventShape): string {
  switch (event.verb) {
    case 'created':
      return event.data.supersedes === undefined ? 'asked for a decision' : 'asked again, because it changed';
    case 'notified':
      return event.data.to === undefined
        ? `sent a message through ${event.data.channel}`
        : `told ${event.data.to.join(', ')} through ${event.data.channel}`;
    case 'viewed':
      return 'opened it';
    case 'claimed':
      return `is at it until ${formatUtcTime(event.data.until)}`;
    case 'released':
      return 'let go of it';
    case 'snoozed':
      return event.data.until === null
        ? 'took it back'
        : `put it off until ${formatUtcTime(event.data.until)}`;
    case 'commented':
      return 'wrote';
    case 'voted':
      return votedWords(event.data);
    case 'decided':
      if (event.data.status === 'unopposed') return 'let it run: nobody objected';
      return `settled it: ${event.data.status}`;
    case 'warned':
      return `warned that ${formatDurationMs(event.data.leftMs)} are left`;
    case 'escalated':
      return `asked ${askedWords(event.data.to)} until ${formatUtcTime(event.data.until)}, because nobody had decided`;
    case 'expired':
      return 'closed it: nobody decided in time';
    case 'reopened':
      return 'asked again: it no longer held';
  }
}

function votedWords({
  decision,
  overClaimOf,
}: Extract<ApprovalEventShape, { verb: 'voted' }>['data']): string {
  const over = overClaimOf === undefined ? '' : ` while ${overClaimOf.label} was at it`;
  return `${DECISIONS[decision]}${over}`;
}

/** What somebody wrote with it. */
export function historyText(event: ApprovalEventShape): string | undefined {
  if (event.verb === 'commented') return event.data.text;
  return event.verb === 'voted' ? event.data.reason : undefined;
}
