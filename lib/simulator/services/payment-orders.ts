// Knows which orders exist and what was captured for them: made from id and seed; refuses to store any.
import { seededHex, seededInteger } from '../seeded';

export const CURRENCY = 'EUR';

export interface PaymentOrder {
  orderId: string;
  customerId: string;
  capturedCents: number;
  capturedAt: string;
}

const MIN_CAPTURED_CENTS = 100_000;
const MAX_CAPTURED_CENTS = 499_999;
const SMALL_CAPTURED_CENTS = 2_500;
const FIRST_CAPTURE = Date.UTC(2026, 0, 1);
const MINUTES_IN_HALF_A_YEAR = 180 * 24 * 60;

/**
 * Every id `ORD-…` is an order, but for those that begin with `ORD-404`. It captured 1 000.00 to 4 999.99 EUR
 * by the seed; one that ends in `-SMALL` captured 25.00 EUR.
 */
export function paymentOrder(seed: string, orderId: string): PaymentOrder | null {
  if (!/^ORD-[A-Za-z0-9-]{1,60}$/.test(orderId) || orderId.startsWith('ORD-404')) return null;
  const capturedCents = /-SMALL$/i.test(orderId)
    ? SMALL_CAPTURED_CENTS
    : seededInteger(MIN_CAPTURED_CENTS, MAX_CAPTURED_CENTS, seed, 'captured', orderId);
  const minute = seededInteger(0, MINUTES_IN_HALF_A_YEAR, seed, 'captured-at', orderId);
  return {
    orderId,
    customerId: `CUS-${seededHex(6, seed, 'customer', orderId).toUpperCase()}`,
    capturedCents,
    capturedAt: new Date(FIRST_CAPTURE + minute * 60_000).toISOString(),
  };
}
