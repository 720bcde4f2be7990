// Knows the tickets of the simulated help desk, which ignores keys; refuses to notice a duplicate.
import { Refusal } from '../http/refusal';
import type { Ledger, LedgerEntry } from '../ledger/ledger';
import { seededHex } from '../seeded';
import { backlogTicketById, type Ticket, ticketBacklog } from './ticket-backlog';

export const TICKET_PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

export interface TicketRequest {
  mail_id: string;
  title: string;
  body: string;
  priority: (typeof TICKET_PRIORITIES)[number];
}

function created(entry: LedgerEntry): Ticket {
  return {
    ticket_id: entry.id,
    mail_id: String(entry.body.mail_id),
    title: String(entry.body.title),
    body: String(entry.body.body),
    priority: String(entry.body.priority),
    created_at: entry.at,
  };
}

export class Tickets {
  constructor(
    private readonly ledger: Ledger,
    private readonly seed: string,
  ) {}

  /** Each call makes another ticket, whatever the key says. The key is only written down. */
  create(request: TicketRequest, key: string | null, fault: string | null): Ticket {
    const number = this.byMail(request.mail_id).length + 1;
    const entry = this.ledger.record({
      kind: 'ticket',
      key,
      intent: request.mail_id,
      id: `TCK-${seededHex(10, this.seed, 'created', request.mail_id, number).toUpperCase()}`,
      body: { ...request },
      fault,
    });
    return created(entry);
  }

  byMail(mailId: string): Ticket[] {
    return this.ledger.about(mailId).map(created);
  }

  /** The backlog of the date and what was created on it (UTC). */
  byDate(date: string): Ticket[] {
    const sameDay = this.ledger.all().filter((entry) => entry.at.startsWith(date));
    return [...ticketBacklog(this.seed, date), ...sameDay.map(created)];
  }

  /** Throws 404. */
  byId(id: string): Ticket {
    const entry = this.ledger.withId(id);
    const ticket = entry ? created(entry) : backlogTicketById(this.seed, id);
    if (ticket) return ticket;
    throw new Refusal(404, 'ticket_not_found', `There is no ticket ${id}.`);
  }
}
