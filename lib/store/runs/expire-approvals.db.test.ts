import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anOwnedRun, approvalOf, commitOn, isoFromNow, parked } from '../../ports/testing/run-store-scenario';
import { type DatabaseHarness, openHarness } from './testing/harness';

describe('an approval that can not be expired', () => {
  let harness: DatabaseHarness;
  beforeEach(async () => {
    harness = await openHarness();
  });
  afterEach(() => harness.close());

  it('is told and skipped; those after it expire', async () => {
    const [bad, good] = [await anOwnedRun(harness), await anOwnedRun(harness)];
    const first = approvalOf(bad, { expiresAt: isoFromNow(-60_000) });
    const second = approvalOf(good, { expiresAt: isoFromNow(-10) });
    await harness.store.commit(commitOn(bad, { approvals: [first], exit: parked() }));
    await harness.store.commit(commitOn(good, { approvals: [second], exit: parked() }));
    // The place of its input is taken by a row that the run does not know of.
    await harness.asOwner(`INSERT INTO run_input (run_id, input_seq, type, payload, dedupe_key, created_at)
      VALUES ('${bad.runId}', 1, 'pause', '{}', 'stray', now())`);
    const failed: string[] = [];
    expect(await harness.store.expireApprovals(10, (approvalId) => failed.push(approvalId))).toEqual([
      good.runId,
    ]);
    expect(failed).toEqual([first.request.id]);
    expect(await harness.readApprovalStatus(first.request.id)).toBe('pending');
    expect(await harness.readApprovalStatus(second.request.id)).toBe('expired');
  });
});
