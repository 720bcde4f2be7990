// Knows the HTTP face of the simulated payment provider.
import { z } from 'zod';
import type { FaultDesk } from '../faults/fault-desk';
import { parseInput, queryObject } from '../http/read-body';
import { json } from '../http/reply';
import type { Route } from '../http/router';
import type { LedgerEntry } from '../ledger/ledger';
import { REPLAYED } from './honoured-keys';
import { idempotencyKey, keyFact } from './idempotency-key';
import { type Payments, refundIntent } from './payments';

const MAX_AMOUNT = 1_000_000;
const isWholeCents = (amount: number): boolean => Math.abs(amount * 100 - Math.round(amount * 100)) < 1e-6;

const refundSchema = z.strictObject({
  order_id: z.string().min(1).max(100),
  /** Euro, with two decimals at the most. */
  amount: z.number().positive().max(MAX_AMOUNT).refine(isWholeCents, 'takes two decimals at the most'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'is three capital letters'),
  reason: z.string().max(2_000),
});

const lookupSchema = z
  .strictObject({ key: z.string().min(1).optional(), order_id: z.string().min(1).optional() })
  .refine((query) => (query.key === undefined) !== (query.order_id === undefined), {
    message: 'takes either key or order_id',
  });

/** A cancelled refund reads so wherever it is looked up. */
function refundView(entry: LedgerEntry, cancelled?: LedgerEntry) {
  return {
    refund_id: entry.id,
    ...entry.body,
    status: cancelled === undefined ? 'succeeded' : 'cancelled',
    created_at: entry.at,
    idempotency_key: entry.key,
  };
}

export function paymentsRoutes(payments: Payments, desk: FaultDesk): Route[] {
  return [
    {
      method: 'GET',
      path: '/payments/orders/:id',
      handle: ({ params }) => {
        const id = params.id ?? '';
        const act = () => json(200, payments.order(id));
        return desk.serve({ service: 'payments', route: 'order', intent: id, facts: { order_id: id }, act });
      },
    },
    {
      method: 'POST',
      path: '/payments/refunds',
      handle: ({ body, headers }) => {
        const request = parseInput(refundSchema, body);
        const key = idempotencyKey(headers);
        return desk.serve({
          service: 'payments',
          route: 'refund',
          intent: refundIntent(request),
          facts: {
            order_id: request.order_id,
            amount: request.amount,
            currency: request.currency,
            ...keyFact(key),
          },
          demoId: request.order_id,
          act: (fault) => {
            const { entry, replayed } = payments.refund(request, key, fault?.fault ?? null);
            return json(201, refundView(entry), replayed ? REPLAYED : {});
          },
        });
      },
    },
    {
      method: 'POST',
      path: '/payments/refunds/:id/cancel',
      handle: ({ params, headers }) => {
        const id = params.id ?? '';
        const key = idempotencyKey(headers);
        return desk.serve({
          service: 'payments',
          route: 'refund_cancel',
          intent: `cancel ${id}`,
          facts: { refund_id: id, ...keyFact(key) },
          act: (fault) => {
            const { entry, replayed } = payments.cancel(id, key, fault?.fault ?? null);
            const answer = {
              cancellation_id: entry.id,
              ...entry.body,
              status: 'cancelled',
              created_at: entry.at,
            };
            return json(200, answer, replayed ? REPLAYED : {});
          },
        });
      },
    },
    {
      method: 'GET',
      path: '/payments/refunds',
      handle: ({ query }) => {
        const { key, order_id } = parseInput(lookupSchema, queryObject(query));
        const act = () => {
          const found =
            key === undefined ? payments.refundsByOrder(order_id ?? '') : payments.refundsByKey(key);
          return json(200, {
            refunds: found.map((entry) => refundView(entry, payments.cancellationOf(entry.id))),
          });
        };
        const facts = key === undefined ? { order_id: order_id ?? '' } : { key };
        const intent = JSON.stringify(facts);
        return desk.serve({ service: 'payments', route: 'refund_lookup', intent, facts, act });
      },
    },
    {
      method: 'GET',
      path: '/payments/refunds/:id',
      handle: ({ params }) => {
        const id = params.id ?? '';
        const act = () => json(200, refundView(payments.refundById(id), payments.cancellationOf(id)));
        const facts = { refund_id: id };
        return desk.serve({ service: 'payments', route: 'refund_get', intent: id, facts, act });
      },
    },
  ];
}
