// How every run store counts amounts in windows: with the commit that admits, once a call, and never upon another sum than the one that was seen.
import { describe, expect, it } from 'vitest';
import { WINDOW_MOVED, type WindowChange } from './amount-windows';
import type { RunStoreHarness } from './run-store-harness';
import { anOwnedRun, commitOn, following, type OwnedRun } from './testing/run-store-scenario';

const DAY_MS = 86_400_000;
const [KEY, OTHER_KEY] = ['a'.repeat(64), 'b'.repeat(64)];
const moved = { code: WINDOW_MOVED, class: 'refused' };

type Counted = Partial<Extract<WindowChange, { kind: 'count' }>>;

export function runWindowsConformance(harnessNow: () => RunStoreHarness): void {
  const sums = (
    keys = [KEY],
    own = { runId: '01890000-0000-7000-8000-000000000000', steps: [] as number[] },
  ) =>
    harnessNow().store.sumsIn(
      keys.map((key) => ({ key, perMs: DAY_MS })),
      own,
    );
  const count = (run: OwnedRun, amount: number, over: Counted = {}): WindowChange => ({
    kind: 'count',
    runId: run.runId,
    step: 2,
    key: KEY,
    amount,
    seen: 0,
    made: false,
    ...over,
  });
  const change = async (run: OwnedRun, ...windowChanges: WindowChange[]): Promise<OwnedRun> => {
    const commit = commitOn(run, { windowChanges });
    await harnessNow().store.commit(commit);
    return following(run, commit);
  };

  describe('windows', () => {
    it('sum what is pending and what was made, the own call aside, each call once', async () => {
      const [one, other] = [await anOwnedRun(harnessNow()), await anOwnedRun(harnessNow())];
      expect(await sums()).toEqual([{ key: KEY, perMs: DAY_MS, others: 0, seen: 0 }]);
      const after = await change(one, count(one, 0.1), count(one, 7, { key: OTHER_KEY }));
      await change(other, count(other, 0.2, { seen: 1, made: true }));
      expect(await sums([OTHER_KEY, KEY])).toMatchObject([
        { others: 7, seen: 1 },
        { others: 0.3, seen: 2 },
      ]);
      expect(await sums([KEY], { runId: one.runId, steps: [2] })).toMatchObject([{ others: 0.2, seen: 2 }]);
      expect(await sums([KEY], { runId: one.runId, steps: [3] })).toMatchObject([{ others: 0.3 }]);
      await change(after, count(one, 0.5, { seen: 2 }));
      expect(await sums()).toMatchObject([{ others: 0.7, seen: 3 }]);
    });

    it('refuse what was decided on another sum, and the whole commit with it', async () => {
      const [one, other] = [await anOwnedRun(harnessNow()), await anOwnedRun(harnessNow())];
      await change(one, count(one, 10));
      const late = commitOn(other, { windowChanges: [count(other, 10)] });
      await expect(harnessNow().store.commit(late)).rejects.toMatchObject(moved);
      expect(await harnessNow().store.loadJournal(other.runId)).toHaveLength(other.last.seq);
      expect(await sums()).toMatchObject([{ others: 10, seen: 1 }]);
      await change(other, count(other, 10, { seen: 1 }));
      expect(await sums()).toMatchObject([{ others: 20, seen: 2 }]);
    });

    it('of many that saw one sum and commit at one moment take one', async () => {
      const runs = await Promise.all(Array.from({ length: 6 }, () => anOwnedRun(harnessNow())));
      const tried = await Promise.allSettled(runs.map((run) => change(run, count(run, 10))));
      expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const one of tried) if (one.status === 'rejected') expect(one.reason).toMatchObject(moved);
      expect(await sums()).toMatchObject([{ others: 10, seen: 1 }]);
    });

    it('take a commit that comes twice once', async () => {
      const run = await anOwnedRun(harnessNow());
      const commit = commitOn(run, { windowChanges: [count(run, 10)] });
      await harnessNow().store.commit(commit);
      expect(await harnessNow().store.commit(commit)).toMatchObject({ status: 'committed' });
      expect(await sums()).toMatchObject([{ others: 10, seen: 1 }]);
    });

    it('release what was certainly not made, and keep what was', async () => {
      const run = await anOwnedRun(harnessNow());
      const counted = await change(
        run,
        count(run, 10),
        count(run, 3, { key: OTHER_KEY }),
        count(run, 20, { step: 3 }),
      );
      const { runId } = run;
      const next = await change(
        counted,
        { kind: 'release', runId, step: 2, keeping: [OTHER_KEY] },
        { kind: 'made', runId, step: 3 },
      );
      expect(await sums([KEY, OTHER_KEY])).toMatchObject([{ others: 20 }, { others: 3 }]);
      await change(next, { kind: 'release', runId, step: 2, keeping: [] });
      expect(await sums([KEY, OTHER_KEY])).toMatchObject([{ others: 20 }, { others: 0 }]);
    });

    it('count without a condition what was counted before', async () => {
      const [one, other] = [await anOwnedRun(harnessNow()), await anOwnedRun(harnessNow())];
      await change(one, count(one, 10, { seen: null }));
      await change(other, count(other, 10, { seen: null }));
      expect(await sums()).toMatchObject([{ others: 20, seen: 2 }]);
    });
  });
}
