// What the database refuses of a dry run, whoever asks for it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dryRunId, isDryRun } from '../domain/fork';
import { newTestRun } from '../ports/testing/journal-builder';
import {
  anOwnedRun,
  approvalOf,
  claimOf,
  commitOn,
  ended,
  isoFromNow,
  type OwnedRun,
} from '../ports/testing/run-store-scenario';
import { createTestIds } from '../ports/testing/test-ids';
import { countRuns } from './read/count-runs';
import { listRuns } from './read/list-runs';
import { type DatabaseHarness, openHarness } from './runs/testing/harness';

let harness: DatabaseHarness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());
const ids = createTestIds();

async function anOwnedDryRun(): Promise<OwnedRun> {
  const { runId: from, workerId } = await anOwnedRun(harness);
  const runId = dryRunId(ids.timeOrdered());
  const run = newTestRun(runId, 'refunds', isoFromNow(-1_000));
  await harness.store.createRun({ ...run, fork: { from, seq: 1 } });
  const [claimed] = await harness.store.claimDry(workerId, 1, runId);
  const last = (await harness.store.loadJournal(runId)).at(-1);
  if (claimed === undefined || last === undefined) throw new Error('it can be claimed');
  return { ...claimed, workerId, last };
}

/** Each as a process would write it that knows of no dry runs. */
const WRITES: Readonly<Record<string, string>> = {
  effect: `INSERT INTO effect (scope, key, argument_hash, tool, status, run_id, step, fence, created_at, updated_at)
    VALUES ('run', 'k', 'h', 't', 'in_progress', $1, 1, 1, now(), now())`,
  hold: `INSERT INTO hold (run_id, step, attempt, called, name, version, held_micro_usd, allowances, held_at) VALUES ($1, 1, 1, 'model', 'm', 1, 1, '{}', now())`,
  dead_letter: `INSERT INTO dead_letter (id, run_id, agent, agent_version, fingerprint, code, message, state, failed_at)
    VALUES (gen_random_uuid(), $1, 'refunds', 1, 'f', 'c', 'm', 'open', now())`,
  event_wait: `INSERT INTO event_wait (id, run_id, step, correlation_key, status, opened_at, until_at) VALUES (gen_random_uuid(), $1, 1, 'k', 'open', now(), now())`,
  run_error: `INSERT INTO run_error (run_id, seq, fingerprint, at, agent, agent_version) VALUES ($1, 1, 'f', now(), 'refunds', 1)`,
  window_amount: `INSERT INTO window_amount (run_id, step, key, amount, counted_at) VALUES ($1, 1, 'k', 1, now())`,
};

describe('of a dry run the database refuses', () => {
  it.each(Object.keys(WRITES))('a row of %s, and takes the same of another run', async (table) => {
    const dry = await anOwnedDryRun();
    const other = await anOwnedRun(harness);
    expect(isDryRun(dry.runId)).toBe(true);
    const write = (runId: string) => harness.db.pool.query(WRITES[table] ?? '', [runId]);
    await expect(write(dry.runId)).rejects.toMatchObject({
      code: '23514',
      constraint: `${table}_of_no_dry_run`,
    });
    await expect(write(other.runId)).resolves.toMatchObject({ rowCount: 1 });
  });

  it('every table that names a run, but for its own', async () => {
    const { rows } = await harness.db.pool.query<{ table: string }>(
      `SELECT c.relname AS table FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE a.attname = 'run_id' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.conname = c.relname || '_of_no_dry_run') ORDER BY 1`,
    );
    // Its journal and its sealed head, what it was told, its text to search; what a bulk action did to it, what was refused on its account, events that name it, and spend, which follows holds.
    expect(rows.map(({ table }) => table)).toEqual([
      'bulk_action_item',
      'checkpoint',
      'egress_refusal',
      'run_input',
      'run_text',
      'sealed_head',
      'signal',
      'spend_due',
      'spend_recount_hour',
      'spend_redriven',
      'spend_run',
      'spend_run_hour',
    ]);
  });

  it('a commit that claims an effect or asks a person, whole', async () => {
    const dry = await anOwnedDryRun();
    const before = await harness.store.loadJournal(dry.runId);
    await expect(harness.store.commit(commitOn(dry, { effectClaims: [claimOf(dry)] }))).rejects.toThrow();
    await expect(harness.store.commit(commitOn(dry, { approvals: [approvalOf(dry)] }))).rejects.toThrow();
    expect(await harness.store.loadJournal(dry.runId)).toEqual(before);
  });

  it('to exist without the run that it was forked from', async () => {
    const run = newTestRun(dryRunId(ids.timeOrdered()), 'refunds', isoFromNow(0));
    await expect(harness.store.createRun(run)).rejects.toThrow(/run_dry_is_forked|create run/);
  });
});

describe('a dry run that ends', () => {
  it('tells no callback and no channel, and stands in lists only where it is asked for', async () => {
    await harness.db.pool.query(
      `INSERT INTO callback (name, version, url, events, secret_ref, created_at, created_by, updated_at, updated_by)
        VALUES ('all', 1, 'https://receiver.example/', '{run.finished}', 's', now(), '{}', now(), '{}')`,
    );
    const [dry, other] = [await anOwnedDryRun(), await anOwnedRun(harness)];
    for (const run of [dry, other]) await harness.store.commit(ended(run));
    const { rows } = await harness.db.pool.query(
      `SELECT run_id FROM delivery WHERE run_id = ANY($1::uuid[])`,
      [[dry.runId, other.runId]],
    );
    expect(rows).toEqual([{ run_id: other.runId }]);
    const idsIn = async (asked?: 'with' | 'only' | 'without') =>
      (await listRuns(harness.db, { limit: 200, dry: asked })).items.map(({ id }) => id);
    expect((await listRuns(harness.db, { limit: 200, q: dry.runId })).items).toHaveLength(1);
    expect((await listRuns(harness.db, { limit: 200, id: [dry.runId] })).items).toHaveLength(1);
    expect(await idsIn()).not.toContain(dry.runId);
    expect(await idsIn()).toContain(other.runId);
    expect(await idsIn('with')).toEqual(expect.arrayContaining([dry.runId, other.runId]));
    expect((await idsIn('only')).every(isDryRun)).toBe(true);
    expect(await idsIn('only')).toContain(dry.runId);
    expect((await countRuns(harness.db, { dry: 'only' })).count).toBe((await idsIn('only')).length);
  });
});
