// Holds lists and figures of runs to the truth, also while they run, and cursors to staying valid.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listRunsQuery } from '../../contract/run';
import type { JournalEntry } from '../../domain/journal-payload';
import type { JournalRow } from '../../domain/journal-row';
import type { RunCommit } from '../../ports/run-store';
import { newTestRun, sealAfter, testSummary } from '../../ports/testing/journal-builder';
import {
  approvalOf,
  aWorker,
  claimAs,
  claimOf,
  commitOn,
  following,
  isoFromNow,
  type OwnedRun,
  parked,
} from '../../ports/testing/run-store-scenario';
import { createTestIds } from '../../ports/testing/test-ids';
import { inTransaction } from '../database';
import { type DatabaseHarness, openHarness, sha256 } from '../runs/testing/harness';
import { decideApproval } from '../write/decide-approval';
import { putVersion } from '../write/put-version';
import { listApprovals } from './list-approvals';
import { listRuns } from './list-runs';
import { readApprovalCase } from './read-approval';
import { readJournal } from './read-journal';
import { periodBounds, readOverview } from './read-overview';
import { readRun } from './read-run';

const ids = createTestIds();
const actor = { kind: 'user', id: 'user-bea', label: 'Bea' } as const;

describe('reading runs', () => {
  let harness: DatabaseHarness;
  beforeAll(async () => {
    harness = await openHarness();
    await inTransaction(harness.db, 'put tool', (tx) =>
      putVersion(
        tx,
        {
          kind: 'tool',
          name: 'payments.refund',
          definition: {
            kind: 'http',
            description: 'Refunds an order',
            inputSchema: { type: 'object' },
            effect: 'idempotent',
            http: { method: 'POST', url: 'http://127.0.0.1:9/refunds' },
            risk: 'high',
          },
          createdBy: actor,
          activate: 'always',
        },
        sha256,
      ),
    );
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

  /** Rows as the runtime writes them: a model step that asks for two calls, both sent, one answered. */
  function working(run: OwnedRun): RunCommit {
    const rows: JournalRow[] = [];
    const add = (entry: JournalEntry, step: number, over: Partial<JournalRow> = {}) => {
      rows.push({ ...sealAfter(run.runId, rows.at(-1) ?? run.last, entry, isoFromNow(0), step), ...over });
    };
    const model = { type: 'model', step: 1, attempt: 1 } as const;
    add(
      {
        kind: 'intent',
        payload: { ...model, model: 'm', modelVersion: 1, maxOutputTokens: 16 },
      },
      1,
    );
    add(
      {
        kind: 'result',
        payload: {
          ...model,
          usage: null,
          costMicroUsd: 1_234,
          reportedModel: null,
          latencyMs: 5,
          outcome: 'error',
          error: { code: 'x', message: '"type":"tool"', class: 'retryable' },
          retryAt: null,
        },
      },
      1,
      { costMicroUsd: 1_234, tokens: 77 },
    );
    for (const step of [2, 3]) {
      add({ kind: 'intent', payload: { type: 'tool', step, attempt: 1, mode: 'send' } }, step);
    }
    add({ kind: 'intent', payload: { type: 'tool', step: 2, attempt: 2, mode: 'send' } }, 2);
    return commitOn(run, { rows });
  }

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

  it('orders the queue by urgency and history by age, and shows what a person needs', async () => {
    const run = await own('queue');
    const never = approvalOf(run, { expiresAt: null });
    const later = approvalOf(run, { step: 3, expiresAt: isoFromNow(60_000) });
    const soon = approvalOf(run, { step: 4, expiresAt: isoFromNow(30_000) });
    const asked = [never, later, soon].map((one) => ({ ...one, agent: 'queue' }));
    const first = commitOn(run, { approvals: asked, effectClaims: [claimOf(run, { step: 9 })] });
    await harness.store.commit(first);
    const pending = (limit: number, cursor?: string) =>
      listApprovals(harness.db, {
        status: ['pending'],
        agent: 'queue',
        limit,
        ...(cursor === undefined ? {} : { cursor }),
      });
    const page = await pending(2);
    const rest = await pending(2, page.nextCursor ?? '');
    expect([...page.items, ...rest.items].map(({ id }) => id)).toEqual(
      [soon, later, never].map(({ request }) => request.id),
    );
    await inTransaction(harness.db, 'decide', (tx) =>
      decideApproval(tx, {
        approvalId: soon.request.id,
        decision: 'edit',
        payloadHash: soon.request.payloadHash,
        by: actor,
        personId: actor.id,
        reason: 'less',
        edited: {
          arguments: { amount: 1 },
          argumentHash: 'd'.repeat(64),
          payloadHash: 'e'.repeat(64),
          amount: 1,
          requiredRole: 'approver',
          quorum: 1,
        },
        answer: null,
        requestId: null,
        hash: sha256,
      }),
    );
    const byAge = await listApprovals(harness.db, { run: run.runId, limit: 10 });
    expect(byAge.items.map(({ status }) => status).toSorted()).toEqual(['approved', 'pending', 'pending']);
    const oneCase = await readApprovalCase(harness.db, later.request.id);
    expect(oneCase).toMatchObject({
      approval: { id: later.request.id, arguments: { amount: 900 } },
      tool: { description: 'Refunds an order', risk: 'high', inputSchema: { type: 'object' } },
      record: { held: 3, approved: 0, edited: 1, rejected: 0, expired: 0, calls: 3, recent: ['edited'] },
      similar: [
        { id: soon.request.id, status: 'approved', edited: true, amount: 1, reason: 'less', by: [actor] },
      ],
      startedByPersonId: 'user-ada',
      voterIds: [],
      expired: false,
    });
    expect(await readApprovalCase(harness.db, randomUUID())).toBeNull();
  });

  it('shows on the overview what is so', async () => {
    const end = async (agent: string, status: 'succeeded' | 'failed') => {
      const run = await own(agent);
      const commit = working(run);
      await harness.store.commit(commit);
      await harness.store.commit(
        commitOn(following(run, commit), {
          exit: {
            kind: 'end',
            status,
            output: null,
            error: status === 'failed' ? { code: 'boom', message: 'It broke.\0' } : null,
            finishedAt: isoFromNow(0),
            summary: testSummary(isoFromNow(0), { costMicroUsd: 100 }),
          },
        }),
      );
      return run.runId;
    };
    await end('overview', 'succeeded');
    const failed = await end('overview', 'failed');
    const bounded = await own('overview');
    await harness.store.commit(
      commitOn(bounded, {
        exit: parked({ waiting: { reason: 'limit', items: [{ kind: 'limit', id: 'loop' }] } }),
      }),
    );
    const seen = await readOverview(harness.db, '24h');
    expect(seen.runs).toMatchObject({ succeeded: 1, failed: 1 });
    expect(seen).toMatchObject({
      atLimit: 1,
      failed: { count: 1, newestAt: expect.any(String) },
      approvals: { pending: 2, expiringSoon: 1 },
      period: { finished: 2, succeeded: 1, humanDecisions: 1, sliceMs: 3_600_000 },
    });
    expect(seen.period.slices).toHaveLength(24);
    expect(seen.period.slices.at(-1)).toMatchObject({ succeeded: 1, failed: 1, cancelled: 0 });
    expect(seen.period.stepP50Ms).not.toBeNull();
    expect(seen.stoppedRuns).toEqual(
      expect.arrayContaining([
        { id: failed, agent: 'overview', kind: 'failed', message: 'It broke.\uFFFD', at: expect.any(String) },
        {
          id: bounded.runId,
          agent: 'overview',
          kind: 'limit',
          message: `row after ${bounded.last.seq}`,
          at: expect.any(String),
        },
      ]),
    );
    expect(seen.spend.byAgent).toContainEqual({ agent: 'overview', costMicroUsd: 242, runs: 3 });
    expect(seen.needsPerson.map(({ status }) => status)).toEqual(['pending', 'pending']);
  });

  it('cuts a period into slices that do not shift', () => {
    const at = Date.parse('2026-11-20T14:32:08.000Z');
    expect(periodBounds('24h', at)).toEqual({
      since: '2026-11-19T15:00:00.000Z',
      sliceMs: 3_600_000,
      slices: 24,
    });
    expect(periodBounds('24h', at + 60_000).since).toBe(periodBounds('24h', at).since);
  });
});
