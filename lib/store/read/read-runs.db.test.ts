// Holds lists and figures of runs to the truth, also while they run, and cursors to staying valid.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listRunsQuery } from '../../contract/run';
import { newTestRun, testSummary } from '../../ports/testing/journal-builder';
import {
  aWorker,
  claimAs,
  commitOn,
  following,
  isoFromNow,
  type OwnedRun,
  parked,
} from '../../ports/testing/run-store-scenario';
import { createTestIds } from '../../ports/testing/test-ids';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { working } from '../runs/testing/working-commit';
import { listRuns } from './list-runs';
import { readJournal } from './read-journal';
import { readRun } from './read-run';

const ids = createTestIds();
const _actor = { kind: 'user', id: 'user-bea', label: 'Bea' } as const;

describe('reading runs', () => {
  let harness: DatabaseHarness;
  beforeAll(async () => {
    harness = await openHarness();
  });
  afterAll(() => harness.close());

  const query = (over: object = {}) => listRunsQuery.parse(over);
  const create = async (agent: string, over: object = {}, agoMs = 0, input = {}) => {
    const runId = ids.timeOrdered();
    await harness.store.createRun({ ...newTestRun(runId, agent, isoFromNow(-agoMs), input), ...over });
    return runId;
  };
  const own = async (agent: string): Promise<OwnedRun> => {
    const run = await claimAs(harness, await aWorker(harness), await create(agent));
    if (run === null) throw new Error('a new run can be claimed');
    return run;
  };
  const listed = async (over: object) => (await listRuns(harness.db, query(over))).items.map(({ id }) => id);

  it('counts what a run at work has done so far, and keeps what an ended one did', async () => {
    const run = await own('figures');
    const commit = working(run);
    await harness.store.commit(commit);
    expect(await readRun(harness.db, run.runId)).toMatchObject({
      status: 'running',
      steps: 3,
      toolCalls: 2,
      tokens: 77,
      costMicroUsd: 1_234,
      startedAt: expect.any(String),
    });
    await harness.store.commit(
      commitOn(following(run, commit), {
        rows: [],
        exit: parked({
          summary: testSummary(isoFromNow(0), { steps: 9, costMicroUsd: 5, partial: { a: 1 } }),
        }),
      }),
    );
    expect(await readRun(harness.db, run.runId)).toMatchObject({
      status: 'waiting',
      steps: 9,
      costMicroUsd: 5,
      partial: { a: 1 },
      waiting: { reason: 'timer' },
    });
    expect(await readRun(harness.db, randomUUID())).toBeNull();
    expect(await readRun(harness.db, 'no-uuid')).toBeNull();
  });

  it('filters by status, agent, label, time and text, and finds nothing in what does not match', async () => {
    const a = await create('filter-a', { labels: { team: 'north=1' } }, 60_000, { order: 'A-100%_x' });
    const b = await create('filter-b', { labels: { team: 'south' } }, 0, { order: 'B-2' });
    const only = { agent: 'filter-a' };
    expect(await listed(only)).toEqual([a]);
    expect(await listed({ label: 'team=north=1' })).toEqual([a]);
    expect(await listed({ label: 'team=north' })).toEqual([]);
    expect(await listed({ since: isoFromNow(-30_000), label: 'team=south' })).toEqual([b]);
    expect(await listed({ until: isoFromNow(-30_000), agent: 'filter-b' })).toEqual([]);
    expect(await listed({ status: 'queued,failed', ...only })).toEqual([a]);
    expect(await listed({ status: 'failed', ...only })).toEqual([]);
    expect(await listed({ q: 'a-100%_X' })).toEqual([a]);
    expect(await listed({ q: '100__x' })).toEqual([]);
    expect(await listed({ q: a })).toEqual([a]);
    expect(await listed({ q: 'nul\0' })).toEqual([]);
  });

  it('pages newest first, with a cursor that stays valid while runs come', async () => {
    const made: string[] = [];
    for (let i = 0; i < 5; i += 1) made.push(await create('paged', {}, 10_000 - i * 1_000));
    const newestFirst = made.toReversed();
    const first = await listRuns(harness.db, query({ agent: 'paged', limit: 2 }));
    await create('paged');
    const second = await listRuns(harness.db, query({ agent: 'paged', limit: 2, cursor: first.nextCursor }));
    const third = await listRuns(harness.db, query({ agent: 'paged', limit: 2, cursor: second.nextCursor }));
    const pages = [...first.items, ...second.items, ...third.items].map(({ id }) => id);
    expect(pages).toEqual(newestFirst);
    expect(third.nextCursor).toBeNull();
    await expect(listRuns(harness.db, query({ cursor: 'e30' }))).rejects.toMatchObject({
      code: 'invalid_request',
      problems: [{ path: '/query/cursor' }],
    });
  });

  it('reads the journal in order, page by page, NUL included', async () => {
    const runId = await create('journal', {}, 0, { text: 'a\u0000b' });
    const run = await claimAs(harness, await aWorker(harness), runId);
    if (run === null) throw new Error('a new run can be claimed');
    await harness.store.commit(working(run));
    const whole = await readJournal(harness.db, runId, { limit: 500 });
    expect(whole?.items.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(whole?.items[0]?.payload).toMatchObject({ type: 'start', input: { text: 'a\u0000b' } });
    expect((await readRun(harness.db, runId))?.input).toEqual({ text: 'a\u0000b' });
    const first = await readJournal(harness.db, runId, { limit: 4 });
    const rest = await readJournal(harness.db, runId, { limit: 4, cursor: first?.nextCursor ?? '' });
    expect([...(first?.items ?? []), ...(rest?.items ?? [])]).toEqual(whole?.items);
    expect(await readJournal(harness.db, randomUUID(), { limit: 5 })).toBeNull();
  });
});
