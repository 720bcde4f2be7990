// One side effect in the ledger: its key, its owner and how it ended; refuses a second execution under one key.
import { z } from 'zod';
import type { HashText } from './journal-row';
import type { Machine } from './machine';

export const EFFECT_STATUSES = ['in_progress', 'succeeded', 'failed_final', 'unknown'] as const;
export const effectStatus = z.enum(EFFECT_STATUSES);
export type EffectStatus = z.infer<typeof effectStatus>;

/**
 * failed_final: it is certain that nothing happened, so a redrive may claim the key again. unknown is settled by a look-up, by a person, or by an answer
 * that came after its time (docs/decisions/0017-late-answers-as-evidence.md).
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

/** The error of an effect that stays unknown and is undone, whatever happened: it holds its resource no longer, and nobody does it again. */
export const COMPENSATED_CODE = 'compensated';

/** Receivers commonly cut keys at 255 characters; a cut key would join what is not the same. */
export const MAX_KEY_LENGTH = 255;

/**
 * The key under which an effect is undone: made from its own place in the ledger, so that it is undone once, whoever asks. `undo:{scope}:{key}`, or
 * the hash of both where that is too long; they are visible ASCII. It stands in the scope `run`, whose other keys begin with a run id. The ledger
 * makes the same key in SQL (`lib/store/runs/claim-outcomes.ts`).
 */
export function undoKeyOf({ scope, key }: EffectId, hash: HashText): string {
  const plain = `undo:${scope}:${key}`;
  return plain.length <= MAX_KEY_LENGTH ? plain : `undo:${hash(`${scope}:${key}`)}`;
}
