// Holds a ledger to its model through the commits of a run store: whatever is claimed, completed and taken over in whatever order, both say the same.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EffectCompletion } from '../effect-ledger';
import type { RunStoreHarness } from '../run-store-harness';
import { EffectLedgerModel } from './effect-ledger-model';
import {
  anOwnedRun,
  aWorker,
  claimAs,
  claimOf,
  commitOn,
  following,
  type OwnedRun,
} from './run-store-scenario';

const RUNS = 3;
const ERROR = { code: 'timeout', message: 'No answer in time.', class: 'unknown' } as const;

const run = fc.integer({ min: 0, max: RUNS - 1 });
const step = fc.integer({ min: 2, max: 3 });
const key = fc.constantFrom('k-1', 'k-2');
const scope = fc.constantFrom('tool:a', 'tool:b');
const claim = fc.record({ scope, key, step, argumentHash: fc.constantFrom('a'.repeat(64), 'b'.repeat(64)) });
const completion = fc.record({
  scope,
  key,
  step,
  status: fc.constantFrom('succeeded', 'failed_final', 'unknown'),
  answer: fc.integer({ min: 1, max: 3 }),
});
/** A step makes one attempt in a commit, so it claims a key once; two steps may ask for the same. */
const claims = fc.uniqueArray(claim, {
  maxLength: 2,
  selector: (one) => JSON.stringify([one.scope, one.key, one.step]),
});
const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('commit' as const),
      run,
      claims,
      completions: fc.array(completion, { maxLength: 1 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('take_over' as const), run }) },
);
type Completion = typeof completion extends fc.Arbitrary<infer T> ? T : never;

/** @param open gives a store for one history. */
export function effectLedgerProperty(
  open: () => Promise<RunStoreHarness>,
  { histories, acts }: { readonly histories: number; readonly acts: number },
): void {
  it('an effect ledger says what its model says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: acts }), async (given) => {
        const harness = await open();
        try {
          await follow(harness, given);
        } finally {
          await harness.close();
        }
      }),
      { numRuns: histories, seed: 20261126 },
    );
  }, 120_000);
}

async function follow(
  harness: RunStoreHarness,
  given: readonly (typeof act extends fc.Arbitrary<infer T> ? T : never)[],
) {
  const model = new EffectLedgerModel();
  const places = new Map<string, { scope: string; key: string }>();
  const placeOf = (id: { scope: string; key: string }) => {
    const place = JSON.stringify([id.scope, id.key]);
    places.set(place, { scope: id.scope, key: id.key });
    return place;
  };
  const runs: OwnedRun[] = [];
  for (let i = 0; i < RUNS; i++) runs.push(await anOwnedRun(harness));
  for (const one of given) {
    const owned = runs[one.run];
    if (owned === undefined) throw new Error('there is such a run');
    if (one.kind === 'take_over') {
      // In order, so that the run is not kept apart however often it changes hands.
      await harness.leases.retire(owned.workerId);
      const heir = await claimAs(harness, await aWorker(harness), owned.runId);
      if (heir === null) throw new Error('the run of a retired worker can be claimed');
      runs[one.run] = heir;
      continue;
    }
    const commit = commitOn(owned, {
      effectCompletions: one.completions.map((wanted) => completionOf(owned, wanted)),
      effectClaims: one.claims.map((wanted) => claimOf(owned, wanted)),
    });
    const outcome = await harness.store.commit(commit);
    runs[one.run] = following(owned, commit);
    for (const { step: by, status, answer, ...id } of one.completions)
      model.complete(placeOf(id), { runId: owned.runId, step: by }, status, { answer });
    const said = one.claims.map(({ step: by, argumentHash, ...id }) =>
      model.claim(placeOf(id), { runId: owned.runId, step: by }, argumentHash),
    );
    expect(outcome).toEqual({ status: 'committed', claims: said, exited: false });
    for (const [place, id] of places) expect(await readBare(harness, id)).toEqual(model.read(place));
  }
}

function completionOf(owned: OwnedRun, { status, answer, ...id }: Completion): EffectCompletion {
  const base = { ...id, runId: owned.runId, fence: owned.fence };
  if (status !== 'succeeded') return { ...base, status, error: ERROR };
  return { ...base, status, response: { answer }, tainted: false, privateData: false };
}

/** What every store keeps of an effect, without what is its own. */
async function readBare(harness: RunStoreHarness, id: { scope: string; key: string }) {
  const row = await harness.readEffect(id);
  if (row === null) return null;
  const { status, attempts, ownerRunId, ownerStep, response } = row;
  return { status, attempts, ownerRunId, ownerStep, response };
}
