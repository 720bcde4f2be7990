// Journals are sealed into the record; whatever is done to either behind their back is found, named by its place, or said to be beyond finding.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { masterKeyOf } from '../../adapters/secrets/master-key';
import { TEST_ACTOR } from '../../ports/testing/journal-builder';
import { failing } from '../../ports/testing/run-store-scenario';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { sha256 } from '../../store/runs/testing/harness';
import { verifyJournals } from '../../store/seals/verify-journals';
import { rewriteJournal } from './testing/rewriting';
import { openSealedHarness, type SealedHarness } from './testing/sealed-harness';

let sealed: SealedHarness;
beforeEach(async () => {
  sealed = await openSealedHarness();
});
afterEach(() => sealed.close());

const journals = () => verifyJournals(sealed.db, sha256, { limit: 100 });
const seals = async () =>
  (
    await sealed.db.pool.query<{ seq: number; after: { journals: number }; whole: boolean }>(
      `SELECT e.seq, e.after, s.whole FROM audit_event e JOIN audit_seal s USING (seq) WHERE action = 'journal.seal' ORDER BY seq`,
    )
  ).rows;

describe('sealing journals', () => {
  it('seals what has grown since, once, in one event, also when two processes are at it', async () => {
    const run = await sealed.grownTo(4);
    await sealed.grownTo(3);
    await Promise.all([sealed.seal(), sealed.seal()]);
    await sealed.seal();
    expect((await seals()).map(({ after }) => after.journals)).toEqual([2]);
    const grown = await sealed.grow(run);
    await sealed.seal();
    await sealed.store.commit(failing(grown));
    await sealed.seal();
    expect((await seals()).map(({ after }) => after.journals)).toEqual([2, 1, 1]);
    expect(await sealed.record()).toMatchObject({
      ok: true,
      seals: { checked: 3, newest: { seq: 3 }, firstBroken: null },
    });
    expect(await journals()).toMatchObject({ runs: 2, broken: [], next: null });
  });

  it('takes more than one event where there is much, and is whole only then', async () => {
    for (let run = 0; run < 5; run += 1) await sealed.grownTo(2);
    await sealed.seal({ limit: 2 });
    expect((await seals()).map(({ after, whole }) => [after.journals, whole])).toEqual([
      [2, false],
      [2, false],
      [1, true],
    ]);
  });

  it('finds a run that began and ended between two seals', async () => {
    await sealed.grownTo(2);
    await sealed.seal();
    await sealed.store.commit(failing(await sealed.grownTo(3)));
    await sealed.seal();
    expect((await seals()).map(({ after }) => after.journals)).toEqual([1, 1]);
  });
});

describe('a record that grows alone', () => {
  const growAlone = () =>
    inTransaction(sealed.db, 'test', (tx) =>
      appendAudit(
        tx,
        { actor: TEST_ACTOR, action: 'settings.put', entity: { kind: 'settings', id: 'x' } },
        sha256,
      ),
    );

  it('is signed as well, once, and by one process of many', async () => {
    await growAlone();
    await sealed.seal();
    await sealed.seal();
    expect((await seals()).map(({ seq, after }) => [seq, after.journals])).toEqual([[2, 0]]);
    await growAlone();
    await sealed.seal({ notWithinMs: 60_000 });
    expect(await seals()).toHaveLength(1);
    await sealed.seal();
    expect(await sealed.record()).toMatchObject({ ok: true, seals: { checked: 2, newest: { seq: 4 } } });
  });

  it('goes on under a new key where the master key was lost, and says what can’t be proven any more', async () => {
    await growAlone();
    await sealed.seal();
    const another = masterKeyOf(Buffer.alloc(32, 8));
    await growAlone();
    await sealed.seal({}, another);
    expect(await sealed.record(undefined, another)).toMatchObject({
      ok: false,
      firstBroken: null,
      seals: { checked: 2, unopened: 1, newest: { seq: 4 }, firstBroken: null },
    });
  });
});

describe('a check of the journals', () => {
  const rows = (runId: string, sql: string, ...values: unknown[]) =>
    sealed.intruder.query(sql, [runId, ...values]);
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
      (id) => rewriteJournal(sealed.intruder, id),
      { seq: 5 },
    ],
  ])('finds %s', async (_, fault, deed, where) => {
    const run = await sealed.grownTo(5);
    await sealed.grownTo(5);
    await sealed.seal();
    await deed(run.runId);
    expect((await journals()).broken).toEqual([{ runId: run.runId, fault, ...where }]);
    expect(await sealed.record()).toMatchObject({ ok: true });
  });

  it('goes on piece by piece, and tells of payloads that are gone without an event', async () => {
    for (let run = 0; run < 3; run += 1) await sealed.grownTo(2);
    await sealed.intruder.query(
      'UPDATE checkpoint SET payload = NULL WHERE seq = 2 AND run_id < (SELECT max(id::text)::uuid FROM run)',
    );
    const first = await verifyJournals(sealed.db, sha256, { limit: 2 });
    const broken = ['emptied', 'emptied'].map((fault) => expect.objectContaining({ seq: 2, fault }));
    expect(first).toMatchObject({ runs: 2, rows: 4, erased: 2, broken });
    const second = await verifyJournals(sealed.db, sha256, { limit: 2, after: first.next });
    expect(second).toMatchObject({ runs: 1, rows: 2, broken: [], next: null });
  });
});

async function remove(runId: string): Promise<void> {
  await sealed.intruder.query('DELETE FROM checkpoint WHERE run_id = $1', [runId]);
  await sealed.intruder.query('DELETE FROM run WHERE id = $1', [runId]);
}
