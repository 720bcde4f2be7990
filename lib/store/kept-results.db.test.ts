// Holds kept results on PostgreSQL to what is promised of them, through this process and one of its own; and that they are forgotten.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KeptResults } from '@/lib/ports/kept-results';
import { keptResultsConformance } from '@/lib/ports/kept-results.conformance';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { aQueuedRun } from '@/lib/ports/testing/run-store-scenario';
import { inTransaction } from './database';
import { createKeptResults, forgetResults } from './kept-results';
import { type DatabaseHarness, openHarness } from './runs/testing/harness';
import type { keptResultsCalls } from './testing/kept-results-process';
import { OtherProcess } from './testing/other-process';
import { keepHouse } from './write/keep-house';
import { putSecret, removeSecret } from './write/put-secret';

let harness: DatabaseHarness;
let other: OtherProcess<ReturnType<typeof keptResultsCalls>>;
beforeAll(async () => {
  harness = await openHarness();
  other = OtherProcess.start(new URL('./testing/kept-results-process.ts', import.meta.url), [harness.appUrl]);
});
afterAll(async () => {
  await other.kill();
  await harness.close();
});

const empty = () => harness.asOwner('TRUNCATE kept_result');

keptResultsConformance('PostgreSQL', async () => {
  await empty();
  const inTheOther: KeptResults = {
    find: (...asked) => other.call('find', ...asked),
    keep: (...kept) => other.call('keep', ...kept),
  };
  return {
    doors: [createKeptResults(harness.db.pool), inTheOther],
    aRun: () => aQueuedRun(harness),
    async putSecret(name) {
      const seal = () => ({ sealed: new Uint8Array([1]), keyId: 'test' });
      await inTransaction(harness.db, 'put', (tx) => putSecret(tx, { name, seal, createdBy: TEST_ACTOR }));
    },
    async removeSecret(name) {
      await inTransaction(harness.db, 'remove', (tx) => removeSecret(tx, name, TEST_ACTOR));
    },
    pass: (ms) => pause(ms),
    close: async () => {},
  };
});

describe('what is kept of reads', () => {
  beforeEach(empty);

  it('is neither given nor kept while a secret of it is given from outside as well', async () => {
    const seal = () => ({ sealed: new Uint8Array([1]), keyId: 'test' });
    const name = 'OUTSIDE_KEY';
    await inTransaction(harness.db, 'put', (tx) => putSecret(tx, { name, seal, createdBy: TEST_ACTOR }));
    let isOutside = false;
    const results = createKeptResults(harness.db.pool, async (asked) => isOutside && asked === name);
    const call = { tool: 'orders.read', toolVersion: 1, argumentHash: '9', secrets: [name] };
    const { asked } = await results.find(call, null);
    if (asked === null) throw new Error('it is not to be sent');
    const from = { runId: await aQueuedRun(harness), step: 2, latencyMs: 1, costMicroUsd: 0 };
    const labels = { tainted: false, privateData: false };
    await results.keep(asked, { value: 'kept', ...labels, from }, 3_600_000);
    isOutside = true;
    expect(await results.find(call, null)).toEqual({ kept: null, asked: null });
    isOutside = false;
    expect((await results.find(call, null)).kept).toMatchObject({ value: 'kept' });
  });

  const keepOne = async (number: number, forMs: number) => {
    const results = createKeptResults(harness.db.pool);
    const call = { tool: 'orders.read', toolVersion: 1, argumentHash: String(number), secrets: [] };
    const { asked } = await results.find(call, null);
    if (asked === null) throw new Error('it stands already');
    const from = { runId: await aQueuedRun(harness), step: 2, latencyMs: 1, costMicroUsd: 0 };
    await results.keep(asked, { value: 'x'.repeat(98), tainted: false, privateData: false, from }, forMs);
    await pause(2);
  };
  const left = async () =>
    (
      await harness.db.pool.query<{ n: string }>('SELECT argument_hash AS n FROM kept_result ORDER BY 1')
    ).rows.map(({ n }) => Number(n));

  it('goes when its time is over, by the house-keeping', async () => {
    await keepOne(1, 100);
    await keepOne(2, 3_600_000);
    await pause(120);
    await keepHouse(harness.db);
    expect(await left()).toEqual([2]);
  });

  it('is bounded in number and in bytes, the oldest first', async () => {
    for (const number of [1, 2, 3, 4]) await keepOne(number, 3_600_000);
    await forgetResults(harness.db.pool, { results: 3, bytes: 1_000 });
    expect(await left()).toEqual([2, 3, 4]);
    await forgetResults(harness.db.pool, { results: 3, bytes: 250 });
    expect(await left()).toEqual([3, 4]);
  });
});
