// Holds claims to one holder at a time, a snooze to its person and to what was seen, and the history to what happened and to its order.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../domain/principal';
import {
  anOwnedRun,
  approvalOf,
  commitOn,
  following,
  isoFromNow,
  parked,
} from '../../ports/testing/run-store-scenario';
import { countApprovals } from '../read/list-approvals';
import { readApproval } from '../read/read-approval';
import { readApprovalEvents } from '../read/read-approval-events';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import {
  claimApproval,
  commentApproval,
  releaseApproval,
  snoozeApproval,
  viewApproval,
} from './attend-approval';

const person = (name: string): Actor => ({ kind: 'user', id: `user-${name}`, label: name });
let harness: DatabaseHarness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());

async function aWaitingCall(over: Parameters<typeof approvalOf>[1] = {}) {
  const run = await anOwnedRun(harness);
  const approval = approvalOf(run, over);
  await harness.store.commit(commitOn(run, { approvals: [approval], exit: parked() }));
  const { id } = approval.request;
  const by = (name: string) => ({ approvalId: id, by: person(name), personId: `user-${name}` });
  const verbs = async () =>
    (await readApprovalEvents(harness.db, id, { limit: 100 })).items.map(({ verb }) => verb);
  return { id, runId: run.runId, by, verbs };
}
const pool = () => harness.db.pool;

describe('a claim', () => {
  it('has one holder, whoever asks at the same moment, and is free when its time is over', async () => {
    const { id, by, verbs } = await aWaitingCall();
    const names = ['Ada', 'Bea', 'Cem', 'Dag', 'Eve'];
    const got = await Promise.all(names.map((name) => claimApproval(pool(), by(name), 60_000)));
    expect(got.filter((one) => one)).toHaveLength(1);
    const holder = names[got.indexOf(true)] ?? '';
    expect(await readApproval(harness.db, id)).toMatchObject({ claimedBy: { label: holder } });
    expect(await claimApproval(pool(), by(holder), 120_000)).toBe(true);
    const other = names.find((name) => name !== holder) ?? '';
    expect(await releaseApproval(pool(), by(other))).toBe(false);
    await pool().query(`UPDATE approval SET claimed_until = now() WHERE id = $1`, [id]);
    expect(await claimApproval(pool(), by(other), 60_000)).toBe(true);
    expect(await verbs()).toEqual(['created', 'claimed', 'claimed', 'claimed']);
  });

  it('never goes beyond the time of the approval, and is gone with it', async () => {
    const expiresAt = isoFromNow(90_000);
    const { id, by, verbs } = await aWaitingCall({ expiresAt });
    expect(await claimApproval(pool(), by('Ada'), 3_600_000)).toBe(true);
    expect((await readApproval(harness.db, id))?.claimedUntil).toBe(expiresAt);
    await pool().query(`UPDATE approval SET expires_at = now() WHERE id = $1`, [id]);
    expect(await claimApproval(pool(), by('Ada'), 60_000)).toBe(false);
    await harness.store.expireApprovals(100);
    expect(await readApproval(harness.db, id)).toMatchObject({ status: 'expired', claimedBy: null });
    expect(await verbs()).toEqual(['created', 'claimed', 'expired']);
  });
});

describe('what somebody puts off', () => {
  it('is out of their own queue alone, and comes back when what is asked changes', async () => {
    const { id, runId, by } = await aWaitingCall();
    const waiting = async (name: string) =>
      (await countApprovals(harness.db, { run: runId, snoozed: 'without' }, `user-${name}`)).count;
    expect(await snoozeApproval(pool(), by('Ada'), isoFromNow(600_000))).not.toBeNull();
    expect([await waiting('Ada'), await waiting('Bea')]).toEqual([0, 1]);
    for (const change of [`payload_hash = 'other'`, 'round = 2', 'escalation_level = 1']) {
      await pool().query(`UPDATE approval SET ${change} WHERE id = $1`, [id]);
      expect(await waiting('Ada'), change).toBe(1);
      await snoozeApproval(pool(), by('Ada'), isoFromNow(600_000));
      expect(await waiting('Ada')).toBe(0);
    }
  });

  it('can not be put off when little time is left', async () => {
    const { by } = await aWaitingCall({ expiresAt: isoFromNow(60_000) });
    expect(await snoozeApproval(pool(), by('Ada'), isoFromNow(50_000))).toSatisfy(
      (until: string) => Date.parse(until) < Date.now() + 46_000,
    );
    const late = await aWaitingCall({ expiresAt: isoFromNow(5) });
    expect(await snoozeApproval(pool(), late.by('Ada'), isoFromNow(50_000))).toBeNull();
  });
});

describe('the history', () => {
  it('has a first view of each person, and says what stands in the place of what was asked anew', async () => {
    const run = await anOwnedRun(harness);
    const first = approvalOf(run);
    const asked = commitOn(run, { approvals: [first] });
    await harness.store.commit(asked);
    const { id } = first.request;
    const act = (name: string) => ({ approvalId: id, by: person(name), personId: `user-${name}` });
    const views = await Promise.all(['Ada', 'Ada', 'Bea'].map((name) => viewApproval(pool(), act(name))));
    expect(views.filter((one) => one)).toHaveLength(2);
    const base = approvalOf(run, { step: 3 });
    const again = { ...base, request: { ...base.request, supersedes: id, changed: ['The tool changed.'] } };
    await harness.store.commit(
      commitOn(following(run, asked), {
        approvals: [again],
        closedApprovals: [{ id, status: 'superseded' }],
        exit: parked(),
      }),
    );
    const { items } = await readApprovalEvents(harness.db, id, { limit: 100 });
    expect(items.slice(0, 3).map(({ verb }) => verb)).toEqual(['created', 'viewed', 'viewed']);
    expect(items.slice(3)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          verb: 'reopened',
          data: { as: again.request.id, changed: ['The tool changed.'] },
        }),
        expect.objectContaining({ verb: 'decided', data: { status: 'superseded' } }),
      ]),
    );
  });

  it('can not be changed by the application, nor filled by comments', async () => {
    const { id, by } = await aWaitingCall();
    for (const act of [`UPDATE approval_event SET verb = 'viewed'`, 'DELETE FROM approval_event'])
      await expect(pool().query(`${act} WHERE approval_id = $1`, [id])).rejects.toMatchObject({
        code: '42501',
      });
    await pool().query(
      `INSERT INTO approval_event (approval_id, verb, data) SELECT $1, 'commented', '{"text": "x"}' FROM generate_series(1, 199)`,
      [id],
    );
    expect(await commentApproval(pool(), by('Ada'), 'the last one')).toMatchObject({ verb: 'commented' });
    expect(await commentApproval(pool(), by('Ada'), 'one too many')).toBeNull();
  });
});
