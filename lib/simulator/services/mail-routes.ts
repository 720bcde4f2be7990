// Knows the HTTP face of the simulated mail service.
import { z } from 'zod';
import type { FaultDesk } from '../faults/fault-desk';
import { parseInput, queryObject } from '../http/read-body';
import { json } from '../http/reply';
import type { Route } from '../http/router';
import type { LedgerEntry } from '../ledger/ledger';
import { REPLAYED } from './honoured-keys';
import { idempotencyKey, keyFact } from './idempotency-key';
import { type Mail, mailIntent } from './mail';

const caseIdSchema = z.string().regex(/^[\w.-]{1,80}$/, 'is a case such as CASE-1001');

const mailSchema = z.strictObject({
  case_id: caseIdSchema,
  to: z.email().max(200),
  subject: z
    .string()
    .min(1)
    .max(200)
    .regex(/^\P{Cc}*$/u, 'is one line'),
  text: z.string().min(1).max(40_000),
});

const listSchema = z.strictObject({ case_id: caseIdSchema });

function mailView(entry: LedgerEntry) {
  return { message_id: entry.id, ...entry.body, sent_at: entry.at };
}

export function mailRoutes(mail: Mail, desk: FaultDesk, seed: string): Route[] {
  return [
    {
      method: 'POST',
      path: '/mail/messages',
      handle: ({ body, headers }) => {
        const request = parseInput(mailSchema, body);
        const key = idempotencyKey(headers);
        return desk.serve({
          service: 'mail',
          route: 'send',
          intent: mailIntent(seed, request),
          facts: { case_id: request.case_id, to: request.to, ...keyFact(key) },
          demoId: request.case_id,
          act: (fault) => {
            const { entry, replayed } = mail.send(request, key, fault?.fault ?? null);
            return json(201, mailView(entry), replayed ? REPLAYED : {});
          },
        });
      },
    },
    {
      method: 'GET',
      path: '/mail/messages',
      handle: ({ query }) => {
        const { case_id } = parseInput(listSchema, queryObject(query));
        const act = () => json(200, { case_id, messages: mail.sent(case_id).map(mailView) });
        return desk.serve({ service: 'mail', route: 'list', intent: case_id, facts: { case_id }, act });
      },
    },
  ];
}
