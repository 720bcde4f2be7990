// Holds the queue, the card and the overview to the truth.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTestRun, testSummary } from '../../ports/testing/journal-builder';
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
import { working } from '../runs/testing/working-commit';
import { decideApproval } from '../write/decide-approval';
import { putVersion } from '../write/put-version';
import { listApprovals } from './list-approvals';
import { readApprovalCase } from './read-approval';
import { periodBounds, readOverview } from './read-overview';

const ids = createTestIds();
const actor = { kind: 'user', id: 'user-bea', label: 'Bea' } as const;

describe('reading what needs a person', () => {
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
          escalateTo: [],
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
      record: {
        held: 3,
        approved: 0,
        edited: 1,
        rejected: 0,
        expired: 0,
        unopposed: 0,
        calls: 3,
        recent: ['edited'],
      },
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
            deadLetter: null,
            summary: testSummary(isoFromNow(0), { costMicroUsd: 100 }),
          },
        }),
      );
      return run.runId;
    };
    await end('overview', 'succeeded');
    const failed = await end('overview', 'failed');
    const until = isoFromNow(60_000);
    const bounded = await own('overview');
    await harness.store.commit(
      commitOn(bounded, {
        exit: parked({ waiting: { reason: 'limit', items: [{ kind: 'limit', id: 'loop', until }] } }),
      }),
    );
    const seen = await readOverview(harness.db, '24h', null);
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
        {
          id: failed,
          agent: 'overview',
          kind: 'failed',
          message: 'It broke.\uFFFD',
          at: expect.any(String),
          failsAt: null,
        },
        {
          id: bounded.runId,
          agent: 'overview',
          kind: 'limit',
          message: `row after ${bounded.last.seq}`,
          at: expect.any(String),
          failsAt: until,
        },
      ]),
    );
    // What the journal says was spent today, whatever the summaries of its runs say; the third run asked no model.
    expect(seen.spend).toEqual({
      since: `${seen.now.slice(0, 10)}T00:00:00.000Z`,
      totalMicroUsd: 2_468,
      byAgent: [{ agent: 'overview', costMicroUsd: 2_468, runs: 2 }],
    });
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

  it('counts no question among like cases that a late answer settled', async () => {
    const run = await own('evidence');
    const question = approvalOf(run, { expiresAt: null });
    const kind = 'unknown_outcome' as const;
    const ask = { ...question, kind, request: { ...question.request, kind, onExpiry: null } };
    const shown = approvalOf(run, { step: 3, expiresAt: isoFromNow(60_000) });
    const asking = commitOn(run, {
      approvals: [ask, shown],
      effectClaims: [claimOf(run)],
    });
    await harness.store.commit(asking);
    const closing = { closedApprovals: [{ id: ask.request.id, status: 'answered' as const }] };
    await harness.store.commit(commitOn(following(run, asking), closing));
    const { items } = await listApprovals(harness.db, { run: run.runId, limit: 10 });
    expect(items.find(({ id }) => id === ask.request.id)?.status).toBe('answered');
    const found = await readApprovalCase(harness.db, shown.request.id);
    expect(found?.similar.map(({ id }) => id)).not.toContain(ask.request.id);
  });
});
