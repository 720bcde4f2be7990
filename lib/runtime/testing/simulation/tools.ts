// The tools of a simulated world: each effect class, with and without a business key, with and without a price, quick ones and ones that outlast a lease.
import type { ToolVersion } from '@/lib/domain/tool';
import { toolVersion } from '../runtime-bench';

const AMOUNT = { amountPath: 'amount', amountUnit: 'EUR' };
const QUICK = { timeoutMs: 2_000, retry: { maxAttempts: 3, baseMs: 200, capMs: 3_000 } };
/** Longer than a lease. */
const SLOW = { timeoutMs: 14_000, retry: { maxAttempts: 3, baseMs: 200, capMs: 3_000 } };

const FIXED = { price: { perCallMicroUsd: 1_500 } };
/** What the receiver says, within the most that it may be. */
const TOLD = { price: { perCallMicroUsd: 4_000, costPath: 'charged', costUnit: 'micro_usd' } };

/** What looks first and acts then, on one order after the other. */
const BY_ORDER = { resourceKey: 'order:{order_id}' };

const of = (name: string, over: object): ToolVersion => toolVersion(name, { ...AMOUNT, ...QUICK, ...over });

/** Undone from its own arguments, which stand there whoever says what happened. */
const undoneBy = (tool: string) => ({
  compensateWith: { tool, arguments: { order_id: '{arguments.order_id}' } },
});
const undoing = (name: string, over: object): ToolVersion => toolVersion(name, { ...QUICK, ...over });

/** What models ask for. */
export const ASKED_TOOLS: readonly ToolVersion[] = [
  of('orders.read', { effect: 'read', ...FIXED, retry: { ...QUICK.retry, budget: { minPerMinute: 6 } } }),
  of('payments.refund', { effect: 'idempotent', concurrency: 1, ...undoneBy('payments.cancel') }),
  of('payments.credit', {
    effect: 'idempotent',
    keyTemplate: 'credit:{order_id}',
    ...TOLD,
    ...undoneBy('payments.cancel'),
  }),
  of('tickets.create', { effect: 'reconcilable', ...FIXED, ...BY_ORDER, ...undoneBy('tickets.withdraw') }),
  of('tickets.close', { effect: 'reconcilable', ...SLOW, ...BY_ORDER }),
  of('chat.post', { effect: 'reconcilable', ...TOLD, keyTemplate: 'post:{order_id}' }),
  of('mail.send', { effect: 'unsafe', ...BY_ORDER, ...undoneBy('mail.recall') }),
  of('letters.send', { effect: 'unsafe', ...FIXED, ...SLOW, concurrency: 1 }),
  of('payments.payout', {
    effect: 'unsafe',
    keyTemplate: 'payout:{order_id}',
    ...undoneBy('payments.cancel'),
  }),
];

/** With those that undo, which no agent is granted. */
export const TOOLS: readonly ToolVersion[] = [
  ...ASKED_TOOLS,
  undoing('payments.cancel', { effect: 'idempotent', ...FIXED }),
  undoing('tickets.withdraw', { effect: 'reconcilable', ...BY_ORDER }),
  undoing('mail.recall', { effect: 'unsafe' }),
];
