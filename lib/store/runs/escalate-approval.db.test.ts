// Holds an approval that goes on to the next level to one level at a time, whatever else happens to it at that moment.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../domain/principal';
import { anOwnedRun, approvalOf, commitOn, isoFromNow, parked } from '../../ports/testing/run-store-scenario';
import { inTransaction } from '../database';
import { tellExpiring } from '../deliveries/tell-expiring';
import { countApprovals } from '../read/list-approvals';
import { readApproval } from '../read/read-approval';
import { readApprovalEvents } from '../read/read-approval-events';
import { claimApproval, snoozeApproval } from '../write/attend-approval';
import { type Decide, decideApproval } from '../write/decide-approval';
import { type DatabaseHarness, openHarness, sha256 } from './testing/harness';

const person = (name: string): Actor => ({ kind: 'user', id: `user-${name}`, label: name });
const CHAIN = [
  { role: 'approver' as const, people: ['grace@example.com'], expiresMs: 40_000 },
  { role: 'admin' as const, people: [], expiresMs: 3_600_000 },
];

let harness: DatabaseHarness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());

async function waiting(over: { quorum?: number; expiresAt?: string } = {}) {
  const run = await anOwnedRun(harness);
  const base = approvalOf(run, { escalateTo: CHAIN, expiresAt: over.expiresAt ?? isoFromNow(3_600_000) });
  const approval = { ...base, request: { ...base.request, quorum: over.quorum ?? 1 } };
  await harness.store.commit(commitOn(run, { approvals: [approval], exit: parked() }));
  const { id } = approval.request;
  const by = (name: string) => ({ approvalId: id, by: person(name), personId: `user-${name}` });
  const read = async () => {
    const found = await readApproval(harness.db, id);
    if (found === null) throw new Error('it is there');
    return found;
  };
  const decide = (who: string, said: Partial<Decide> = {}) =>
    inTransaction(harness.db, 'decide', (tx) =>
      decideApproval(tx, {
        ...by(who),
        decision: 'approve',
        payloadHash: 'b'.repeat(64),
        reason: null,
        edited: null,
        answer: null,
        requestId: null,
        hash: sha256,
        ...said,
      }),
    );
  const inputs = async () =>
    (await harness.store.readInputs(run.runId, 0)).map(({ input }) =>
      input.type === 'decision' ? input.decision : input.type,
    );
  const late = () => harness.db.pool.query(`UPDATE approval SET expires_at = now() WHERE id = $1`, [id]);
  return { id, run, by, read, decide, inputs, late };
}
const sweep = () => harness.store.expireApprovals(100);
const events = async (id: string) => (await readApprovalEvents(harness.db, id, { limit: 100 })).items;

describe('an approval that goes on to the next level', () => {
  it('has its history, its own warning, and nobody at it or putting it off from before', async () => {
    const { id, by, read, late } = await waiting();
    const { pool } = harness.db;
    await claimApproval(pool, by('Bea'), 60_000);
    expect(await snoozeApproval(pool, by('Bea'), isoFromNow(600_000))).not.toBeNull();
    await pool.query(`UPDATE approval SET warned_at = now() WHERE id = $1`, [id]);
    await late();
    await sweep();
    expect(await read()).toMatchObject({
      status: 'pending',
      escalationLevel: 1,
      onExpiry: 'escalate',
      escalateTo: CHAIN,
      claimedBy: null,
    });
    const without = { snoozed: 'without', run: (await read()).runId } as const;
    expect(await countApprovals(harness.db, without, 'user-Bea')).toEqual({ count: 1 });
    const told = (await events(id)).at(-1);
    expect(told).toMatchObject({
      verb: 'escalated',
      actor: { kind: 'system' },
      data: {
        level: 1,
        to: { role: 'approver', people: ['grace@example.com'] },
        until: (await read()).expiresAt,
      },
    });
    // A quarter of the 40 seconds of this level, and not of the time since it was asked.
    await tellExpiring(pool);
    expect((await events(id)).at(-1)?.verb).toBe('escalated');
    await pool.query(`UPDATE approval SET expires_at = now() + interval '9 seconds' WHERE id = $1`, [id]);
    await tellExpiring(pool);
    expect((await events(id)).at(-1)?.verb).toBe('warned');
    expect(await claimApproval(pool, by('Bea'), 60_000)).toBe(false);
    expect(await claimApproval(pool, by('Grace'), 60_000, 1)).toBe(true);
  });

  it('keeps the votes that were given in time, and nobody’s counts twice', async () => {
    const { id, decide, late, read, inputs } = await waiting({ quorum: 2 });
    expect(await decide('Bea')).toMatchObject({ status: 'voted', missing: 1 });
    await late();
    await sweep();
    expect(await decide('Bea')).toMatchObject({ status: 'already_voted' });
    expect(await decide('Grace')).toMatchObject({ status: 'decided' });
    expect(await read()).toMatchObject({ status: 'approved', escalationLevel: 1 });
    expect(await inputs()).toEqual(['escalated', 'approve']);
    await sweep();
    expect((await events(id)).map(({ verb }) => verb)).toEqual([
      'created',
      'voted',
      'escalated',
      'voted',
      'decided',
    ]);
  });

  it('takes the roles that an edit has made of its levels', async () => {
    const { decide, late, read } = await waiting({ quorum: 2 });
    const admins = CHAIN.map((level) => ({ ...level, role: 'admin' as const }));
    const edited = {
      arguments: { order_id: 'A-1', amount: 9_000 },
      argumentHash: 'd'.repeat(64),
      payloadHash: 'e'.repeat(64),
      amount: 9_000,
      requiredRole: 'admin' as const,
      escalateTo: admins,
      quorum: 2,
    };
    await decide('Bea', { decision: 'edit', edited });
    expect(await read()).toMatchObject({ requiredRole: 'admin', escalateTo: admins });
    await late();
    await sweep();
    expect(await read()).toMatchObject({ requiredRole: 'admin', escalationLevel: 1, status: 'pending' });
  });

  it('or is decided, when two sweeps and a decision come at its end: never both, and nothing twice', async () => {
    for (let round = 0; round < 12; round++) {
      const { decide, inputs, read, late } = await waiting();
      // Half of them come while there is time, the others when it is over.
      if (round % 2 === 0) await late();
      const [decided] = await Promise.all([
        decide('Bea'),
        ...(round % 2 === 0 ? [] : [late()]),
        sweep(),
        sweep(),
      ]);
      const { status, escalationLevel } = await read();
      const told = await inputs();
      if (status === 'approved') expect(told.at(-1)).toBe('approve');
      else expect(decided.status).toBe('expired');
      expect(told.filter((type) => type === 'escalated')).toHaveLength(escalationLevel);
      expect(escalationLevel).toBeLessThanOrEqual(1);
      expect(told).not.toContain('expire');
    }
  });

  it('stays where it is when its run can’t be told', async () => {
    const { id, run, read, late } = await waiting();
    await late();
    await harness.asOwner(`INSERT INTO run_input (run_id, input_seq, type, payload, dedupe_key, created_at)
      VALUES ('${run.runId}', 1, 'pause', '{}', 'stray', now())`);
    const failed: string[] = [];
    await harness.store.expireApprovals(100, (approvalId) => failed.push(approvalId));
    expect(failed).toEqual([id]);
    expect(await read()).toMatchObject({ status: 'pending', escalationLevel: 0, requiredRole: 'approver' });
    expect((await events(id)).map(({ verb }) => verb)).toEqual(['created']);
  });
});
