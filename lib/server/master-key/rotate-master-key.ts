// Seals everything with the master key in force that one before it sealed. Stops at any point without harm, and goes on where it stopped.
import 'server-only';
import type { MasterKey } from '../../adapters/secrets/master-key';
import { openSecret, sealSecret } from '../../adapters/secrets/sealing';
import { CodedError } from '../../domain/errors';
import type { HashText } from '../../domain/journal-row';
import type { Actor } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { type Database, inTransaction } from '../../store/database';
import {
  type FoundEnvelope,
  findEnvelopes,
  type KeyUse,
  PLACE_NAMES,
  type Resealed,
  replaceEnvelopes,
  type SealedPlace,
  settledKeyUse,
} from '../../store/write/sealed-envelopes';

const ROTATION_ACTOR: Actor = { kind: 'system', id: 'rotate-master-key', label: 'Key rotation' };

/** One transaction's; whoever puts a secret meanwhile waits for no more than that. */
const CHUNK = 200;
/** More are needed only where a process goes on sealing with a key from before. */
const MOST_PASSES = 5;

export type Rotation = {
  /** Envelopes that this call sealed anew. */
  readonly resealed: number;
  /** What other keys still sealed when it ended: keys that were not given, envelopes that are damaged, or a process that still seals with an old key. */
  readonly left: readonly KeyUse[];
};

export type RotationParts = {
  /** As the owner: the app itself may change no envelope. */
  readonly db: Database;
  readonly masterKey: MasterKey;
  readonly hash: HashText;
  readonly chunk?: number;
  /** After each transaction, with how many it sealed anew. */
  readonly onChunk?: (place: SealedPlace, resealed: number) => Promise<void> | void;
};

/**
 * Safe beside running processes and beside a second call. A put under way is waited for, and sealed anew as well. Each transaction is audited in itself.
 * @throws StoreUnavailableError; what was sealed anew until then stays so.
 */
export async function rotateMasterKey(parts: RotationParts): Promise<Rotation> {
  const { db, masterKey } = parts;
  const old = new Set(masterKey.earlier.map(({ id }) => id).filter((id) => id !== masterKey.id));
  let resealed = 0;
  for (let pass = 1; ; pass += 1) {
    let unopened = 0;
    for (const place of PLACE_NAMES) {
      const done = await resealPlace(parts, place, [...old]);
      resealed += done.resealed;
      unopened += done.unopened;
    }
    const use = await inTransaction(db, 'look for what is left', settledKeyUse);
    const left = use.filter(({ keyId }) => keyId !== masterKey.id);
    const ofOld = left.reduce((sum, one) => sum + (old.has(one.keyId) ? one.envelopes : 0), 0);
    if (ofOld <= unopened || pass === MOST_PASSES) return { resealed, left };
  }
}

async function resealPlace(parts: RotationParts, place: SealedPlace, old: readonly string[]) {
  const { db, masterKey, hash, chunk = CHUNK, onChunk } = parts;
  const total = { resealed: 0, unopened: 0 };
  for (let after = ''; ; ) {
    const done = await inTransaction(db, 'seal anew', async (tx) => {
      const found = await findEnvelopes(tx, place, old, { after, limit: chunk });
      const opened = found.flatMap((envelope) => resealedOf(envelope, masterKey) ?? []);
      const replaced = opened.length === 0 ? 0 : await replaceEnvelopes(tx, place, opened, masterKey.id);
      if (replaced > 0) {
        const entity = { kind: 'master_key', id: masterKey.id } as const;
        const entry = { actor: ROTATION_ACTOR, action: 'master_key.rotate', entity } as const;
        await appendAudit(tx, { ...entry, after: { place, resealed: replaced } }, hash);
      }
      return { last: found.at(-1)?.id, replaced, unopened: found.length - opened.length };
    });
    if (done.last === undefined) return total;
    after = done.last;
    total.resealed += done.replaced;
    total.unopened += done.unopened;
    await onChunk?.(place, done.replaced);
  }
}

/** Null for one that no given key opens: it was changed, or moved. */
function resealedOf(found: FoundEnvelope, key: MasterKey): Resealed | null {
  try {
    const { envelope } = sealSecret(openSecret(found, key), found.name, found.version, key);
    return { id: found.id, before: found.envelope, after: envelope };
  } catch (error) {
    if (error instanceof CodedError) return null;
    throw error;
  }
}
