// The same seed gives the same faults over HTTP, whatever order and haste the requests come in.
import { describe, expect, it } from 'vitest';
import { type RunningSimulator, runSimulator } from './testing/running-simulator';

const ORDERS = Array.from({ length: 24 }, (_, index) => `ORD-${100 + index}`);
const ATTEMPTS = 3;

const RULES = [
  { service: 'payments', route: 'refund', nth: { probability: 0.3 }, fault: 'lost_reply' },
  { service: 'payments', route: 'refund', nth: { probability: 0.4 }, fault: 'error_before' },
];

/** What each attempt at each order saw; an order's attempts follow each other, the orders do as they like. */
async function attempts(simulator: RunningSimulator, orders: readonly string[], together: boolean) {
  const seen: Record<string, string[]> = {};
  const tryOrder = async (order: string) => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const outcome = await simulator.refund(order, 10).then(
        (answer) => String(answer.status),
        () => 'lost',
      );
      seen[order] = [...(seen[order] ?? []), outcome];
    }
  };
  if (together) await Promise.all(orders.map(tryOrder));
  else for (const order of orders) await tryOrder(order);
  return seen;
}

async function playWith(seed: string, orders: readonly string[], together: boolean) {
  const simulator = await runSimulator();
  await simulator.send('POST', '/control/faults', { rules: RULES });
  await simulator.send('PUT', '/control/profile', { profile: null, seed });
  const seen = await attempts(simulator, orders, together);
  await simulator.remove();
  return seen;
}

describe('seeded faults', () => {
  it('do not depend on order or concurrency, and do on the seed', async () => {
    const one = await playWith('7', ORDERS, false);
    expect(await playWith('7', [...ORDERS].reverse(), true)).toEqual(one);
    expect(await playWith('8', ORDERS, false)).not.toEqual(one);
    const outcomes = new Set(Object.values(one).flat());
    expect([...outcomes].sort()).toEqual(['201', '503', 'lost']);
  });
});

describe('profiles', () => {
  it('are switched on with a seed and off again, and refuse an unknown name', async () => {
    const simulator = await runSimulator({ seed: 'own' });
    const on = await simulator.send('PUT', '/control/profile', { profile: 'storm', seed: '7' });
    expect(on.body).toEqual({ seed: '7', profile: 'storm', rules: [] });
    const outcomes = await Promise.allSettled(
      ORDERS.map((order) => simulator.refund(order, 10, order, AbortSignal.timeout(500))),
    );
    const unheard = outcomes.filter((outcome) => outcome.status === 'rejected').length;
    expect(unheard).toBeGreaterThan(0);
    expect(await simulator.effects('payments')).toBe(ORDERS.length);

    const off = await simulator.send('PUT', '/control/profile', { profile: null });
    expect(off.body).toEqual({ seed: 'own', profile: null, rules: [] });
    expect((await simulator.send('PUT', '/control/profile', { profile: 'calm' })).status).toBe(400);
    await simulator.remove();
  });
});
