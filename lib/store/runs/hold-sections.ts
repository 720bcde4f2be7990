// Knows how a commit holds what its attempts may cost at most, and settles what they did cost.
import type { HoldSettlement, NewHold } from '../../ports/budget-ledger';
import type { Section } from './sections';

export const HOLDS: Section<NewHold> = {
  name: 'new_hold',
  columns: [
    { name: 'run_id', type: 'uuid', of: (h) => h.runId },
    { name: 'step', type: 'int', of: (h) => h.step },
    { name: 'attempt', type: 'int', of: (h) => h.attempt },
    { name: 'called', type: 'text', of: (h) => h.called },
    { name: 'name', type: 'text', of: (h) => h.name },
    { name: 'version', type: 'int', of: (h) => h.version },
    { name: 'allowances', type: 'text', of: (h) => `{${h.allowances.join(',')}}` },
    { name: 'held', type: 'int8', of: (h) => h.heldMicroUsd },
    { name: 'at', type: 'timestamptz', of: (h) => h.at },
  ],
};

/**
 * Those of the allowances in `holding` that their workers have. Whoever takes one back waits for this lock, or this for him: then it is looked at again,
 * and is not among them.
 */
export const LEASED = `SELECT a.id FROM allowance a
  WHERE a.id IN (SELECT unnest(h.allowances::bigint[]) FROM holding h) AND a.worker_id IS NOT NULL ORDER BY a.id FOR KEY SHARE`;

/** No list of allowances, which the column refuses, where one of them is gone. `from`: holding, of accepted commits alone. */
export function holdStatement(from: string): string {
  return `INSERT INTO hold (run_id, step, attempt, called, name, version, allowances, held_micro_usd, held_at)
    SELECT holding.run_id, step, attempt, called, name, version, CASE WHEN cardinality(allowances::bigint[]) =
        (SELECT count(*) FROM leased WHERE leased.id = ANY(holding.allowances::bigint[])) THEN allowances::bigint[] END, held, at
    FROM ${from} ON CONFLICT DO NOTHING`;
}

export const SETTLEMENTS: Section<HoldSettlement> = {
  name: 'settlement',
  columns: [
    { name: 'run_id', type: 'uuid', of: (s) => s.runId },
    { name: 'step', type: 'int', of: (s) => s.step },
    { name: 'attempt', type: 'int', of: (s) => s.attempt },
    { name: 'cost', type: 'int8', of: (s) => s.costMicroUsd },
    { name: 'estimated', type: 'bool', of: (s) => s.estimated },
    { name: 'outcome', type: 'text', of: (s) => s.outcome },
    { name: 'input', type: 'int8', of: (s) => s.usage?.inputTokens ?? null },
    { name: 'output', type: 'int8', of: (s) => s.usage?.outputTokens ?? null },
    { name: 'cached', type: 'int8', of: (s) => s.usage?.cachedInputTokens ?? null },
    { name: 'reasoning', type: 'int8', of: (s) => s.usage?.reasoningTokens ?? null },
    { name: 'written', type: 'int8', of: (s) => s.usage?.cacheWriteTokens ?? null },
    { name: 'saved', type: 'int8', of: (s) => s.savedMicroUsd ?? null },
    { name: 'at', type: 'timestamptz', of: (s) => s.at },
  ],
};

/** The first one stands. */
export function settleStatement(from: string): string {
  return `UPDATE hold h SET settled_at = settlement.at, cost_micro_usd = settlement.cost, estimated = settlement.estimated, outcome = settlement.outcome,
      input_tokens = settlement.input, output_tokens = settlement.output, cached_input_tokens = settlement.cached, reasoning_tokens = settlement.reasoning,
      cache_write_tokens = settlement.written, saved_micro_usd = settlement.saved
    FROM ${from} WHERE h.run_id = settlement.run_id AND h.step = settlement.step AND h.attempt = settlement.attempt AND h.settled_at IS NULL`;
}
