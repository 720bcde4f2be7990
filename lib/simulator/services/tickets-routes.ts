// Knows the HTTP face of the simulated help desk.
import { z } from 'zod';
import type { FaultDesk } from '../faults/fault-desk';
import { parseInput, queryObject } from '../http/read-body';
import { json } from '../http/reply';
import type { Route } from '../http/router';
import { idempotencyKey, keyFact } from './idempotency-key';
import { TICKET_PRIORITIES, type Tickets } from './tickets';

const mailIdSchema = z.string().min(1).max(200);

const ticketSchema = z.strictObject({
  mail_id: mailIdSchema,
  title: z.string().min(1).max(300),
  body: z.string().max(20_000),
  priority: z.enum(TICKET_PRIORITIES).default('normal'),
});

const findSchema = z
  .strictObject({ mail_id: mailIdSchema.optional(), date: z.iso.date().optional() })
  .refine((query) => (query.mail_id === undefined) !== (query.date === undefined), {
    message: 'takes either mail_id or date',
  });

export function ticketsRoutes(tickets: Tickets, desk: FaultDesk): Route[] {
  return [
    {
      method: 'POST',
      path: '/tickets',
      handle: ({ body, headers }) => {
        const request = parseInput(ticketSchema, body);
        const key = idempotencyKey(headers);
        return desk.serve({
          service: 'tickets',
          route: 'create',
          intent: request.mail_id,
          facts: { mail_id: request.mail_id, priority: request.priority, ...keyFact(key) },
          demoId: request.mail_id,
          act: (fault) => json(201, tickets.create(request, key, fault?.fault ?? null)),
        });
      },
    },
    {
      method: 'GET',
      path: '/tickets',
      handle: ({ query }) => {
        const { mail_id, date } = parseInput(findSchema, queryObject(query));
        const act = () =>
          json(200, {
            tickets: mail_id === undefined ? tickets.byDate(date ?? '') : tickets.byMail(mail_id),
          });
        const facts = mail_id === undefined ? { date: date ?? '' } : { mail_id };
        const intent = JSON.stringify(facts);
        return desk.serve({ service: 'tickets', route: 'find', intent, facts, act });
      },
    },
    {
      method: 'GET',
      path: '/tickets/:id',
      handle: ({ params }) => {
        const id = params.id ?? '';
        const act = () => json(200, tickets.byId(id));
        const facts = { ticket_id: id };
        return desk.serve({ service: 'tickets', route: 'get', intent: id, facts, act });
      },
    },
  ];
}
