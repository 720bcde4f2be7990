// The effect ledger in memory: the table of outcomes of the port, written as plainly as it can be.
import { EFFECT_MACHINE, type EffectId } from '@/lib/domain/effect';
import { transition } from '@/lib/domain/machine';
import type { EffectClaim, EffectClaimOutcome, EffectCompletion } from '@/lib/ports/effect-ledger';
import type { StoredEffect } from '@/lib/ports/run-store-harness';

type EffectRecord = { -readonly [K in keyof StoredEffect]: StoredEffect[K] } & {
  argumentHash: string;
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
      const attempts = (row?.attempts ?? 0) + 1;
      this.rows.set(keyOf(claim), {
        status: 'in_progress',
        attempts,
        ownerRunId: claim.runId,
        ownerStep: claim.step,
        response: null,
        argumentHash: claim.argumentHash,
        tainted: false,
        privateData: false,
      });
      return { status: 'claimed', attempts };
    }
    const { ownerRunId, ownerStep } = row;
    if (row.argumentHash !== claim.argumentHash) return { status: 'mismatch', ownerRunId, ownerStep };
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
        row.attempts += 1;
        return { status: 'claimed', attempts: row.attempts };
    }
  }

  complete(completion: EffectCompletion): void {
    const row = this.rows.get(keyOf(completion));
    const owned = row?.ownerRunId === completion.runId && row.ownerStep === completion.step;
    if (row === undefined || !owned) return;
    if (row.status !== 'in_progress' && row.status !== 'unknown') return;
    if (row.status === completion.status) return;
    row.status = transition(EFFECT_MACHINE, row.status, completion.status);
    if (completion.status === 'succeeded') {
      row.response = completion.response;
      row.tainted = completion.tainted;
      row.privateData = completion.privateData;
    }
  }

  /** What a run leaves under way when it ends without its journal. */
  leaveInDoubt(runId: string): void {
    for (const row of this.rows.values()) {
      if (row.ownerRunId !== runId || row.status !== 'in_progress') continue;
      row.status = transition(EFFECT_MACHINE, row.status, 'unknown');
    }
  }
}

function keyOf({ scope, key }: EffectId): string {
  return JSON.stringify([scope, key]);
}
