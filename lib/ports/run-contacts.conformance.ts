// How every run store counts contacts on a correlation key: no call goes out beyond what is permitted, whoever asks.
import { describe, expect, it } from 'vitest';
import type { EffectClaim } from './effect-ledger';
import type { RunStoreHarness } from './run-store-harness';
import { anOwnedRun, claimOf, commitOn, following, type OwnedRun } from './testing/run-store-scenario';
import { createTestIds } from './testing/test-ids';

const ids = createTestIds();
const KEY = 'reply:1001';

export function runContactsConformance(harnessNow: () => RunStoreHarness): void {
  describe('contacts on a key', () => {
    const contact = { correlationKey: KEY, most: 2 };
    const claiming = async (run: OwnedRun, key: string, over: Partial<EffectClaim> = {}) => {
      const claim = claimOf(run, { scope: 'run', key, contact, ...over });
      const outcome = await harnessNow().store.commit(commitOn(run, { effectClaims: [claim] }));
      return outcome.status === 'committed' ? outcome.claims[0] : undefined;
    };
    const anothers = async (key: string, over: Partial<EffectClaim> = {}) =>
      claiming(await anOwnedRun(harnessNow()), key, over);
    const capped = { status: 'capped', correlationKey: KEY, sent: 2, most: 2 };

    it('are refused beyond what is permitted, across runs, and counted anew after an event', async () => {
      expect(await anothers('a')).toMatchObject({ status: 'claimed' });
      expect(await anothers('b')).toMatchObject({ status: 'claimed' });
      expect(await anothers('c')).toEqual(capped);
      expect(await harnessNow().store.contactsOn(KEY)).toEqual([
        { scope: 'run', key: 'a' },
        { scope: 'run', key: 'b' },
      ]);
      expect(await anothers('d', { contact: { correlationKey: 'reply:2', most: 1 } })).toMatchObject({
        status: 'claimed',
      });
      await harnessNow().sendEvent({ id: ids.timeOrdered(), correlationKey: KEY, payload: 'yes' });
      expect(await harnessNow().store.contactsOn(KEY)).toEqual([]);
      expect(await anothers('e')).toMatchObject({ status: 'claimed' });
    });

    it('count a further attempt of one effect once', async () => {
      const run = await anOwnedRun(harnessNow());
      const claim = claimOf(run, { scope: 'run', key: 'a', contact });
      const first = commitOn(run, { effectClaims: [claim] });
      await harnessNow().store.commit(first);
      const again = commitOn(following(run, first), { effectClaims: [{ ...claim, attempt: 2 }] });
      expect(await harnessNow().store.commit(again)).toMatchObject({
        claims: [{ status: 'claimed', attempts: 2 }],
      });
      expect(await harnessNow().store.contactsOn(KEY)).toHaveLength(1);
      expect(await harnessNow().store.commit(again)).toMatchObject({ claims: [{ status: 'claimed' }] });
      expect(await harnessNow().store.contactsOn(KEY)).toHaveLength(1);
    });

    it('leave out what certainly did not happen', async () => {
      const run = await anOwnedRun(harnessNow());
      const claim = claimOf(run, { scope: 'run', key: 'a', contact });
      const first = commitOn(run, { effectClaims: [claim] });
      await harnessNow().store.commit(first);
      const { scope, key, runId, step, fence } = claim;
      const error = { code: 'http_400', message: 'No.', class: 'fatal' } as const;
      const done = {
        scope,
        key,
        runId,
        step,
        fence,
        status: 'failed_final',
        error,
        contactKey: KEY,
      } as const;
      await harnessNow().store.commit(commitOn(following(run, first), { effectCompletions: [done] }));
      expect(await harnessNow().store.contactsOn(KEY)).toEqual([]);
    });

    it('are not taken back by who ends a call of its own under the key of another', async () => {
      await anothers('a');
      const stranger = await anOwnedRun(harnessNow());
      const claim = claimOf(stranger, { scope: 'run', key: 'a', contact, argumentHash: 'b'.repeat(64) });
      const first = commitOn(stranger, { effectClaims: [claim] });
      expect(await harnessNow().store.commit(first)).toMatchObject({ claims: [{ status: 'mismatch' }] });
      const { scope, key, runId, step, fence } = claim;
      const error = { code: 'idempotency_mismatch', message: 'Others.', class: 'fatal' } as const;
      const failed = { status: 'failed_final', error, contactKey: KEY } as const;
      const done = { scope, key, runId, step, fence, ...failed };
      await harnessNow().store.commit(commitOn(following(stranger, first), { effectCompletions: [done] }));
      expect(await harnessNow().store.contactsOn(KEY)).toEqual([{ scope: 'run', key: 'a' }]);
    });

    it('go beyond it where a person permits that very call', async () => {
      await anothers('a');
      await anothers('b');
      expect(await anothers('c', { contact: { ...contact, most: null } })).toMatchObject({
        status: 'claimed',
      });
      expect(await harnessNow().store.contactsOn(KEY)).toHaveLength(3);
    });
  });
}
