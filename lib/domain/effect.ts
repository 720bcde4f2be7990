// One side effect in the ledger: its key, its owner and how it ended; refuses a second execution under one key.
import { z } from 'zod';
import type { Machine } from './machine';

export const EFFECT_STATUSES = ['in_progress', 'succeeded', 'failed_final', 'unknown'] as const;
export const effectStatus = z.enum(EFFECT_STATUSES);
export type EffectStatus = z.infer<typeof effectStatus>;

/**
 * failed_final: it is certain that nothing happened, so a redrive may claim the key again. unknown is settled by a look-up or by a person; an answer
 * that comes after its time is not taken as a result (docs/decisions/0006-late-answers.md).
 */
export const EFFECT_MACHINE: Machine<EffectStatus> = {
  in_progress: ['succeeded', 'failed_final', 'unknown', 'in_progress'],
  failed_final: ['in_progress'],
  unknown: ['succeeded', 'failed_final', 'in_progress'],
  succeeded: [],
};

/** scope `run` for the default key `runId:step`; `tool:NAME` for a declared business key, which deduplicates across runs. */
export type EffectId = { readonly scope: string; readonly key: string };

/** What one effect holds and others may wait for: a resource, or the effect of a key itself. */
export type LedgerPlace =
  | { readonly kind: 'resource'; readonly id: string }
  | ({ readonly kind: 'effect'; readonly id: string } & EffectId);

export const resourcePlace = (id: string): LedgerPlace => ({ kind: 'resource', id });
/** No scope has a blank in it, so no two effects are named alike. */
export const effectPlace = ({ scope, key }: EffectId): LedgerPlace => ({
  kind: 'effect',
  id: `${scope} ${key}`,
  scope,
  key,
});

export function effectIdOf(call: { tool: string; effectKey: string; keyScope: 'run' | 'tool' }): EffectId {
  return { scope: call.keyScope === 'run' ? 'run' : `tool:${call.tool}`, key: call.effectKey };
}
