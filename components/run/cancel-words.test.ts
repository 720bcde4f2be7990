import { expect, it } from 'vitest';
import type { RunCancel } from '@/lib/contract/run-cancel';
import { cancelSentence } from './cancel-words';

const at = '2026-11-26T10:00:00.000Z';
const cancel = (over: Partial<RunCancel>): RunCancel => ({
  by: { kind: 'user', id: 'u-1', label: 'Ada Obi' },
  reason: 'Wrong order',
  askedAt: at,
  effective: true,
  inFlight: [],
  ...over,
});
const effect = {
  step: 2,
  kind: 'tool',
  name: 'payments.refund',
  effectKey: 'refund:1',
  startedAt: at,
} as const;
const model = { step: 3, kind: 'model', name: 'demo', effectKey: null, startedAt: at } as const;

it.each([
  [cancel({}), 'Nothing is in flight. It'],
  [cancel({ inFlight: [effect] }), '1 effect in flight. It'],
  [cancel({ inFlight: [effect, effect, model] }), '2 effects and 1 model call in flight. It'],
  [
    cancel({ effective: false, inFlight: [effect] }),
    '1 effect in flight; its worker has not taken it in yet. It',
  ],
])('says who cancels and what is in flight: %#', (given, words) => {
  expect(cancelSentence(given)).toContain(`Asked for by Ada Obi: “Wrong order”. ${words}`);
});
