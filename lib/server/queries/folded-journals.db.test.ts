// Holds steps of a run that is looked at again and again to what its journal says at that moment.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newTestRun, sealAfter } from '../../ports/testing/journal-builder';
import { isoFromNow } from '../../ports/testing/run-store-scenario';
import { createTestIds } from '../../ports/testing/test-ids';
import { VirtualClock } from '../../ports/testing/virtual-clock';
import { foldJournal } from '../../runtime/fold';
import { loadJournal } from '../../store/runs/load-journal';
import { type DatabaseHarness, openHarness } from '../../store/runs/testing/harness';
import { FoldedJournals } from './folded-journals';

const ids = createTestIds();
const clock = new VirtualClock();
let harness: DatabaseHarness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());

const made = async () => {
  const runId = ids.timeOrdered();
  await harness.store.createRun(newTestRun(runId, 'refunds', isoFromNow(0)));
  return runId;
};
/** A row behind the others, past the runtime. */
const grow = async (runId: string) => {
  const rows = await loadJournal(harness.db.pool, runId);
  const row = sealAfter(
    runId,
    rows.at(-1),
    { kind: 'claim', payload: { type: 'claim', workerId: 'w', fence: rows.length } },
    isoFromNow(0),
  );
  await harness.db.pool.query(
    `INSERT INTO checkpoint (run_id, seq, kind, at, format, runtime_version, payload, payload_hash, prev_hash, hash)
     VALUES ($1, $2, $3, $4, 1, 'test', convert_to($5, 'UTF8'), $6, $7, $8)`,
    [runId, row.seq, row.kind, row.at, row.payload, row.payloadHash, row.prevHash, row.hash],
  );
};

it('carries on by what is new, and comes to what the whole journal comes to', async () => {
  const journals = new FoldedJournals();
  const parts = { db: harness.db, clock };
  const runId = await made();
  for (let rows = 1; rows < 6; rows += 1) {
    const both = await Promise.all([journals.read(parts, runId), journals.read(parts, runId)]);
    for (const found of both)
      expect(found?.state).toEqual(foldJournal(await loadJournal(harness.db.pool, runId)));
    expect(both[0]?.state.seq).toBe(rows);
    await grow(runId);
  }
});

it('keeps few, and is right about one that it has forgotten', async () => {
  const journals = new FoldedJournals();
  const runs = await Promise.all(Array.from({ length: 6 }, made));
  for (const runId of [...runs, ...runs])
    expect((await journals.read({ db: harness.db, clock }, runId))?.state.runId).toBe(runId);
});

it('knows no run that is not there', async () => {
  const journals = new FoldedJournals();
  expect(await journals.read({ db: harness.db, clock }, ids.timeOrdered())).toBeNull();
});

it('shows nothing any more of what was erased after it was looked at', async () => {
  const journals = new FoldedJournals();
  const parts = { db: harness.db, clock };
  const runId = await made();
  await grow(runId);
  expect((await journals.read(parts, runId))?.state.seq).toBe(2);
  await harness.asOwner(
    `ALTER TABLE checkpoint DISABLE TRIGGER USER; UPDATE checkpoint SET payload = NULL WHERE run_id = '${runId}' AND seq = 1`,
  );
  await expect(journals.read(parts, runId)).rejects.toMatchObject({ code: 'journal_unreadable' });
});
