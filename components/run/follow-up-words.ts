// How often somebody was contacted on a key, as admissions recorded it: before a wait, and with a call. Pure; counts nothing itself.
import type { StepShape } from '@/lib/contract/run-detail';

export type FollowUps = {
  readonly used: number;
  readonly allowed: number;
  /** The call that was counted last. */
  readonly step: number;
};

/** What the calls before a wait had used of the cap on its key; undefined where none of them has one, or nobody was contacted. */
export function followUpsBefore(
  { step, wait }: StepShape,
  steps: readonly StepShape[],
): FollowUps | undefined {
  if (wait === null) return undefined;
  const last = steps.findLast(
    (one) => one.step < step && one.admission?.contacts?.correlationKey === wait.correlationKey,
  );
  return last === undefined ? undefined : followUpsAt(last);
}

/** The first contact is no follow-up; a call that was not sent, or certainly did not happen, is not counted. */
function followUpsAt(contact: StepShape): FollowUps | undefined {
  const counted = contact.admission?.contacts;
  if (counted === undefined) return undefined;
  const reached = contact.attempts.length > 0 && contact.status !== 'failed';
  const used = counted.sent + (reached ? 1 : 0) - 1;
  return used < 0 ? undefined : { used, allowed: counted.most - 1, step: contact.step };
}

export function followUpsSentence({ used, allowed, step }: FollowUps): string {
  return `${used} of ${allowed} used, counted with step ${step}`;
}

/** Which contact a call is on its key: "first contact on reply:1, 2 follow-ups may come". undefined where its tool has no cap. */
export function contactSentence({ admission }: StepShape): string | undefined {
  const counted = admission?.contacts;
  if (counted === undefined) return undefined;
  const { correlationKey, sent, most } = counted;
  const allowed = most - 1;
  if (sent === 0) return `first contact on ${correlationKey}, ${mayCome(allowed)}`;
  if (sent >= most) return `beyond the ${allowed} allowed on ${correlationKey}`;
  return `${sent} of ${allowed} on ${correlationKey}`;
}

function mayCome(followUps: number): string {
  if (followUps === 0) return 'no follow-up may come';
  return followUps === 1 ? '1 follow-up may come' : `${followUps} follow-ups may come`;
}
