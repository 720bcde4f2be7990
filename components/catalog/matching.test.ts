// A search narrows by every word; a host is told from a template that no URL parser takes.
import { expect, it } from 'vitest';
import { hostOf, matching } from './matching';

it('keeps what holds every word, in any case', () => {
  const items = ['payments.lookup read', 'payments.refund reconcilable', 'chat.post'];
  expect(matching(items, ' Payments  READ ', (item) => item)).toEqual(['payments.lookup read']);
  expect(matching(items, '', (item) => item)).toEqual(items);
  expect(matching(items, 'nothing', (item) => item)).toEqual([]);
});

it('tells the host of a template', () => {
  expect(hostOf('https://api.example.com/orders/{order_id}?x={{secret:A}}')).toBe('api.example.com');
  expect(hostOf('http://127.0.0.1:4010/payments')).toBe('127.0.0.1:4010');
  expect(hostOf('nonsense')).toBe('nonsense');
});
