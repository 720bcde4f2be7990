import { describe, expect, it } from 'vitest';
import { effectKeyOf } from './effect-key';

const key = (keyTemplate: string | undefined, args = {}, runInput = {}) =>
  effectKeyOf({ runId: 'run-1', step: 4, keyTemplate, arguments: args, runInput });
const text = (...given: Parameters<typeof key>) => {
  const result = key(...given);
  return result.ok ? result.effectKey : result.message;
};

describe('effectKeyOf', () => {
  it('is run and step by default', () => {
    expect(key(undefined, { order_id: 'A' })).toEqual({ ok: true, effectKey: 'run-1:4', keyScope: 'run' });
  });

  it('fills a business key from arguments and from the input', () => {
    expect(key('refund:{order_id}', { order_id: 'A-1' })).toEqual({
      ok: true,
      effectKey: 'refund:A-1',
      keyScope: 'tool',
    });
    expect(
      text('chat:{channel}:{input.date}:daily-summary', { channel: '#support' }, { date: '2026-03-01' }),
    ).toBe('chat:#support:2026-03-01:daily-summary');
    expect(text('t:{order.items.1.id}:{n}:{b}', { order: { items: [{}, { id: 7 }] }, n: 1.0, b: true })).toBe(
      't:7:1:true',
    );
  });

  it.each([
    ['is missing', {}],
    ['is empty', { order_id: '' }],
    ['is null', { order_id: null }],
    ['is a structure', { order_id: { a: 1 } }],
    ['is broken Unicode', { order_id: '\ud800' }],
  ])('refuses when a value %s', (_name, args) => {
    expect(key('refund:{order_id}', args)).toMatchObject({
      ok: false,
      message: expect.stringContaining('order_id'),
    });
  });

  it('does not find what is only inherited', () => {
    expect(key('refund:{constructor.name}', {}).ok).toBe(false);
  });

  it('never reads two pairs of values as one key', () => {
    expect(text('k:{a}:{b}', { a: 'x:y', b: 'z' })).not.toBe(text('k:{a}:{b}', { a: 'x', b: 'y:z' }));
    expect(text('k:{a}', { a: 'caf\u00e9 1' })).toBe(text('k:{a}', { a: 'cafe\u0301 1' }));
    expect(text('k:{a}', { a: 'caf\u00e9 1' })).toBe('k:caf%C3%A9%201');
  });

  it('refuses a key that receivers would cut', () => {
    expect(key('k:{a}', { a: 'x'.repeat(300) }).ok).toBe(false);
  });
});
