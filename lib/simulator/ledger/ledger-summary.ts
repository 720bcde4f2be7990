// Knows how a ledger reads in numbers: effects, what was meant, and what happened twice.
import type { EffectService, LedgerEntry } from './ledger';

export interface LedgerSummary {
  service: EffectService;
  effects: number;
  distinctIntents: number;
  /** Effects beyond the first of each intent. */
  duplicates: number;
  distinctKeys: number;
  withoutKey: number;
}

export function summarise(service: EffectService, entries: readonly LedgerEntry[]): LedgerSummary {
  const intents = new Set<string>();
  const keys = new Set<string>();
  let withoutKey = 0;
  for (const entry of entries) {
    intents.add(entry.intent);
    if (entry.key === null) withoutKey += 1;
    else keys.add(entry.key);
  }
  return {
    service,
    effects: entries.length,
    distinctIntents: intents.size,
    duplicates: entries.length - intents.size,
    distinctKeys: keys.size,
    withoutKey,
  };
}
