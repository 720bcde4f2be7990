// Knows the tickets that were there before anybody called: made from date and seed; refuses to count as effects.
import { seededHex, seededInteger } from '../seeded';

export interface Ticket {
  ticket_id: string;
  mail_id: string | null;
  title: string;
  body: string;
  priority: string;
  created_at: string;
}

const SUBJECTS = [
  ['Parcel arrived damaged', 'The box was open and two cups are broken.', 'normal'],
  ['Can not sign in since the update', 'The code from the app is refused.', 'high'],
  ['Invoice shows the old address', 'Please send it again with the new one.', 'low'],
  ['Charged twice for one order', 'My statement has the same amount two times.', 'high'],
  ['Where is my order', 'It was due three days ago.', 'normal'],
  ['Checkout page stays blank', 'None of our staff can place an order.', 'urgent'],
  ['Question about the warranty', 'Does it cover a cracked lid?', 'low'],
  ['Wrong size delivered', 'I ordered M and got XL.', 'normal'],
] as const;

const MIN_PER_DAY = 3;
const MAX_PER_DAY = 7;

/** Three to seven tickets of a date (UTC, `YYYY-MM-DD`), the same ones for the same seed. */
export function ticketBacklog(seed: string, date: string): Ticket[] {
  const count = seededInteger(MIN_PER_DAY, MAX_PER_DAY, seed, 'backlog', date);
  return Array.from({ length: count }, (_, index) => backlogTicket(seed, date, index));
}

function backlogTicket(seed: string, date: string, index: number): Ticket {
  const start = seededInteger(0, SUBJECTS.length - 1, seed, 'subject', date);
  const [title, body, priority] = SUBJECTS[(start + index) % SUBJECTS.length] ?? SUBJECTS[0];
  const minute = seededInteger(0, 59, seed, 'minute', date, index);
  const hour = 8 + index;
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00.000Z`;
  return {
    ticket_id: `TCK-${date.replaceAll('-', '')}-${seededHex(4, seed, 'ticket', date, index).toUpperCase()}`,
    mail_id: null,
    title,
    body,
    priority,
    created_at: `${date}T${time}`,
  };
}

/** The backlog ticket with this id, or null. The date stands in the id. */
export function backlogTicketById(seed: string, id: string): Ticket | null {
  const digits = /^TCK-(\d{4})(\d{2})(\d{2})-[0-9A-F]{4}$/.exec(id);
  if (digits === null) return null;
  const date = `${digits[1]}-${digits[2]}-${digits[3]}`;
  return ticketBacklog(seed, date).find((ticket) => ticket.ticket_id === id) ?? null;
}
