// Knows the refunds of the simulated payment provider and their cancellation; refuses to pay back more than was captured.
import { Refusal } from '../http/refusal';
import type { Ledger, LedgerEntry } from '../ledger/ledger';
import { seededHex } from '../seeded';
import { replayOf } from './honoured-keys';
import { CURRENCY, type PaymentOrder, paymentOrder } from './payment-orders';

export interface RefundRequest {
  order_id: string;
  amount: number;
  currency: string;
  reason: string;
}

export interface RefundOutcome {
  entry: LedgerEntry;
  replayed: boolean;
}

const toCents = (amount: number): number => Math.round(amount * 100);
const toAmount = (cents: number): number => cents / 100;
const inEuro = (cents: number): string => `${(cents / 100).toFixed(2)} ${CURRENCY}`;

/** What a refund means to the business: paying the same sum of one order back twice is a duplicate. */
export function refundIntent({ order_id, amount, currency }: RefundRequest): string {
  return `${order_id}|${amount.toFixed(2)}|${currency}`;
}

export class Payments {
  constructor(
    private readonly ledger: Ledger,
    private readonly seed: string,
  ) {}

  private refundedCents(orderId: string): number {
    return this.ledger.about(orderId).reduce((sum, entry) => sum + toCents(Number(entry.body.amount)), 0);
  }

  private existing(orderId: string): PaymentOrder {
    const order = paymentOrder(this.seed, orderId);
    if (order) return order;
    throw new Refusal(404, 'order_not_found', `There is no order ${orderId}.`, { param: 'order_id' });
  }

  /** The order as the provider shows it. Throws 404. */
  order(orderId: string) {
    const order = this.existing(orderId);
    const refunded = this.refundedCents(orderId);
    return {
      order_id: order.orderId,
      customer_id: order.customerId,
      status:
        refunded === 0 ? 'captured' : refunded < order.capturedCents ? 'partially_refunded' : 'refunded',
      currency: CURRENCY,
      captured: toAmount(order.capturedCents),
      refunded: toAmount(refunded),
      refundable: toAmount(order.capturedCents - refunded),
      captured_at: order.capturedAt,
    };
  }

  /**
   * Pays back, once per key. The same key with the same body returns the first refund; with another body it
   * throws 422, as it does for another currency or for more than is left. Without a key each call pays.
   */
  refund(request: RefundRequest, key: string | null, fault: string | null): RefundOutcome {
    const order = this.existing(request.order_id);
    const body = { ...request };
    const earlier = replayOf(this.ledger, key, body);
    if (earlier) return { entry: earlier, replayed: true };
    if (request.currency !== CURRENCY) {
      throw new Refusal(422, 'currency_mismatch', `The order was paid in ${CURRENCY}.`, {
        param: 'currency',
      });
    }
    const leftCents = order.capturedCents - this.refundedCents(order.orderId);
    if (toCents(request.amount) > leftCents) {
      throw new Refusal(
        422,
        'amount_exceeds_refundable',
        `A refund of ${inEuro(toCents(request.amount))} exceeds the ${inEuro(leftCents)} left on ${order.orderId}.`,
        { param: 'amount', facts: { refundable: toAmount(leftCents) } },
      );
    }
    const number = this.ledger.about(order.orderId).length + 1;
    const entry = this.ledger.record({
      kind: 'refund',
      key,
      intent: refundIntent(request),
      id: `RF-${seededHex(10, this.seed, 'refund', order.orderId, number).toUpperCase()}`,
      body,
      fault,
    });
    return { entry, replayed: false };
  }

  /** Takes a refund back, once: a second cancel finds the first. A cancellation counts with a negative amount. Throws 404. */
  cancel(id: string, key: string | null, fault: string | null): RefundOutcome {
    const { body, id: refundId } = this.refundById(id);
    const earlier = this.cancellationOf(refundId);
    if (earlier) return { entry: earlier, replayed: true };
    const { order_id, amount, currency } = body;
    const entry = this.ledger.record({
      kind: 'refund_cancel',
      key,
      intent: `cancel ${refundId}`,
      id: `RC-${seededHex(10, this.seed, 'refund_cancel', refundId).toUpperCase()}`,
      body: {
        order_id: order_id ?? null,
        refund_id: refundId,
        amount: -Number(amount),
        currency: currency ?? null,
      },
      fault,
    });
    return { entry, replayed: false };
  }

  cancellationOf(refundId: string): LedgerEntry | undefined {
    return this.ledger
      .all()
      .find(({ kind, body }) => kind === 'refund_cancel' && body.refund_id === refundId);
  }

  /** The refund that a key stands for; an empty list says that nothing was paid under it. */
  refundsByKey(key: string): LedgerEntry[] {
    const entry = this.ledger.firstWithKey(key);
    return entry?.kind === 'refund' ? [entry] : [];
  }

  refundsByOrder(orderId: string): readonly LedgerEntry[] {
    return this.ledger.about(orderId).filter(({ kind }) => kind === 'refund');
  }

  /** Throws 404. */
  refundById(id: string): LedgerEntry {
    const entry = this.ledger.withId(id);
    if (entry?.kind === 'refund') return entry;
    throw new Refusal(404, 'refund_not_found', `There is no refund ${id}.`);
  }
}
