import { describe, expect, it } from 'vitest';
import { plantedFlaw } from './planted-flaw';

describe('a planted flaw', () => {
  it('multiplies the amount where the tool has one, also below other fields', () => {
    const args = { order: { total: 900.1 }, to: 'A-1' };
    expect(plantedFlaw({ arguments: args, amountPath: 'order.total', others: [] }, 0.6)).toEqual({
      arguments: { order: { total: 9001 }, to: 'A-1' },
      path: 'order.total',
      words: 'order.total is 9001, where the run asked for 900.1.',
    });
    expect(args).toEqual({ order: { total: 900.1 }, to: 'A-1' });
  });

  it('takes a text of another call where there is no amount', () => {
    const source = { arguments: { to: 'ada@example.com', body: 'x'.repeat(200) }, amountPath: undefined };
    const flaw = plantedFlaw({ ...source, others: [{ to: 'grace@example.com', body: 'short' }] }, 0.99);
    expect(flaw?.arguments).toEqual({ to: 'grace@example.com', body: 'x'.repeat(200) });
    expect(flaw?.words).toMatch(/^to is “grace@example\.com”, which belongs to another run/);
  });

  it.each([
    ['other calls say the same', { to: 'ada' }, [{ to: 'ada' }]],
    ['there is no other call', { to: 'ada' }, []],
    ['nothing is text', { flag: true }, [{ flag: false }]],
  ])('is none where %s', (_name, args, others) => {
    expect(plantedFlaw({ arguments: args, amountPath: 'amount', others }, 0.5)).toBeNull();
  });

  it('leaves an amount of zero, which no factor makes wrong', () => {
    expect(plantedFlaw({ arguments: { amount: 0 }, amountPath: 'amount', others: [] }, 0)).toBeNull();
  });
});
