// Speaks to a running simulator as a test would: rules in and out, what it counted, which seed it has.
import 'server-only';
import { z } from 'zod';
import type { FaultRule } from '../../../simulator/faults/fault-rule';
import { type LedgerEntry, ledgerEntrySchema } from '../../../simulator/ledger/ledger';

const bookSchema = z.object({
  rules: z.array(z.looseObject({ id: z.string(), match: z.record(z.string(), z.unknown()).optional() })),
});
const ledgerSchema = z.object({ entries: z.array(ledgerEntrySchema) });
const healthSchema = z.object({ seed: z.string() });

const ANSWER_WITHIN_MS = 5_000;

async function ask(url: string, method: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  if (!response.ok) throw new Error(`the simulator answered ${response.status} to ${method} ${url}`);
  return response.json();
}

export async function seedOf(simulatorUrl: string): Promise<string> {
  return healthSchema.parse(await ask(`${simulatorUrl}/healthz`, 'GET')).seed;
}

/** Puts rules in force while `act` runs; they are known again by the subjects that they match. */
export async function underFaults<T>(
  simulatorUrl: string,
  rules: readonly FaultRule[],
  act: () => Promise<T>,
): Promise<T> {
  const control = `${simulatorUrl}/control/faults`;
  await ask(control, 'POST', { rules });
  const ours = new Set(rules.map(({ match }) => JSON.stringify(match)));
  try {
    return await act();
  } finally {
    const { rules: present } = bookSchema.parse(await ask(control, 'GET'));
    for (const { id, match } of present)
      if (ours.has(JSON.stringify(match))) await ask(`${control}?id=${id}`, 'DELETE');
  }
}

export async function ledgerOf(simulatorUrl: string, service: string): Promise<readonly LedgerEntry[]> {
  return ledgerSchema.parse(await ask(`${simulatorUrl}/ledger?service=${service}`, 'GET')).entries;
}
