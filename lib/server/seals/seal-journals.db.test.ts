// Journals are sealed into the record; whatever is done to either behind their back is found, named by its place, or said to be beyond finding.
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { masterKeyOf } from '../../adapters/secrets/master-key';
import { isSignedHead } from '../../adapters/secrets/sign-head';
import { auditHash, type ChainedEvent } from '../../domain/audit-chain';
import { chainHash, GENESIS_HASH, type JournalHeader } from '../../domain/journal-row';
import { headsDigest } from '../../domain/seal';
import {
  anOwnedRun,
  commitOn,
  failing,
  following,
  type OwnedRun,
} from '../../ports/testing/run-store-scenario';
import { verifyAudit } from '../../store/read/verify-audit';
import { type DatabaseHarness, openHarness, sha256 } from '../../store/runs/testing/harness';
import { verifyJournals } from '../../store/seals/verify-journals';
import { auditKeys } from './audit-key';
import { sealJournals } from './seal-journals';

const masterKey = masterKeyOf(Buffer.alloc(32, 7));

let harness: DatabaseHarness;
/** Past the triggers that keep the app from it. */
let intruder: Client;
beforeEach(async () => {
  harness = await openHarness();
  intruder = new Client({ connectionString: harness.superuserUrl });
  await intruder.connect();
  await intruder.query(`SET session_replication_role = 'replica'`);
});
afterEach(async () => {
  await intruder.end();
  await harness.close();
});

const parts = () => ({ db: harness.db, masterKey, hash: sha256 });
const seal = (limit?: number) => sealJournals(parts(), limit);
async function record(expectedHead?: string) {
  const keys = await auditKeys(parts());
  const isSigned = (id: number, seq: number, hash: string, mac: string) =>
    keys.some((key) => key.id === id && isSignedHead(key.bytes, seq, hash, mac));
  return verifyAudit(harness.db, sha256, { expectedHead, isSigned });
}
const journals = () => verifyJournals(harness.db, sha256, { limit: 100 });
const seals = async () =>
  (
    await harness.db.pool.query<{ seq: number; after: { journals: number }; whole: boolean }>(
      `SELECT e.seq, e.after, s.whole FROM audit_event e JOIN audit_seal s USING (seq) WHERE action = 'journal.seal' ORDER BY seq`,
    )
  ).rows;

/** A run of this many rows, its owner at work. */
async function grownTo(rows: number): Promise<OwnedRun> {
  let run = await anOwnedRun(harness);
  while (run.last.seq < rows) run = await grow(run);
  return run;
}
async function grow(run: OwnedRun): Promise<OwnedRun> {
  const commit = commitOn(run);
  await harness.store.commit(commit);
  return following(run, commit);
}

describe('sealing journals', () => {
  it('seals what has grown since, once, in one event, also when two processes are at it', async () => {
    const run = await grownTo(4);
    await grownTo(3);
    await Promise.all([seal(), seal()]);
    await seal();
    expect((await seals()).map(({ after }) => after.journals)).toEqual([2]);
    const grown = await grow(run);
    await seal();
    await harness.store.commit(failing(grown));
    await seal();
    expect((await seals()).map(({ after }) => after.journals)).toEqual([2, 1, 1]);
    expect(await record()).toMatchObject({
      ok: true,
      seals: { checked: 3, newest: { seq: 3 }, firstBroken: null },
    });
    expect(await journals()).toMatchObject({ runs: 2, broken: [], next: null });
  });

  it('takes more than one event where there is much, and is whole only then', async () => {
    for (let run = 0; run < 5; run += 1) await grownTo(2);
    await seal(2);
    expect((await seals()).map(({ after, whole }) => [after.journals, whole])).toEqual([
      [2, false],
      [2, false],
      [1, true],
    ]);
  });

  it('finds a run that began and ended between two seals', async () => {
    await grownTo(2);
    await seal();
    await harness.store.commit(failing(await grownTo(3)));
    await seal();
    expect((await seals()).map(({ after }) => after.journals)).toEqual([1, 1]);
  });
});

describe('a check of the journals', () => {
  const rows = (runId: string, sql: string, ...values: unknown[]) => intruder.query(sql, [runId, ...values]);
  const REMOVE = 'DELETE FROM checkpoint WHERE run_id = $1 AND seq = 3';

  it.each<[string, string, (runId: string) => Promise<unknown>, object]>([
    [
      'a changed payload',
      'changed',
      (id) => rows(id, `UPDATE checkpoint SET payload = '{}' WHERE run_id = $1 AND seq = 3`),
      { seq: 3 },
    ],
    [
      'a changed time',
      'changed',
      (id) => rows(id, `UPDATE checkpoint SET at = at - interval '1 ms' WHERE run_id = $1 AND seq = 3`),
      { seq: 3 },
    ],
    ['a removed row', 'missing', (id) => rows(id, REMOVE), { seq: 4 }],
    [
      'rows in another order',
      'changed',
      async (id) => {
        await rows(id, 'UPDATE checkpoint SET seq = 99 WHERE run_id = $1 AND seq = 3');
        await rows(id, 'UPDATE checkpoint SET seq = 3 WHERE run_id = $1 AND seq = 4');
        await rows(id, 'UPDATE checkpoint SET seq = 4 WHERE run_id = $1 AND seq = 99');
      },
      { seq: 3 },
    ],
    [
      'a cut tail',
      'cut_off',
      (id) => rows(id, 'DELETE FROM checkpoint WHERE run_id = $1 AND seq > 3'),
      { seq: 5 },
    ],
    ['a journal without its run', 'removed', (id) => remove(id), { seq: 5 }],
    ['a journal that was written anew as a whole', 'rewritten', (id) => rewrite(id), { seq: 5 }],
  ])('finds %s', async (_, fault, deed, where) => {
    const run = await grownTo(5);
    await grownTo(5);
    await seal();
    await deed(run.runId);
    expect((await journals()).broken).toEqual([{ runId: run.runId, fault, ...where }]);
    expect(await record()).toMatchObject({ ok: true });
  });

  it('goes on piece by piece, and takes an erased payload by its digest', async () => {
    for (let run = 0; run < 3; run += 1) await grownTo(2);
    await intruder.query('UPDATE checkpoint SET payload = NULL WHERE seq = 2');
    const first = await verifyJournals(harness.db, sha256, { limit: 2 });
    expect(first).toMatchObject({ runs: 2, rows: 4, erased: 2, broken: [] });
    const second = await verifyJournals(harness.db, sha256, { limit: 2, after: first.next });
    expect(second).toMatchObject({ runs: 1, rows: 2, broken: [], next: null });
  });
});

async function remove(runId: string): Promise<void> {
  await intruder.query('DELETE FROM checkpoint WHERE run_id = $1', [runId]);
  await intruder.query('DELETE FROM run WHERE id = $1', [runId]);
}

/** One row says something else, and all hashes fit again. @returns the new head. */
async function rewrite(runId: string): Promise<string> {
  type Row = JournalHeader & { readonly payload: Buffer };
  const { rows } = await intruder.query<Row>(
    `SELECT run_id AS "runId", seq, kind, step, at, format, runtime_version AS "runtimeVersion", payload FROM checkpoint WHERE run_id = $1 ORDER BY seq`,
    [runId],
  );
  let prevHash = GENESIS_HASH;
  for (const row of rows) {
    const payload = row.seq === 3 ? '{"type":"bound"}' : row.payload.toString('utf8');
    const hash = chainHash({ ...row, at: new Date(row.at).toISOString() }, sha256(payload), prevHash, sha256);
    await intruder.query(
      'UPDATE checkpoint SET payload = $3, payload_hash = $4, prev_hash = $5, hash = $6 WHERE run_id = $1 AND seq = $2',
      [runId, row.seq, Buffer.from(payload), sha256(payload), prevHash, hash],
    );
    prevHash = hash;
  }
  return prevHash;
}

/** The whole record with another content of its seal, each hash made anew. */
async function rewriteRecord(digest: string): Promise<void> {
  const { rows } = await intruder.query<Omit<ChainedEvent, 'prevHash'>>(
    `SELECT seq, at, actor, action, entity_kind AS "entityKind", entity_id AS "entityId", before, after, reason, request_id AS "requestId"
     FROM audit_event ORDER BY seq`,
  );
  let prevHash = GENESIS_HASH;
  for (const row of rows) {
    const event: ChainedEvent = {
      ...row,
      seq: Number(row.seq),
      at: new Date(row.at).toISOString(),
      after: row.action === 'journal.seal' ? { journals: 1, digest } : row.after,
      prevHash,
    };
    const hash = auditHash(event, sha256);
    await intruder.query('UPDATE audit_event SET after = $2, prev_hash = $3, hash = $4 WHERE seq = $1', [
      event.seq,
      JSON.stringify(event.after),
      prevHash,
      hash,
    ]);
    prevHash = hash;
  }
}

describe('somebody who may write everywhere but has no master key', () => {
  it('is found at the seal, however well all hashes fit', async () => {
    const { runId } = await grownTo(5);
    await seal();
    const { head } = await record();
    const hash = await rewrite(runId);
    await intruder.query('UPDATE sealed_head SET hash = $1', [hash]);
    const changed = {
      ok: false,
      firstBroken: null,
      seals: { firstBroken: { seq: 1, fault: 'heads_changed' } },
    };
    expect(await record()).toMatchObject(changed);

    await rewriteRecord(headsDigest([{ runId, seq: 5, hash }], sha256));
    expect(await record()).toMatchObject({
      ok: false,
      firstBroken: null,
      seals: { firstBroken: { fault: 'forged' } },
    });
    await intruder.query('DELETE FROM audit_seal');
    expect(await record()).toMatchObject({ ok: false, seals: { firstBroken: { fault: 'unsigned' } } });

    // Without the seal itself nothing within tells of it; a head that was kept elsewhere does.
    await intruder.query('DELETE FROM sealed_head');
    await intruder.query('DELETE FROM audit_event');
    expect(await record()).toMatchObject({ ok: true, seals: { checked: 0, newest: null } });
    expect(await record(head ?? '')).toMatchObject({ ok: false, expectedHeadFound: false });
  });
});
