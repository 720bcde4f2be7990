// Holds the effect ledger on PostgreSQL to its model; one database serves all histories, each with keys of its own.
import { afterAll, beforeAll, describe } from 'vitest';
import type { RunStoreHarness } from '../ports/run-store-harness';
import { effectLedgerProperty } from '../ports/testing/effect-ledger-property';
import { type DatabaseHarness, openHarness } from './runs/testing/harness';

describe('on PostgreSQL', () => {
  let harness: DatabaseHarness;
  let opened = 0;
  beforeAll(async () => {
    harness = await openHarness();
  });
  afterAll(() => harness.close());

  effectLedgerProperty(async () => withKeysOfItsOwn(harness, `history-${opened++}`), {
    histories: 25,
    acts: 12,
  });
});

function withKeysOfItsOwn(harness: DatabaseHarness, history: string): RunStoreHarness {
  const own = <T extends { readonly key: string }>(id: T): T => ({ ...id, key: `${history}:${id.key}` });
  return {
    ...harness,
    store: {
      ...harness.store,
      commit: (commit) =>
        harness.store.commit({
          ...commit,
          effectClaims: commit.effectClaims.map(own),
          effectCompletions: commit.effectCompletions.map(own),
        }),
    },
    readEffect: (id) => harness.readEffect(own(id)),
    close: async () => {},
  };
}
