// Knows the three incidents that every team meets once: what is asked for, under which faults, and what should have happened; refuses to know who
// carries it out.
import type { JsonObject } from '../../domain/json';
import type { FaultRule } from '../faults/fault-rule';
import type { EffectService } from '../ledger/ledger';

export const INCIDENT_NAMES = ['chat-storm', 'duplicate-refund', 'ticket-race'] as const;
export type IncidentName = (typeof INCIDENT_NAMES)[number];

export interface IncidentPlan {
  readonly name: IncidentName;
  readonly agent: string;
  /** One for each start of the agent, all at the same moment. */
  readonly inputs: readonly JsonObject[];
  /** They match nothing but this execution's own subjects. */
  readonly faults: readonly FaultRule[];
  readonly service: EffectService;
  /** Each wants exactly one effect: an order, a channel, a mail. */
  readonly subjects: readonly string[];
}

const numbered = (count: number, name: (number: number) => string) =>
  Array.from({ length: count }, (_, index) => name(index + 1));

/**
 * The scheduler fires twice. The chat loses the first two replies of each channel after it has posted, and limits the rate of the last channel
 * for three seconds.
 */
function chatStorm(tag: string): Omit<IncidentPlan, 'name'> {
  const channels = [...numbered(4, (number) => `#${tag}-team-${number}`), `#${tag}-all`];
  const input = { date: '2026-11-19', channels };
  const post = { service: 'chat', route: 'post' } as const;
  return {
    agent: 'daily-summary',
    inputs: [input, input],
    faults: [
      { ...post, match: { channel: `#${tag}-team-*` }, fault: 'lost_reply', nth: 'every', times: 2 },
      {
        ...post,
        match: { channel: `#${tag}-all` },
        fault: 'rate_limited',
        retryAfterS: 3,
        nth: 'every',
        withinMs: 3_000,
      },
    ],
    service: 'chat',
    subjects: channels,
  };
}

/** Payments charges at once and answers the first time after the caller's patience (5 s) has ended. */
function duplicateRefund(tag: string): Omit<IncidentPlan, 'name'> {
  const orders = numbered(3, (number) => `ORD-${tag.toUpperCase()}-${number}`);
  return {
    agent: 'refunds',
    inputs: orders.map((orderId, index) => ({
      orderId,
      amount: 40 + index,
      reason: 'The lamp arrived cracked, the carrier confirmed it with photos',
    })),
    faults: [
      {
        service: 'payments',
        route: 'refund',
        match: { order_id: `ORD-${tag.toUpperCase()}-*` },
        fault: 'late',
        delayMs: 7_000,
        nth: 1,
      },
    ],
    service: 'payments',
    subjects: orders,
  };
}

/** Two agents get the same mails at the same moment. Both look for a ticket and find none; the help desk takes a second to open one. */
function ticketRace(tag: string): Omit<IncidentPlan, 'name'> {
  const mails = numbered(4, (number) => `MAIL-${tag.toUpperCase()}-${number}`);
  const input = {
    mails: mails.map((mailId, index) => ({
      mailId,
      from: `person-${index + 1}@example.com`,
      subject: ['Printer jam', 'VPN drops', 'New badge', 'Expired licence'][index] ?? 'Question',
      body: 'Since this morning. Can somebody have a look?',
    })),
  };
  return {
    agent: 'ticket-triage',
    inputs: [input, input],
    faults: [
      {
        service: 'tickets',
        route: 'create',
        match: { mail_id: `MAIL-${tag.toUpperCase()}-*` },
        fault: 'delay',
        delayMs: 1_000,
        nth: 'every',
      },
    ],
    service: 'tickets',
    subjects: mails,
  };
}

const PLANS: { readonly [N in IncidentName]: (tag: string) => Omit<IncidentPlan, 'name'> } = {
  'chat-storm': chatStorm,
  'duplicate-refund': duplicateRefund,
  'ticket-race': ticketRace,
};

/** `tag`: a few letters and digits that no other execution has, so that subjects, keys and faults are its own. */
export function planIncident(name: IncidentName, tag: string): IncidentPlan {
  return { name, ...PLANS[name](tag) };
}
