// How every run store ends veto windows: by silence once, not under a stop, and never what a stop lay over at its end.
import { describe, expect, it } from 'vitest';
import type { RunStoreHarness } from './run-store-harness';
import { anOwnedRun, approvalOf, commitOn, isoFromNow, parked } from './testing/run-store-scenario';

export function runVetoesConformance(harnessNow: () => RunStoreHarness): void {
  /** A call of a parked run, whose window ends at that time. */
  async function anAnnouncedCall(endsInMs: number) {
    const run = await anOwnedRun(harnessNow());
    const base = approvalOf(run, { expiresAt: isoFromNow(endsInMs) });
    const approval = { ...base, request: { ...base.request, onExpiry: 'execute' as const } };
    await harnessNow().store.commit(commitOn(run, { approvals: [approval], exit: parked() }));
    const { id } = approval.request;
    const status = () => harnessNow().readApprovalStatus(id);
    const inputs = async () => (await harnessNow().store.readInputs(run.runId, 0)).map(({ input }) => input);
    return { runId: run.runId, id, status, inputs };
  }

  describe('veto windows', () => {
    it('end once, into an input that is nobody’s approval', async () => {
      const [over, open] = [await anAnnouncedCall(-10), await anAnnouncedCall(60_000)];
      expect(await harnessNow().store.expireApprovals(10)).toEqual([over.runId]);
      expect(await harnessNow().store.expireApprovals(10)).toEqual([]);
      expect(await over.status()).toBe('unopposed');
      expect(await open.status()).toBe('pending');
      expect(await over.inputs()).toMatchObject([
        {
          type: 'decision',
          approvalId: over.id,
          decision: 'unopposed',
          by: { kind: 'system' },
          reason: null,
        },
      ]);
    });

    it.each(['global', 'agent:refunds'] as const)(
      'stand under a stop of %s, and are lost once it is lifted',
      async (scope) => {
        const over = await anAnnouncedCall(-10);
        await harnessNow().setStop(scope);
        expect(await harnessNow().store.expireApprovals(10)).toEqual([]);
        expect(await over.status()).toBe('pending');
        await harnessNow().liftStop(scope);
        expect(await harnessNow().store.expireApprovals(10)).toEqual([over.runId]);
        expect(await over.status()).toBe('superseded');
        expect(await over.inputs()).toMatchObject([
          { decision: 'window_lost', reason: 'It was stopped when its window ended.' },
        ]);
      },
    );

    it('end as if nothing had been, where a stop of another agent stands', async () => {
      const over = await anAnnouncedCall(-10);
      await harnessNow().setStop('agent:others');
      expect(await harnessNow().store.expireApprovals(10)).toEqual([over.runId]);
      expect(await over.status()).toBe('unopposed');
    });

    it('are lost where nobody looked for longer than a minute', async () => {
      const over = await anAnnouncedCall(-90_000);
      expect(await harnessNow().store.expireApprovals(10)).toEqual([over.runId]);
      expect(await over.inputs()).toMatchObject([
        { decision: 'window_lost', reason: 'Nothing was running when its window ended.' },
      ]);
    });
  });
}
