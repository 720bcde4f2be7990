// Who holds the effect or the resource that an attempt would claim, and how long to wait before asking again. Asked before the intent, so that who waits leaves no attempts behind; the claim in the commit has the last word.
import type { Deferral } from '@/lib/domain/deferral';
import { effectIdOf } from '@/lib/domain/effect';
import type { ToolIntent } from '@/lib/domain/journal-payload';
import type { ToolStepState } from '@/lib/domain/run-state';
import { isoAt } from '@/lib/ports/clock';
import { isBusy } from './effect-places';
import { IN_FLIGHT_BACKOFF } from './runtime-constants';
import type { AdvancePorts } from './runtime-ports';

/** Why an attempt is not begun, and for how long. */
export type PutOff = Omit<Deferral, 'until'> & { readonly waitMs: number };

/** As long again as it has been waited, within bounds: a wait of days leaves a row a minute. */
const heldWaitMs = (waitedMs: number, random: number) =>
  Math.min(IN_FLIGHT_BACKOFF.capMs, Math.max(IN_FLIGHT_BACKOFF.baseMs, waitedMs)) * (0.5 + random / 2);

/** null: nobody but the step itself. */
export async function holderBefore(
  { mode, call }: Pick<ToolIntent, 'mode' | 'call'>,
  runId: string,
  step: ToolStepState,
  { store, clock, random }: Pick<AdvancePorts, 'store' | 'clock' | 'random'>,
): Promise<PutOff | null> {
  const planned = call ?? step.call;
  if (planned === null || mode === 'look_up' || planned.effect === 'read') return null;
  // A first claim of a key alone is rarely in vain, and asking first would cost each of them a question.
  if (planned.resource === undefined && !isBusy(step.error) && step.deferred?.by !== 'effect') return null;
  const { resource } = planned;
  const hold = await store.heldBy({ ...effectIdOf(planned), runId, step: step.step, resource });
  if (hold === null) return null;
  const { place, holder } = hold;
  const isSame = step.deferred?.by === place.kind && step.deferred.id === place.id;
  const since = (isSame ? step.deferred?.since : undefined) ?? isoAt(clock.now());
  const waitMs = heldWaitMs(clock.now() - Date.parse(since), random.next());
  return { by: place.kind, id: place.id, waitMs, holder, since };
}
