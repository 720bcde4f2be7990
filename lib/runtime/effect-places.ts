// What effects and resources a run waits for, and which ones a commit sets free. Pure.
import {
  COMPENSATED_CODE,
  type EffectId,
  effectIdOf,
  effectPlace,
  type LedgerPlace,
  resourcePlace,
} from '@/lib/domain/effect';
import type { RecordedError } from '@/lib/domain/errors';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import type { EffectCompletion } from '@/lib/ports/effect-ledger';
import { isToolStep } from './step-access';

/** What the ledger refused at the claim: the same may be asked for again, and somebody else decides when. */
export function isBusy(error: RecordedError | null): boolean {
  return error?.code === 'effect_in_flight' || error?.code === 'resource_busy';
}

export function awaitedPlaces({ steps }: RunState): LedgerPlace[] {
  return steps.filter(isToolStep).flatMap((step) => {
    const { deferred } = step;
    if (deferred?.by === 'resource') return [resourcePlace(deferred.id)];
    if (deferred?.by === 'effect') return [effectPlace(idOf(deferred.id))];
    return step.status === 'retrying' && isBusy(step.error) ? refusedPlaces(step) : [];
  });
}

function refusedPlaces({ call, error }: ToolStepState): LedgerPlace[] {
  if (call === null) return [];
  if (error?.code === 'effect_in_flight') return [effectPlace(effectIdOf(call))];
  return call.resource === undefined ? [] : [resourcePlace(call.resource)];
}

/** An unknown effect keeps its resource, unless it is undone, but who waits for the effect itself is told. */
export function settledPlaces(completions: readonly EffectCompletion[]): LedgerPlace[] {
  return completions.flatMap((one) => {
    const effect = effectPlace({ scope: one.scope, key: one.key });
    const keeps = one.status === 'unknown' && one.error.code !== COMPENSATED_CODE;
    if (one.resource === undefined || keeps) return [effect];
    return [effect, resourcePlace(one.resource)];
  });
}

function idOf(id: string): EffectId {
  const blank = id.indexOf(' ');
  return { scope: id.slice(0, blank), key: id.slice(blank + 1) };
}
