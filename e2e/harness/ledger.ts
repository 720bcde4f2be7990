// Knows what the simulated services count: every effect, whoever caused it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { waitUntil } from '../../lib/store/embedded/wait-until';
import type { Bulkhead } from './bulkhead';

const REFUNDED_WITHIN_MS = 60_000;

const choices = z.looseObject({ simulatorPort: z.number().int() });
const ledger = z.looseObject({
  entries: z.array(z.looseObject({ kind: z.string(), body: z.record(z.string(), z.unknown()) })),
});

export async function simulatorUrl({ dataDir }: Bulkhead): Promise<string> {
  const { simulatorPort } = choices.parse(JSON.parse(await readFile(join(dataDir, 'choices.json'), 'utf8')));
  return `http://127.0.0.1:${simulatorPort}`;
}

async function effectsOf(bulkhead: Bulkhead, service: string): Promise<Record<string, unknown>[]> {
  const answer = await fetch(`${await simulatorUrl(bulkhead)}/ledger?service=${service}`);
  return ledger.parse(await answer.json()).entries.map((entry) => entry.body);
}

/** The refunds that payments made for this order. */
export async function refundsOf(bulkhead: Bulkhead, orderId: string): Promise<Record<string, unknown>[]> {
  return (await effectsOf(bulkhead, 'payments')).filter((body) => body.order_id === orderId);
}

/** The mails that were sent about this case. */
export async function mailsAbout(bulkhead: Bulkhead, caseId: string): Promise<Record<string, unknown>[]> {
  return (await effectsOf(bulkhead, 'mail')).filter((body) => body.case_id === caseId);
}

/** The tickets that were opened about this case. */
export async function ticketsOf(bulkhead: Bulkhead, caseId: string): Promise<Record<string, unknown>[]> {
  return (await effectsOf(bulkhead, 'tickets')).filter(({ mail_id }) => String(mail_id).startsWith(caseId));
}

export async function untilRefunded(bulkhead: Bulkhead, orderId: string): Promise<void> {
  const refunded = await waitUntil(async () => (await refundsOf(bulkhead, orderId)).length > 0, {
    withinMs: REFUNDED_WITHIN_MS,
    everyMs: 20,
  });
  if (!refunded) throw new Error(`no refund of ${orderId} within ${REFUNDED_WITHIN_MS} ms`);
}
