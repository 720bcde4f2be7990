// When a run's time begins, what of it counts, and what happens when it is over.
import { describe, expect, it } from 'vitest';
import { KillableProcess } from './testing/killable-process';
import type { BenchOptions } from './testing/runtime-bench';
import { watchBenches } from './testing/watched-bench';

const open = watchBenches();
const LIMITS = { deadlineMs: 60_000 };
const HOUR_MS = 3_600_000;

async function queued(options: Partial<BenchOptions> = {}, limits: object = LIMITS) {
  const bench = open(options);
  const runId = await bench.start({ order_id: 'A-1' }, limits);
  return { bench, runId };
}

describe('the time of a run', () => {
  it('begins with its first claim: one that was queued for longer than its time still runs', async () => {
    const { bench, runId } = await queued();
    await bench.clock.pass(HOUR_MS);
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'succeeded');
    const claim = bench.store.runs.get(runId)?.rows.find(({ kind }) => kind === 'claim');
    expect(Date.parse(bench.state(runId).deadlineAt)).toBe(Date.parse(claim?.at ?? '') + LIMITS.deadlineMs);
  });

  it('goes on over later claims: a lost worker gives none back', async () => {
    const { bench, runId } = await queued();
    await bench.clock.pass(HOUR_MS);
    bench.receiver.faults = ['hang_before'];
    const first = new KillableProcess(bench);
    await first.start();
    await bench.clock.runUntil(() => bench.receiver.calls.length === 1);
    const { deadlineAt } = bench.state(runId);
    first.kill();
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.state(runId).fence).toBe(2);
    expect(bench.state(runId).deadlineAt).toBe(deadlineAt);
  });

  it('is not made longer by a halt under which it was queued', async () => {
    const { bench, runId } = await queued();
    const process = new KillableProcess(bench);
    await process.start();
    await bench.untilStatus(runId, 'succeeded');
    bench.store.stops.set('global', { kind: 'user', id: 'u', label: 'Ada' }, 'Look.');
    const held = await bench.start({ order_id: 'A-2' }, LIMITS);
    await bench.clock.pass(HOUR_MS);
    bench.store.stops.lift('global');
    await bench.untilStatus(held, 'succeeded');
    expect(bench.kinds(held).filter((kind) => kind === 'fact')).toEqual([]);
    const claim = bench.store.runs.get(held)?.rows.find(({ kind }) => kind === 'claim');
    expect(Date.parse(bench.state(held).deadlineAt)).toBe(Date.parse(claim?.at ?? '') + LIMITS.deadlineMs);
  });
});
