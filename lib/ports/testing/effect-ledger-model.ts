// What an effect ledger is, as small as it can be said: the answers that the port promises, by the row that stands. A reference, no store.
import type { EffectStatus } from '../../domain/effect';
import type { JsonValue } from '../../domain/json';

type ModelRow = {
  readonly status: EffectStatus;
  readonly owner: string;
  readonly argumentHash: string;
  readonly attempts: number;
  readonly response: JsonValue;
};
export type ModelOwner = { readonly runId: string; readonly step: number };

export class EffectLedgerModel {
  private readonly rows = new Map<string, ModelRow>();

  /** The row in the words of the harness; null when there is none. */
  read(place: string) {
    const row = this.rows.get(place);
    if (row === undefined) return null;
    const [ownerRunId, ownerStep] = ownerOf(row);
    return { status: row.status, attempts: row.attempts, ownerRunId, ownerStep, response: row.response };
  }

  claim(place: string, { runId, step }: ModelOwner, argumentHash: string): object {
    const row = this.rows.get(place);
    const asker = JSON.stringify([runId, step]);
    const isFree = row === undefined || row.status === 'failed_final';
    const isMine = row?.status === 'in_progress' && row.owner === asker && row.argumentHash === argumentHash;
    if (isFree || isMine) {
      const attempts = (row?.attempts ?? 0) + 1;
      this.rows.set(place, { status: 'in_progress', owner: asker, argumentHash, attempts, response: null });
      return { status: 'claimed', attempts };
    }
    const [ownerRunId, ownerStep] = ownerOf(row);
    if (row.argumentHash !== argumentHash) return { status: 'mismatch', ownerRunId, ownerStep };
    if (row.status === 'unknown') return { status: 'unknown', ownerRunId, ownerStep };
    if (row.status === 'succeeded')
      return { status: 'replay', response: row.response, tainted: false, privateData: false };
    return { status: 'in_flight', ownerRunId, ownerStep };
  }

  complete(place: string, { runId, step }: ModelOwner, status: EffectStatus, response: JsonValue): void {
    const row = this.rows.get(place);
    const isOpen = row?.status === 'in_progress' || row?.status === 'unknown';
    if (row === undefined || !isOpen || row.owner !== JSON.stringify([runId, step])) return;
    this.rows.set(place, { ...row, status, response: status === 'succeeded' ? response : null });
  }
}

function ownerOf({ owner }: ModelRow): [string, number] {
  return JSON.parse(owner) as [string, number]; // safe because claim wrote it
}
