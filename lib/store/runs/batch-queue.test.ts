// Holds batches to one commit of a run, to keys that are settled or claimed but not both, and to the order of arrival.
import { describe, expect, it } from 'vitest';
import type { EffectClaim, EffectCompletion } from '../../ports/effect-ledger';
import type { RunCommit } from '../../ports/run-store';
import { mustBeAlone, takeBatch } from './batch-queue';

const commit = (runId: string, claims: string[] = [], settles: string[] = []): { commit: RunCommit } => ({
  commit: {
    runId,
    rows: [],
    fence: 1,
    effectClaims: claims.map((key) => ({ scope: 'run', key }) as EffectClaim), // safe because only the id is read
    effectCompletions: settles.map((key) => ({ scope: 'run', key }) as EffectCompletion), // safe because only the id is read
    approvals: [],
    closedApprovals: [],
    openedWaits: [],
    closedWaits: [],
    holds: [],
    settlements: [],
    exit: null,
  },
});
const names = (batch: readonly { commit: RunCommit }[]) => batch.map((one) => one.commit.runId);

describe('a batch', () => {
  it('takes all that fit, at most as many as asked, and leaves the rest in order', () => {
    const queue = ['a', 'b', 'c', 'd'].map((run) => commit(run));
    expect(names(takeBatch(queue, 3))).toEqual(['a', 'b', 'c']);
    expect(names(queue)).toEqual(['d']);
    expect(takeBatch([], 3)).toEqual([]);
  });

  it('holds one commit of a run; a later one never overtakes an earlier one', () => {
    const queue = [commit('a'), commit('b', ['k'], []), commit('c', [], ['k']), commit('a'), commit('c')];
    expect(names(takeBatch(queue, 9))).toEqual(['a', 'b']);
    expect(names(takeBatch(queue, 9))).toEqual(['c', 'a']);
    expect(names(queue)).toEqual(['c']);
  });

  it('lets many claim one key, and never settles and claims one', () => {
    const queue = [commit('a', ['k']), commit('b', ['k']), commit('c', [], ['k']), commit('d', ['other'])];
    expect(names(takeBatch(queue, 9))).toEqual(['a', 'b', 'd']);
    expect(names(takeBatch(queue, 9))).toEqual(['c']);
  });

  it('gives a commit that settles what it claims a transaction of its own', () => {
    const both = commit('a', ['k'], ['k']);
    expect(mustBeAlone(both.commit)).toBe(true);
    expect(mustBeAlone(commit('a', ['k'], ['l']).commit)).toBe(false);
    const queue = [commit('x'), both, commit('y')];
    expect(names(takeBatch(queue, 9))).toEqual(['x', 'y']);
    expect(names(takeBatch(queue, 9))).toEqual(['a']);
    expect(queue).toEqual([]);
  });
});
