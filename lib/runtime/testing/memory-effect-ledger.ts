// The effect ledger in memory: the table of outcomes of the port, written as plainly as it can be.
import {
  COMPENSATED_CODE,
  EFFECT_MACHINE,
  type EffectId,
  effectPlace,
  type LedgerPlace,
  resourcePlace,
  undoKeyOf,
} from '@/lib/domain/effect';
import { transition } from '@/lib/domain/machine';
import type {
  EffectClaim,
  EffectClaimOutcome,
  EffectCompletion,
  EffectHold,
} from '@/lib/ports/effect-ledger';
import type { StoredEffect } from '@/lib/ports/run-store-harness';
import { sha256 } from '@/lib/ports/testing/sha256';

type EffectRecord = { -readonly [K in keyof StoredEffect]: StoredEffect[K] } & {
  argumentHash: string;
  /** While it is held. */
  resource: string | null;
  /** Stays unknown, and is undone. */
  isCompensated: boolean;
  tainted: boolean;
  privateData: boolean;
};

export class MemoryEffectLedger {
  private readonly rows = new Map<string, EffectRecord>();

  read(id: EffectId): StoredEffect | null {
    return this.rows.get(keyOf(id)) ?? null;
  }

  /** Every row there is, with its place. */
  *all(): Generator<EffectId & StoredEffect> {
    for (const [place, row] of this.rows) {
      const [scope, key] = JSON.parse(place) as [string, string]; // safe because keyOf wrote it
      yield { scope, key, ...row };
    }
  }

  claim(claim: EffectClaim): EffectClaimOutcome {
    const row = this.rows.get(keyOf(claim));
    if (row === undefined || row.status === 'failed_final') {
      const holder = this.holderOf(claim);
      if (holder !== null)
        return { status: 'resource_busy', ownerRunId: holder.ownerRunId, ownerStep: holder.ownerStep };
      const attempts = (row?.attempts ?? 0) + 1;
      this.rows.set(keyOf(claim), {
        status: 'in_progress',
        attempts,
        ownerRunId: claim.runId,
        ownerStep: claim.step,
        response: null,
        argumentHash: claim.argumentHash,
        resource: claim.resource ?? null,
        isCompensated: false,
        tainted: false,
        privateData: false,
      });
      return { status: 'claimed', attempts };
    }
    const { ownerRunId, ownerStep } = row;
    if (row.argumentHash !== claim.argumentHash) return { status: 'mismatch', ownerRunId, ownerStep };
    const undo = row.status === 'in_progress' ? null : this.undoOf(claim);
    if (undo !== null) return { status: 'undone', ...undo };
    if (row.isCompensated) return { status: 'undone', ownerRunId, ownerStep };
    switch (row.status) {
      case 'succeeded':
        return {
          status: 'replay',
          response: row.response,
          tainted: row.tainted,
          privateData: row.privateData,
        };
      case 'unknown':
        return { status: 'unknown', ownerRunId, ownerStep };
      case 'in_progress':
        if (ownerRunId !== claim.runId || ownerStep !== claim.step) {
          return { status: 'in_flight', ownerRunId, ownerStep };
        }
        return this.again(row, claim);
    }
  }

  /** Its resource may have been given to somebody else while its run stood at a bound. */
  private again(row: EffectRecord, claim: EffectClaim): EffectClaimOutcome {
    const holder = row.resource === null ? this.holderOf(claim) : null;
    if (holder !== null)
      return { status: 'resource_busy', ownerRunId: holder.ownerRunId, ownerStep: holder.ownerStep };
    row.attempts += 1;
    row.resource = claim.resource ?? null;
    return { status: 'claimed', attempts: row.attempts };
  }

  private undoOf({ scope, key }: EffectId): { ownerRunId: string; ownerStep: number } | null {
    const undo = this.rows.get(keyOf({ scope: 'run', key: undoKeyOf({ scope, key }, sha256) }));
    if (undo === undefined || undo.status === 'failed_final') return null;
    return { ownerRunId: undo.ownerRunId, ownerStep: undo.ownerStep };
  }

  complete(completion: EffectCompletion): void {
    const row = this.rows.get(keyOf(completion));
    const owned = row?.ownerRunId === completion.runId && row.ownerStep === completion.step;
    if (row === undefined || !owned) return;
    if (row.status !== 'in_progress' && row.status !== 'unknown') return;
    if (completion.status === 'unknown' && completion.error.code === COMPENSATED_CODE) {
      row.isCompensated = true;
      row.resource = null;
    }
    if (row.status === completion.status) return;
    row.status = transition(EFFECT_MACHINE, row.status, completion.status);
    if (row.status !== 'unknown') row.resource = null;
    if (completion.status === 'succeeded') {
      row.response = completion.response;
      row.tainted = completion.tainted;
      row.privateData = completion.privateData;
    }
  }

  /** Whether the effect is this step's and certainly did not happen. */
  isFreedBy({ runId, step, ...id }: EffectId & { readonly runId: string; readonly step: number }): boolean {
    const row = this.rows.get(keyOf(id));
    return row?.status === 'failed_final' && row.ownerRunId === runId && row.ownerStep === step;
  }

  heldBy(claim: Pick<EffectClaim, 'scope' | 'key' | 'runId' | 'step' | 'resource'>): EffectHold | null {
    const row = this.rows.get(keyOf(claim));
    const isOwn = row?.ownerRunId === claim.runId && row.ownerStep === claim.step;
    if (row !== undefined && row.status !== 'failed_final' && !(isOwn && row.status === 'in_progress')) {
      const isOpen =
        row.status === 'in_progress' ||
        (row.status === 'unknown' && row.ownerRunId === claim.runId && !row.isCompensated);
      return isOpen && !isOwn ? holdOf(effectPlace(claim), row) : null;
    }
    const holder = this.holderOf(claim);
    return holder?.resource ? holdOf(resourcePlace(holder.resource), holder) : null;
  }

  isFree(place: LedgerPlace): boolean {
    if (place.kind === 'effect') return this.rows.get(keyOf(place))?.status !== 'in_progress';
    return ![...this.rows.values()].some(({ resource }) => resource === place.id);
  }

  freeAbandoned(resource: string, left: 'unknown' | 'in_progress'): void {
    for (const row of this.rows.values())
      if (row.resource === resource && row.status === left) row.resource = null;
  }

  private holderOf({ resource, ...id }: EffectId & { readonly resource?: string | undefined }) {
    if (resource === undefined) return null;
    const own = this.rows.get(keyOf(id));
    return [...this.rows.values()].find((row) => row !== own && row.resource === resource) ?? null;
  }

  /** What a run leaves under way when it ends without its journal. */
  leaveInDoubt(runId: string): void {
    for (const row of this.rows.values()) {
      if (row.ownerRunId !== runId || row.status !== 'in_progress') continue;
      row.status = transition(EFFECT_MACHINE, row.status, 'unknown');
    }
  }
}

function holdOf(place: LedgerPlace, { ownerRunId, ownerStep }: EffectRecord): EffectHold {
  return { place, holder: { runId: ownerRunId, step: ownerStep } };
}

function keyOf({ scope, key }: EffectId): string {
  return JSON.stringify([scope, key]);
}
