// Holds the swift way of writing commits to its edges: what rows may hold, that one write is whole or nothing, and that its connection serves on.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sealRow } from '../domain/journal-row';
import { anOwnedRun, commitOn, following } from '../ports/testing/run-store-scenario';
import { copyOf } from './runs/journal-copy';
import { Line } from './runs/one-write';
import { type DatabaseHarness, openHarness, sha256 } from './runs/testing/harness';

let harness: DatabaseHarness;
beforeEach(async () => {
  harness = await openHarness();
});
afterEach(() => harness.close());

const MOST = Number.MAX_SAFE_INTEGER;

it('keeps rows to the letter: any text, the largest figures, no step', async () => {
  const run = await anOwnedRun(harness);
  const message = `é \u0000 \\ \\N \t " ' \u001f 𝄞 ${'z'.repeat(20_000)}`;
  const row = (seq: number, prevHash: string, step: number | null) =>
    sealRow(
      { ...run.last, seq, kind: 'fact', step, at: '1999-12-31T23:59:59.999Z', runtimeVersion: 'ü-1' },
      { type: 'bound', bound: 'loop', message },
      { costMicroUsd: MOST, tokens: step === null ? 0 : 2 ** 32 + 5 },
      prevHash,
      sha256,
    );
  const first = row(3, run.last.hash, null);
  const rows = [first, row(4, first.hash, 7)];
  expect(await harness.store.commit(commitOn(run, { rows }))).toMatchObject({ status: 'committed' });
  expect((await harness.store.loadJournal(run.runId)).slice(2)).toEqual(rows);
});

it('refuses what a column can not hold, before anything is sent', async () => {
  const { last } = await anOwnedRun(harness);
  for (const wrong of [
    { at: 'yesterday' },
    { tokens: MOST + 1 },
    { costMicroUsd: 0.5 },
    { seq: 2 ** 31 },
    { runId: 'none' },
  ])
    expect(() => copyOf([{ ...last, ...wrong }])).toThrow(RangeError);
});

it('writes all parts or none, whichever fails, and goes on after it', async () => {
  let run = await anOwnedRun(harness);
  const journal = (seq: number) => ({
    name: 'rows',
    text: 'COPY bulkhead_slot (key, slot) FROM STDIN',
    data: Buffer.from(`tool:x\t${seq}\n`),
  });
  const fails = { name: 'fails', text: 'SELECT 1 / length($1)', values: [''] };
  const counts = { name: 'counts', text: 'SELECT count(*) FROM bulkhead_slot', values: [] };
  const line = new Line(harness.db.hotPool);
  const divided = { code: '22012' };
  await expect(line.write([journal(1), fails])).rejects.toMatchObject(divided);
  await expect(line.write([fails, journal(1)])).rejects.toMatchObject(divided);
  await expect(line.write([journal(0), counts])).rejects.toMatchObject({ code: '23514' });
  expect(await line.write([counts])).toEqual(['0']);
  expect(await line.write([journal(1), counts])).toEqual(['1']);
  await expect(line.write([counts, journal(1)])).rejects.toMatchObject({ code: '23505' });
  line.rest();
  for (let i = 0; i < 3; i += 1) {
    const commit = commitOn(run);
    expect(await harness.store.commit(commit)).toMatchObject({ status: 'committed' });
    run = following(run, commit);
  }
});
