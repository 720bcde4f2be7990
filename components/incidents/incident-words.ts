// What each incident is, in the words of whoever has had it: what was asked for, what went wrong, why one side is harmed and the other is not.
import type { IncidentName } from '@/lib/contract/incident';

export type IncidentWords = {
  readonly title: string;
  readonly asked: string;
  readonly fault: string;
  readonly unprotected: string;
  readonly bulkhead: string;
  /** What one effect is called. */
  readonly effect: readonly [one: string, many: string];
};

export const INCIDENT_WORDS: { readonly [N in IncidentName]: IncidentWords } = {
  'chat-storm': {
    title: 'Chat message storm',
    asked: 'Post one summary to each of five channels. The scheduler fires twice.',
    fault:
      'The chat posts, then loses its first two replies for four channels; the fifth is rate-limited for three seconds.',
    unprotected:
      'Each lost reply is taken for “not sent” and sent again, by both agents. The rate limit outlives three quick tries, so one channel gets nothing.',
    bulkhead:
      'One key for channel and day, sent to the receiver and kept in the ledger: the second try and the second agent find it. The wait that the receiver asked for is kept.',
    effect: ['message', 'messages'],
  },
  'duplicate-refund': {
    title: 'Duplicate refund',
    asked: 'Refund three orders, once each.',
    fault:
      'Payments charges at once but answers the first call only after the caller’s five seconds are over.',
    unprotected:
      'A timeout is taken for a failure; the retry pays again, under no key, and looks like a success.',
    bulkhead:
      'A timeout is “unknown”, not “failed”: the key is looked up, the refund is found, its answer is recorded. Nothing is sent twice.',
    effect: ['refund', 'refunds'],
  },
  'ticket-race': {
    title: 'Ticket race',
    asked: 'Open one ticket for each of four mails. Two agents get the same mails at the same moment.',
    fault:
      'Both look for a ticket and find none; the help desk takes a second to open one, and ignores keys.',
    unprotected: 'Look first, then insert: between the two the other agent does the same.',
    bulkhead:
      'The mail is the key, held by whoever comes first. The other agent waits and gets the first one’s answer.',
    effect: ['ticket', 'tickets'],
  },
};

/** "1 refund", "3 tickets" */
export function effectWords(name: IncidentName, count: number): string {
  const [one, many] = INCIDENT_WORDS[name].effect;
  return count === 1 ? `1 ${one}` : `${count === 0 ? 'no' : count} ${count === 0 ? one : many}`;
}
