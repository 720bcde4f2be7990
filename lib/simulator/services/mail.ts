// Knows the mails that the simulated mail service sent; refuses nothing but a key that is used for another mail. Nobody receives them.
import type { Ledger, LedgerEntry } from '../ledger/ledger';
import { seededHex } from '../seeded';
import { replayOf } from './honoured-keys';

export interface MailRequest {
  /** What the mail is about; the same one in each mail of a conversation. */
  case_id: string;
  to: string;
  subject: string;
  text: string;
}

/** The same words about one case twice are a duplicate; a reminder in other words is none. */
export function mailIntent(seed: string, { case_id, text }: MailRequest): string {
  return `${case_id}|${seededHex(16, seed, 'mail text', text)}`;
}

export class Mail {
  constructor(
    private readonly ledger: Ledger,
    private readonly seed: string,
  ) {}

  /** Sends once per key; without a key each call sends. Throws 422 for a key with another body. */
  send(request: MailRequest, key: string | null, fault: string | null) {
    const body = { ...request };
    const earlier = replayOf(this.ledger, key, body);
    if (earlier) return { entry: earlier, replayed: true };
    const number = this.sent(request.case_id).length + 1;
    const entry = this.ledger.record({
      kind: 'mail',
      key,
      intent: mailIntent(this.seed, request),
      id: `MAIL-${seededHex(10, this.seed, 'mail', request.case_id, number).toUpperCase()}`,
      body,
      fault,
    });
    return { entry, replayed: false };
  }

  /** The mails about one case, the oldest first. */
  sent(caseId: string): readonly LedgerEntry[] {
    return this.ledger.about(caseId);
  }
}
