// Failures come into their sums once each, whoever merges, is killed on the way or reads the journals anew; the sums tell what the journals tell.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JournalEntry } from '../../domain/journal-payload';
import { sealAfter } from '../../ports/testing/journal-builder';
import {
  anOwnedRun,
  commitOn,
  ended,
  failing,
  following,
  isoFromNow,
  letter,
  type OwnedRun,
} from '../../ports/testing/run-store-scenario';
import { listErrors } from '../read/errors';
import { type DatabaseHarness, openHarness, sha256 } from '../runs/testing/harness';
import { forgetErrors, mergeAllErrors, mergeErrors, recountErrors } from './merge-errors';

let harness: DatabaseHarness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());

const ANY_ORDER = 'ORDER BY to_jsonb(t)::text';
const all = async (table: string) =>
  (await harness.db.pool.query(`SELECT * FROM ${table} t ${ANY_ORDER}`)).rows;
const sums = async () => ({ failures: await all('run_error'), groups: await all('error_group') });
const merge = () => mergeAllErrors(harness.db.pool, sha256);

async function put(run: OwnedRun, entry: JournalEntry, step: number | null = 1): Promise<OwnedRun> {
  const row = sealAfter(run.runId, run.last, entry, isoFromNow(0));
  const commit = commitOn(run, { rows: [{ ...row, step }] });
  expect((await harness.store.commit(commit)).status).toBe('committed');
  return following(run, commit);
}
const asked: JournalEntry = {
  kind: 'intent',
  payload: { type: 'model', step: 1, attempt: 1, model: 'demo', modelVersion: 3, maxOutputTokens: 10 },
};
const said = (message: string): JournalEntry => ({
  kind: 'result',
  payload: {
    ...{
      type: 'model',
      step: 1,
      attempt: 1,
      usage: null,
      costMicroUsd: 0,
      reportedModel: null,
      latencyMs: 5,
    },
    ...{ outcome: 'error', retryAt: null },
    error: { code: 'http_503', message, class: 'retryable' },
  },
});
const invalid: JournalEntry = {
  kind: 'result',
  payload: {
    ...{
      type: 'model',
      step: 1,
      attempt: 1,
      usage: null,
      costMicroUsd: 0,
      reportedModel: null,
      latencyMs: 5,
    },
    ...{ outcome: 'invalid', text: null, problems: [{ path: '/amount', message: 'is missing' }], raw: null },
  },
};
/** An answer that only looks like a failure: its text is of others. */
const answered: JournalEntry = {
  kind: 'result',
  payload: {
    ...{ type: 'tool', step: 1, attempt: 1, latencyMs: 5, outcome: 'succeeded', source: 'call' },
    ...{ tainted: true, privateData: false, value: '"outcome":"invalid","error":{' },
  },
};

async function aRun(): Promise<OwnedRun> {
  return put(await anOwnedRun(harness), asked);
}
const groupsByCode = async () =>
  Object.fromEntries(
    (await listErrors(harness.db, { sort: 'lastSeen', limit: 50 }, Date.now())).items.map((g) => [g.code, g]),
  );

it('counts attempts, of runs that go on as of those that fail, by their words without numbers', async () => {
  const well = await put(await put(await aRun(), said('busy, try in 3 s')), said('busy, try in 41 s'));
  await harness.store.commit(ended(await put(well, answered)));
  const bad = await put(await put(await aRun(), invalid), said('busy, try in 9 s'));
  const at = letter({ step: 1 });
  await harness.store.commit(failing(bad, { deadLetter: at }));
  await put(await aRun(), said('busy, try in 7 s'));
  await merge();
  const { http_503, model_invalid, ...none } = await groupsByCode();
  expect(none).toEqual({});
  expect(http_503).toMatchObject({
    ...{ count: 4, model: 'demo', tool: null, deadLetters: 1, message: 'busy, try in 7 s' },
    runs: { total: 3, succeeded: 0, failed: 1, cancelled: 1, open: 1 },
    versions: [{ agent: 'refunds', version: 1, called: 3, count: 4 }],
  });
  expect(http_503?.history.counts.reduce((a, b) => a + b, 0)).toBe(4);
  expect(model_invalid).toMatchObject({ count: 1, message: '/amount: is missing', deadLetters: 0 });
});

it('counts a run that failed of no attempt under the cause of its letter', async () => {
  const run = await aRun();
  const error = { code: 'deadline', message: 'Its time was over.' };
  await harness.store.commit(failing(run, { error, deadLetter: letter({ step: null, model: null }) }));
  await merge();
  const { deadline } = await groupsByCode();
  expect(deadline).toMatchObject({ count: 1, tool: null, model: null, deadLetters: 1, runs: { failed: 1 } });
  expect(deadline?.sample).toEqual({ runId: run.runId, step: null });
});

it('counts each once: with mergers beside each other, after one was cut off, and when journals are read anew', async () => {
  let run = await aRun();
  for (let i = 0; i < 6; i += 1) run = await put(run, said(`busy, try in ${i} s`));
  const client = await harness.db.pool.connect();
  try {
    // As a process leaves it that dies before its commit.
    await client.query('BEGIN');
    await client.query('DELETE FROM error_due');
    await client.query('ROLLBACK');
  } finally {
    client.release();
  }
  await Promise.all(Array.from({ length: 4 }, () => mergeErrors(harness.db.pool, sha256, 2)));
  await merge();
  const kept = await sums();
  expect(kept.failures.filter(({ run_id }) => run_id === run.runId)).toHaveLength(6);
  await merge();
  expect(await sums()).toEqual(kept);

  await forgetErrors(harness.db.pool);
  expect(await sums()).toEqual({ failures: [], groups: [] });
  while (await recountErrors(harness.db.pool, sha256, 2)) await mergeErrors(harness.db.pool, sha256, 1);
  expect(await sums()).toEqual(kept);
  expect(await recountErrors(harness.db.pool, sha256, 2)).toBe(false);
});

it('takes what is told of a run while older journals are read, and counts none of it twice', async () => {
  await forgetErrors(harness.db.pool);
  await put(await aRun(), said('busy, try in 1 s'));
  await merge();
  while (await recountErrors(harness.db.pool, sha256, 3));
  await merge();
  const kept = await sums();
  await forgetErrors(harness.db.pool);
  while (await recountErrors(harness.db.pool, sha256));
  expect(await sums()).toEqual(kept);
});

it('leaves out what a fork copied from its origin', async () => {
  const run = await put(await aRun(), said('copied'));
  await merge();
  const counted = (await all('run_error')).length;
  await harness.asOwner(
    `UPDATE run SET forked_from = id, forked_seq = ${run.last.seq} WHERE id = '${run.runId}'`,
  );
  await forgetErrors(harness.db.pool);
  while (await recountErrors(harness.db.pool, sha256));
  expect(await all('run_error')).toHaveLength(counted - 1);
});
