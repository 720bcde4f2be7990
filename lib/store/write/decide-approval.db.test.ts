// Holds decisions to what was shown, to one outcome, to their quorum, and to one transaction with the run's input and the audit.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RequestError } from '../../domain/errors';
import type { Actor } from '../../domain/principal';
import type { NewApproval } from '../../ports/run-store';
import {
  anOwnedRun,
  approvalOf,
  aWorker,
  commitOn,
  type OwnedRun,
  parked,
} from '../../ports/testing/run-store-scenario';
import { inTransaction } from '../database';
import { readApproval } from '../read/read-approval';
import { verifyAudit } from '../read/verify-audit';
import { type DatabaseHarness, openHarness, sha256 } from '../runs/testing/harness';
import { type Decide, decideApproval } from './decide-approval';

const person = (name: string): Actor => ({ kind: 'user', id: `user-${name}`, label: name });

describe('deciding an approval', () => {
  let harness: DatabaseHarness;
  beforeAll(async () => {
    harness = await openHarness();
  });
  afterAll(() => harness.close());

  async function aParkedCall(over: Partial<NewApproval['request']> = {}): Promise<{
    run: OwnedRun;
    id: string;
    payloadHash: string;
  }> {
    const run = await anOwnedRun(harness);
    const base = approvalOf(run, over.expiresAt === undefined ? {} : { expiresAt: over.expiresAt });
    const approval = { ...base, kind: over.kind ?? base.kind, request: { ...base.request, ...over } };
    await harness.store.commit(commitOn(run, { approvals: [approval], exit: parked() }));
    return { run, id: approval.request.id, payloadHash: approval.request.payloadHash };
  }

  const decide = (id: string, over: Partial<Decide>, who = 'Bea') =>
    inTransaction(harness.db, 'decide', (tx) =>
      decideApproval(tx, {
        approvalId: id,
        decision: 'approve',
        payloadHash: 'b'.repeat(64),
        by: person(who),
        personId: `user-${who}`,
        reason: null,
        edited: null,
        answer: null,
        requestId: null,
        hash: sha256,
        ...over,
      }),
    );
  const edited = (over: object = {}) => ({
    arguments: { order_id: 'A-1', amount: 400 },
    argumentHash: 'd'.repeat(64),
    payloadHash: 'e'.repeat(64),
    amount: 400,
    requiredRole: 'approver' as const,
    escalateTo: [],
    quorum: 1,
    ...over,
  });

  it('settles it once, tells the run, and says to the second who was first', async () => {
    const { run, id } = await aParkedCall();
    expect(await decide(id, { reason: 'fine' })).toMatchObject({
      status: 'decided',
      approval: { status: 'approved' },
    });
    expect(await decide(id, { decision: 'reject', reason: 'no' }, 'Cem')).toMatchObject({
      status: 'already_decided',
      approval: {
        status: 'approved',
        decisions: [{ by: { label: 'Bea' }, decision: 'approve', reason: 'fine' }],
      },
    });
    expect(await harness.store.readInputs(run.runId, 0)).toMatchObject([
      {
        input: {
          type: 'decision',
          approvalId: id,
          decision: 'approve',
          step: 2,
          payloadHash: 'b'.repeat(64),
        },
      },
    ]);
    expect(await harness.store.claimRun(await aWorker(harness), run.runId)).not.toBeNull();
  });

  it('lets one of many at once win, whatever they want', async () => {
    const { run, id } = await aParkedCall();
    const outcomes = await Promise.all(
      ['a', 'b', 'c', 'd'].map((who, i) =>
        decide(id, { decision: i % 2 ? 'approve' : 'reject', reason: 'r' }, who),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'decided')).toHaveLength(1);
    expect(outcomes.filter(({ status }) => status === 'already_decided')).toHaveLength(3);
    expect(await harness.store.readInputs(run.runId, 0)).toHaveLength(1);
  });

  it('refuses a decision on what was not shown, one that comes too late, and one on nothing', async () => {
    const { id } = await aParkedCall();
    expect(await decide(id, { payloadHash: '0'.repeat(64) })).toMatchObject({ status: 'stale' });
    const late = await aParkedCall({ expiresAt: new Date(Date.now() - 10).toISOString() });
    expect(await decide(late.id, {})).toMatchObject({ status: 'expired', approval: { status: 'pending' } });
    expect(await harness.store.expireApprovals(100)).toContain(late.run.runId);
    expect(await decide(late.id, {})).toMatchObject({
      status: 'already_decided',
      approval: { status: 'expired', decisions: [] },
    });
    expect(await decide('01890000-0000-7000-8000-0000000000ff', {})).toEqual({ status: 'missing' });
  });

  it('changes nothing when the check under lock refuses', async () => {
    const { run, id } = await aParkedCall();
    const check = () => {
      throw new RequestError('forbidden', 'You started this run.');
    };
    await expect(decide(id, { check })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await readApproval(harness.db, id)).toMatchObject({ status: 'pending', decisions: [] });
    expect(await harness.store.readInputs(run.runId, 0)).toEqual([]);
  });

  it('sends the edited arguments, under the hash that the run asked with', async () => {
    const { run, id, payloadHash } = await aParkedCall();
    const outcome = await decide(id, { decision: 'edit', edited: edited() });
    expect(outcome).toMatchObject({
      status: 'decided',
      approval: { status: 'approved', arguments: { amount: 400 }, amount: 400, payloadHash: 'e'.repeat(64) },
    });
    expect(await harness.store.readInputs(run.runId, 0)).toMatchObject([
      { input: { decision: 'edit', arguments: { order_id: 'A-1', amount: 400 }, payloadHash } },
    ]);
  });

  it('needs its quorum, of different people; an edit starts the votes anew', async () => {
    const { run, id } = await aParkedCall({ quorum: 2 });
    expect(await decide(id, {}, 'Bea')).toMatchObject({ status: 'voted', missing: 1 });
    expect(await decide(id, {}, 'Bea')).toMatchObject({ status: 'already_voted' });
    const edit = await decide(id, { decision: 'edit', edited: edited({ quorum: 2 }) }, 'Cem');
    expect(edit).toMatchObject({ status: 'voted', missing: 1 });
    expect(edit.status === 'voted' && edit.approval.decisions.map(({ counts }) => counts)).toEqual([
      false,
      true,
    ]);
    expect(await decide(id, {}, 'Bea')).toMatchObject({ status: 'stale' });
    expect(await decide(id, { payloadHash: 'e'.repeat(64) }, 'Bea')).toMatchObject({ status: 'decided' });
    expect(await harness.store.readInputs(run.runId, 0)).toMatchObject([
      {
        input: {
          decision: 'edit',
          arguments: { amount: 400 },
          payloadHash: 'b'.repeat(64),
          by: { label: 'Bea' },
        },
      },
    ]);
  });

  it('settles an unknown outcome with what a person knows', async () => {
    const { run, id } = await aParkedCall({ kind: 'unknown_outcome', expiresAt: null, onExpiry: null });
    expect(await decide(id, { decision: 'happened', answer: { refund: 'R-9' } })).toMatchObject({
      status: 'decided',
      approval: { status: 'answered' },
    });
    expect(await harness.store.readInputs(run.runId, 0)).toMatchObject([
      { input: { decision: 'happened', answer: { refund: 'R-9' } } },
    ]);
  });

  it('reaches a worker that owns the run: it can’t park without it', async () => {
    const run = await anOwnedRun(harness);
    const approval = approvalOf(run);
    const asked = commitOn(run, { approvals: [approval] });
    await harness.store.commit(asked);
    await decide(approval.request.id, {});
    const owner = { ...run, last: asked.rows.at(-1) ?? run.last };
    expect(await harness.store.commit(commitOn(owner, { rows: [], exit: parked() }))).toMatchObject({
      status: 'committed',
      exited: false,
    });
  });

  it('does not wait in a circle with commits that close it and sweeps that expire it', async () => {
    const soon = new Date(Date.now() + 50).toISOString();
    const calls = await Promise.all(
      Array.from({ length: 20 }, (_, i) => aParkedCall(i % 2 ? {} : { expiresAt: soon })),
    );
    const outcomes = await Promise.all([
      ...calls.map(({ id }) => decide(id, {})),
      harness.store.expireApprovals(50),
      harness.store.expireApprovals(50),
    ]);
    expect(outcomes).toHaveLength(22);
    await harness.store.expireApprovals(50);
    const inputs = await Promise.all(calls.map(({ run }) => harness.store.readInputs(run.runId, 0)));
    // Decided or expired, never both; a decision that came too late waits for the sweep.
    expect(inputs.every((one) => one.length <= 1)).toBe(true);
  });

  it('stands in the audit, which is whole, and shows a changed event', async () => {
    const before = await verifyAudit(harness.db, sha256);
    expect(before).toMatchObject({ ok: true, firstBroken: null });
    expect(before.checked).toBeGreaterThan(5);
    expect(await verifyAudit(harness.db, sha256, { expectedHead: before.head ?? '' })).toMatchObject({
      ok: true,
    });
    expect(await verifyAudit(harness.db, sha256, { expectedHead: 'f'.repeat(64) })).toMatchObject({
      ok: false,
      expectedHeadFound: false,
    });
    await harness.asOwner(
      `ALTER TABLE audit_event DISABLE TRIGGER append_only; UPDATE audit_event SET reason = 'forged' WHERE seq = 3`,
    );
    expect(await verifyAudit(harness.db, sha256)).toMatchObject({ ok: false, firstBroken: 3, checked: 2 });
  });
});
