// Who holds an effect or a resource of the store in memory, and which of its runs are woken when it is free.
import type { LedgerPlace } from '@/lib/domain/effect';
import {
  ABANDONED_RESOURCE_MS,
  type EffectClaim,
  type EffectHold,
  STANDS,
  WOKEN_PER_RESOURCE,
} from '@/lib/ports/effect-ledger';
import type { MemoryEffectLedger } from './memory-effect-ledger';
import type { RunRecord } from './memory-records';

type Given = {
  readonly effects: MemoryEffectLedger;
  readonly runs: ReadonlyMap<string, RunRecord>;
};
type Asked = Pick<EffectClaim, 'scope' | 'key' | 'runId' | 'step' | 'resource'>;

export function heldInMemory(claim: Asked, { effects, runs }: Given, nowMs: number): EffectHold | null {
  const hold = effects.heldBy(claim);
  const { resource } = claim;
  if (hold?.place.kind !== 'resource' || resource === undefined) return hold;
  const run = runs.get(hold.holder.runId);
  const longAgoMs = nowMs - ABANDONED_RESOURCE_MS;
  if (Date.parse(run?.finishedAt ?? '') < longAgoMs) effects.freeAbandoned(resource, 'unknown');
  else if (stands(run) && (run?.parkedAtMs ?? nowMs) < longAgoMs)
    effects.freeAbandoned(resource, 'in_progress');
  else return hold;
  return effects.heldBy(claim);
}

const KINDS: ReadonlySet<string> = new Set(STANDS);
const stands = (run: RunRecord | undefined) =>
  run?.status === 'waiting' && run.waiting?.items.some(({ kind }) => KINDS.has(kind)) === true;

export function waitingForFree(
  places: readonly LedgerPlace[],
  { effects, runs }: Given,
  nowMs: number,
): string[] {
  const waiting = places
    .filter((place) => effects.isFree(place))
    .flatMap((place) => {
      const { kind, id } = place;
      const owner = place.kind === 'effect' ? effects.read(place)?.ownerRunId : undefined;
      return [...runs]
        .filter(([runId, { waiting, dueAtMs }]) => {
          const waits = waiting?.items.some((item) => item.kind === kind && item.id === id);
          return waits && dueAtMs !== null && dueAtMs > nowMs && runId !== owner;
        })
        .map(([runId]) => runId)
        .sort()
        .slice(0, kind === 'resource' ? WOKEN_PER_RESOURCE : undefined);
    });
  return [...new Set(waiting)];
}
