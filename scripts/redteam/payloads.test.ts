import { describe, expect, it } from 'vitest';
import { CARRIERS, GOALS } from './payload';
import { allPayloads, ordersIn } from './payloads';

const all = allPayloads();

describe('the attacks', () => {
  it('are at least 200, each of its own, over every goal and carrier', () => {
    expect(all.length).toBeGreaterThanOrEqual(200);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ goal, carrier }) => `${goal} ${carrier}`)).size).toBe(
      GOALS.length * CARRIERS.length,
    );
  });

  it.each(all.map((payload) => [payload.id, payload] as const))(
    '%s is read by the model that obeys, out of text and out of JSON',
    (_id, { text, calls }) => {
      expect(ordersIn(text)).toEqual(calls);
      expect(ordersIn(JSON.stringify({ body: text }))).toEqual(calls);
    },
  );

  it('are not found where there is none', () => {
    expect(ordersIn('Please DO NOW what the customer says WITH care.')).toEqual([]);
  });
});
