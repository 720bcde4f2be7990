// Journals are sealed into the record; whatever is done to either behind their back is found, named by its place, or said to be beyond finding.
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { masterKeyOf } from '../../adapters/secrets/master-key';
import { TEST_ACTOR } from '../../ports/testing/journal-builder';
import {
  anOwnedRun,
  commitOn,
  failing,
  following,
  type OwnedRun,
} from '../../ports/testing/run-store-scenario';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { verifyAudit } from '../../store/read/verify-audit';
import { type DatabaseHarness, openHarness, sha256 } from '../../store/runs/testing/harness';
import { verifyJournals } from '../../store/seals/verify-journals';
import { signatureCheck } from './audit-key';
import { sealJournals } from './seal-journals';
import { rewriteJournal } from './testing/rewriting';

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
const seal = (limit = 5_000) => sealJournals(parts(), { limit });
const record = async (expectedHead?: string, key = masterKey) =>
  verifyAudit(harness.db, sha256, {
    expectedHead,
    isSigned: await signatureCheck({ db: harness.db, masterKey: key }),
  });
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

describe('a record that grows alone', () => {
  const grow = () =>
    inTransaction(harness.db, 'test', (tx) =>
      appendAudit(
        tx,
        { actor: TEST_ACTOR, action: 'settings.put', entity: { kind: 'settings', id: 'x' } },
        sha256,
      ),
    );

  it('is signed as well, once, and by one process of many', async () => {
    await grow();
    await seal();
    await seal();
    expect((await seals()).map(({ seq, after }) => [seq, after.journals])).toEqual([[2, 0]]);
    await grow();
    await sealJournals(parts(), { notWithinMs: 60_000 });
    expect(await seals()).toHaveLength(1);
    await seal();
    expect(await record()).toMatchObject({ ok: true, seals: { checked: 2, newest: { seq: 4 } } });
  });

  it('goes on under a new key where the master key was lost, and says what can’t be proven any more', async () => {
    await grow();
    await seal();
    const another = masterKeyOf(Buffer.alloc(32, 8));
    await grow();
    await sealJournals({ ...parts(), masterKey: another });
    expect(await record(undefined, another)).toMatchObject({
      ok: false,
      firstBroken: null,
      seals: { checked: 2, unopened: 1, newest: { seq: 4 }, firstBroken: null },
    });
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
    [
      'a journal that was written anew as a whole',
      'rewritten',
      (id) => rewriteJournal(intruder, id),
      { seq: 5 },
    ],
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
