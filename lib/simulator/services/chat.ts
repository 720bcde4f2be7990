// Knows the messages of the simulated chat; refuses nothing but a key that is used for another text.
import type { Ledger, LedgerEntry } from '../ledger/ledger';
import { seededHex } from '../seeded';
import { replayOf } from './honoured-keys';

export interface MessageRequest {
  channel: string;
  text: string;
  /** Carried for the sender's own business key; the chat itself makes nothing of it. */
  date?: string | undefined;
}

/** The same text in the same channel twice is a duplicate. */
export function messageIntent(seed: string, { channel, text }: MessageRequest): string {
  return `${channel}|${seededHex(16, seed, 'text', text)}`;
}

export class Chat {
  constructor(
    private readonly ledger: Ledger,
    private readonly seed: string,
  ) {}

  /** Posts once per key; without a key each call posts. Throws 422 for a key with another body. */
  post(request: MessageRequest, key: string | null, fault: string | null) {
    const { channel, text, date } = request;
    const body = { channel, text, ...(date === undefined ? {} : { date }) };
    const earlier = replayOf(this.ledger, key, body);
    if (earlier) return { entry: earlier, replayed: true };
    const number = this.messages(channel).length + 1;
    const entry = this.ledger.record({
      kind: 'message',
      key,
      intent: messageIntent(this.seed, request),
      id: `MSG-${seededHex(10, this.seed, 'message', channel, number).toUpperCase()}`,
      body,
      fault,
    });
    return { entry, replayed: false };
  }

  messages(channel: string): readonly LedgerEntry[] {
    return this.ledger.about(channel);
  }
}
