// How often somebody may be contacted while no answer comes; a call beyond the cap is denied or for a person, and told why.
import type { AdmissionReason } from '@/lib/domain/admission';
import type { RecordedError } from '@/lib/domain/errors';
import type { FollowUpCap } from '@/lib/domain/event-wait';

/** What the store counted on the call's key since its last event, this call left out. */
export type FollowUpFacts = {
  readonly correlationKey: string;
  readonly sent: number;
  readonly most: number;
  readonly beyond: FollowUpCap['beyond'];
};

export function followUpReasons(followUp: FollowUpFacts | null): AdmissionReason[] {
  if (followUp === null || followUp.sent < followUp.most) return [];
  const verdict = followUp.beyond === 'ask' ? 'await_approval' : 'deny';
  return [{ rule: 'tool.followUp', verdict, message: followUpMessage(followUp) }];
}

type Counted = Pick<FollowUpFacts, 'correlationKey' | 'sent' | 'most'>;

/** Two calls were admitted at one moment, and the store had room for one: nothing was sent. */
export function cappedError(counted: Counted): RecordedError {
  return { code: 'follow_up_cap', message: followUpMessage(counted), class: 'fatal' };
}

function followUpMessage({ correlationKey, sent, most }: Counted): string {
  // The first contact is no follow-up.
  const [followUps, allowed] = [sent - 1, most - 1];
  const were = followUps === 1 ? '1 follow-up was' : `${followUps} follow-ups were`;
  const are = allowed === 1 ? '1 is' : `${allowed} are`;
  return `${were} sent on ${correlationKey} without an answer, ${are} allowed. Wait for the answer, or hand over to a person.`;
}
