// Holds the end of a veto window to one outcome, whoever objects or sweeps at the same moment, and to silence that nobody broke.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../domain/principal';
import type { NewApproval } from '../../ports/run-store';
import { anOwnedRun, approvalOf, commitOn, isoFromNow, parked } from '../../ports/testing/run-store-scenario';
import { inTransaction } from '../database';
import { readApproval } from '../read/read-approval';
import { readApprovalEvents } from '../read/read-approval-events';
import { claimApproval, releaseApproval, snoozeApproval } from '../write/attend-approval';
import { type Decide, decideApproval } from '../write/decide-approval';
import { endWindows } from './end-windows';
import { type DatabaseHarness, openHarness, sha256 } from './testing/harness';

const person = (name: string): Actor => ({ kind: 'user', id: `user-${name}`, label: name });
let harness: DatabaseHarness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());
const pool = () => harness.db.pool;

async function anAnnouncedCall(endsInMs: number, over: Partial<NewApproval> = {}) {
  const run = await anOwnedRun(harness);
  const base = approvalOf(run, { expiresAt: isoFromNow(endsInMs) });
  const approval = { ...base, ...over, request: { ...base.request, onExpiry: 'execute' as const } };
  await harness.store.commit(commitOn(run, { approvals: [approval], exit: parked() }));
  const { id } = approval.request;
  return {
    id,
    runId: run.runId,
    by: (name: string) => ({ approvalId: id, by: person(name), personId: `user-${name}` }),
    inputs: async () => (await harness.store.readInputs(run.runId, 0)).map(({ input }) => input),
    status: async () => (await readApproval(harness.db, id))?.status,
    verbs: async () =>
      (await readApprovalEvents(harness.db, id, { limit: 100 })).items.map(({ verb }) => verb),
    /** Its window is over from now on. */
    end: () => pool().query(`UPDATE approval SET expires_at = now() WHERE id = $1`, [id]),
  };
}

const decide = (id: string, over: Partial<Decide> = {}) =>
  inTransaction(harness.db, 'decide', (tx) =>
    decideApproval(tx, {
      approvalId: id,
      decision: 'reject',
      payloadHash: 'b'.repeat(64),
      by: person('Bea'),
      personId: 'user-Bea',
      reason: 'Not this one.',
      edited: null,
      answer: null,
      requestId: null,
      hash: sha256,
      ...over,
    }),
  );

describe('the end of a veto window', () => {
  it('and an objection at the same moment have one outcome, from any number of processes', async () => {
    const seen = { unopposed: 0, rejected: 0 };
    for (let i = 0; i < 12; i++) {
      const { id, inputs, status } = await anAnnouncedCall(-5);
      const sweeps = [0, 1, 2].map(() => endWindows(pool(), 100));
      await Promise.all(i % 2 === 0 ? [...sweeps, decide(id)] : [decide(id), ...sweeps]);
      // A sweep that met the decider's lock passes the window over.
      await endWindows(pool(), 100);
      const outcome = (await status()) as keyof typeof seen;
      seen[outcome] += 1;
      const told = (await inputs()).map((input) => input.type === 'decision' && input.decision);
      expect(told).toEqual([outcome === 'unopposed' ? 'unopposed' : 'reject']);
    }
    expect(seen.unopposed + seen.rejected).toBe(12);
  });

  it('takes an objection after its time as long as nothing was sent', async () => {
    const { id, inputs } = await anAnnouncedCall(-5);
    expect(await decide(id)).toMatchObject({ status: 'decided', approval: { status: 'rejected' } });
    expect(await endWindows(pool(), 100)).toEqual([]);
    expect(await inputs()).toMatchObject([{ decision: 'reject', reason: 'Not this one.' }]);
  });

  it('is told to whoever objects too late', async () => {
    const { id, status, verbs } = await anAnnouncedCall(-5);
    await endWindows(pool(), 100);
    expect(await decide(id)).toMatchObject({
      status: 'already_decided',
      approval: { status: 'unopposed', decisions: [] },
    });
    expect(await status()).toBe('unopposed');
    expect(await verbs()).toEqual(['created', 'decided']);
  });

  it('is nobody’s approval', async () => {
    const { id } = await anAnnouncedCall(-5);
    await endWindows(pool(), 100);
    const { rows } = await pool().query(`SELECT status, by_people FROM approval WHERE id = $1`, [id]);
    expect(rows).toEqual([{ status: 'unopposed', by_people: false }]);
    await expect(harness.asOwner(`UPDATE approval SET by_people = true WHERE id = '${id}'`)).rejects.toThrow(
      /approval_(unopposed_by_nobody|by_people_decided)/,
    );
  });

  it('does not come while somebody is at it, and asks when they let go of it', async () => {
    const { id, by, end, inputs, status } = await anAnnouncedCall(60_000);
    expect(await claimApproval(pool(), by('Ada'), 600_000)).toBe(true);
    await end();
    expect(await endWindows(pool(), 100)).toEqual([]);
    expect(await status()).toBe('pending');
    expect(await releaseApproval(pool(), by('Ada'))).toBe(true);
    expect(await endWindows(pool(), 100)).toHaveLength(1);
    expect(await readApproval(harness.db, id)).toMatchObject({ status: 'superseded' });
    expect(await inputs()).toMatchObject([
      { decision: 'window_lost', reason: 'Somebody was at it when its window ended.' },
    ]);
  });

  it('asks where a claim lay over it and ran out by itself', async () => {
    const { id, by, end, inputs } = await anAnnouncedCall(60_000);
    await claimApproval(pool(), by('Ada'), 600_000);
    await end();
    await pool().query(`UPDATE approval SET claimed_until = now() + interval '1 millisecond' WHERE id = $1`, [
      id,
    ]);
    await expect.poll(() => endWindows(pool(), 100)).toHaveLength(1);
    expect(await inputs()).toMatchObject([{ decision: 'window_lost' }]);
  });

  it('comes where a claim was let go of before it, and where somebody only put it off', async () => {
    const { by, end, status } = await anAnnouncedCall(60_000);
    await claimApproval(pool(), by('Ada'), 600_000);
    await releaseApproval(pool(), by('Ada'));
    await snoozeApproval(pool(), by('Bea'), isoFromNow(30_000));
    await end();
    expect(await endWindows(pool(), 100)).toHaveLength(1);
    expect(await status()).toBe('unopposed');
  });

  it.each([
    ['no channel had told of it', '', 'window_lost'],
    [
      'it was first told of after its end',
      `attempts = 1, last_attempt_at = now() + interval '1 second'`,
      'window_lost',
    ],
    ['a channel had tried', `attempts = 1, last_attempt_at = now() - interval '1 second'`, 'unopposed'],
  ])('where %s', async (_what, tried, decision) => {
    await harness.asOwner(
      `INSERT INTO channel (name, version, definition, created_at, created_by, updated_at, updated_by)
       VALUES ('night', 1, '{"kind": "webhook", "events": ["approval.pending"]}', now(), '{}', now(), '{}') ON CONFLICT (name) DO UPDATE SET archived_at = NULL`,
    );
    const { id, end, inputs } = await anAnnouncedCall(60_000);
    await end();
    if (tried !== '') await harness.asOwner(`UPDATE delivery SET ${tried} WHERE approval_id = '${id}'`);
    await endWindows(pool(), 100);
    await harness.asOwner(`UPDATE channel SET archived_at = now()`);
    expect(await inputs()).toMatchObject([
      { decision, reason: decision === 'unopposed' ? null : 'Nobody had been told when its window ended.' },
    ]);
  });

  it('asks where somebody decided and others were to agree', async () => {
    const { id, end, inputs } = await anAnnouncedCall(60_000);
    expect(await decide(id, { decision: 'approve', reason: null, leastQuorum: 2 })).toMatchObject({
      status: 'voted',
    });
    await end();
    await endWindows(pool(), 100);
    expect(await inputs()).toMatchObject([{ decision: 'window_lost' }]);
  });

  it('asks nobody on whom only an edit would name', async () => {
    const { id } = await anAnnouncedCall(60_000);
    const edited = {
      ...{ arguments: {}, argumentHash: 'c'.repeat(64), payloadHash: 'd'.repeat(64), amount: null },
      ...{ requiredRole: 'approver' as const, quorum: 2 },
      escalateTo: [{ role: 'admin' as const, people: [], expiresMs: 60_000 }],
    };
    expect(await decide(id, { decision: 'edit', edited, reason: null })).toMatchObject({
      status: 'voted',
      approval: { onExpiry: 'execute', escalateTo: null },
    });
  });

  it('waits for a run that stands still, and asks once it went on after its time', async () => {
    const { runId, end, inputs, status } = await anAnnouncedCall(60_000);
    await pool().query(`UPDATE run SET waiting = '{"reason": "paused", "items": []}' WHERE id = $1`, [runId]);
    await end();
    expect(await endWindows(pool(), 100)).toEqual([]);
    expect(await status()).toBe('pending');
    await harness.appendInput(runId, { type: 'resume', by: person('Ada'), reason: 'Go on.', limits: {} });
    await pool().query(`UPDATE run SET waiting = '{"reason": "approval", "items": []}' WHERE id = $1`, [
      runId,
    ]);
    await endWindows(pool(), 100);
    expect((await inputs()).slice(1)).toMatchObject([{ decision: 'window_lost' }]);
  });
});

describe('a veto window', () => {
  it('is counted from the commit that announces it, by the clock of the database', async () => {
    const { id } = await anAnnouncedCall(120_000, { createdAt: isoFromNow(-100_000) });
    const { rows } = await pool().query(
      `SELECT round(extract(epoch FROM expires_at - now()))::int AS left FROM approval WHERE id = $1`,
      [id],
    );
    expect(rows[0]?.left).toBeGreaterThanOrEqual(218);
  });

  it.each([
    ['of an unsafe call', { effect: 'unsafe' }],
    ['of a tainted call', { tainted: true }],
  ] as const)('%s is refused by the database', async (_what, over) => {
    await expect(anAnnouncedCall(60_000, over)).rejects.toThrow();
  });
});
