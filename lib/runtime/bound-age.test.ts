// A run does not stand at a bound for ever, and keeps nothing from others that it need not keep meanwhile.
import { describe, expect, it } from 'vitest';
import { FAIL_AT_BOUND_AFTER_MS } from '@/lib/domain/agent';
import type { RunInput } from '@/lib/domain/run-input';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { KillableProcess } from './testing/killable-process';
import { type BenchOptions, REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { approveCalls, refund, watchBenches } from './testing/watched-bench';

const open = watchBenches();
const HOUR_MS = 3_600_000;
const AGE_MS = 600_000;
const resume = (limits: Extract<RunInput, { type: 'resume' }>['limits'] = {}): RunInput => ({
  type: 'resume',
  by: TEST_ACTOR,
  reason: 'Go on.',
  limits,
});
const three = [answers(refund('A-1')), answers(refund('A-2')), answers(refund('A-3')), finishes('Done.')];

async function atBound(options: Partial<BenchOptions> = {}, limits: object = { maxToolCalls: 2 }) {
  const bench = open({ turns: three, agent: { failAtBoundAfterMs: AGE_MS }, ...options });
  const process = new KillableProcess(bench);
  await process.start();
  const runId = await bench.start({ order_id: 'A-1' }, limits);
  await bench.untilStatus(runId, 'waiting', 'limit');
  return { bench, runId, process };
}
const expiresMs = (bench: RuntimeBench, runId: string) =>
  Date.parse(bench.state(runId).bound?.expiresAt ?? '');
const passUntil = (bench: RuntimeBench, atMs: number) => bench.clock.pass(atMs - bench.clock.now());

describe('a run at a bound', () => {
  it('is parked until an instant that it shows, a week later where its agent says nothing', async () => {
    const { bench, runId } = await atBound({ agent: {} });
    const { bound } = bench.state(runId);
    const fact = bench.store.runs.get(runId)?.rows.findLast(({ kind }) => kind === 'fact');
    expect(Date.parse(bound?.expiresAt ?? '') - Date.parse(fact?.at ?? '')).toBe(FAIL_AT_BOUND_AFTER_MS);
    expect(bench.store.runs.get(runId)).toMatchObject({
      dueAtMs: Date.parse(bound?.expiresAt ?? ''),
      waiting: { items: [{ kind: 'limit', id: 'tool_calls', until: bound?.expiresAt }] },
    });
  });

  it('fails then with its partial result and a dead letter, and not before', async () => {
    const { bench, runId } = await atBound();
    const endMs = expiresMs(bench, runId);
    await passUntil(bench, endMs - 5_000);
    expect(bench.status(runId)).toBe('waiting');
    await bench.untilStatus(runId, 'failed');
    expect(bench.clock.now() - endMs).toBeLessThan(2_000);
    expect(bench.store.runs.get(runId)).toMatchObject({
      error: { code: 'bound_expired', message: expect.stringContaining('Nobody raised it until') },
      summary: { partial: { results: [{ step: 2 }, { step: 4 }] } },
    });
    expect(bench.store.letters).toMatchObject([{ runId, code: 'bound_expired', state: 'open' }]);
    expect(bench.kinds(runId).slice(-3)).toEqual(['claim', 'input', 'end']);
  });

  it('goes on when the bound is raised right before', async () => {
    const { bench, runId } = await atBound();
    await passUntil(bench, expiresMs(bench, runId) - 10);
    bench.store.appendInput(runId, resume({ maxToolCalls: 30 }));
    await bench.untilStatus(runId, 'succeeded');
    await bench.clock.pass(2 * AGE_MS);
    expect(bench.status(runId)).toBe('succeeded');
    expect(bench.store.letters).toEqual([]);
  });

  it('goes on when a raise is accepted between its last look and the word that its time is over', async () => {
    const { bench, runId } = await atBound();
    const { tellRun } = bench.store;
    bench.store.tellRun = async (...told) => {
      bench.store.appendInput(runId, resume({ maxToolCalls: 30 }));
      return tellRun(...told);
    };
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.kinds(runId).filter((kind) => kind === 'input')).toHaveLength(2); // start and raise
  });

  it('has its time anew at the next bound', async () => {
    const { bench, runId } = await atBound();
    await bench.clock.pass(AGE_MS / 2);
    const before = expiresMs(bench, runId);
    bench.store.appendInput(runId, resume());
    await bench.clock.runUntil(() => expiresMs(bench, runId) > before);
    expect(expiresMs(bench, runId) - before).toBeGreaterThanOrEqual(AGE_MS / 2);
  });

  it('goes on from there when its letter is redriven with the bound raised', async () => {
    const { bench, runId } = await atBound();
    await bench.untilStatus(runId, 'failed');
    const limits = { maxToolCalls: 30 };
    bench.store.redrive(runId, { type: 'redrive', by: TEST_ACTOR, reason: 'It was needed.', limits });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(3);
  });

  it('fails once when its worker dies between the word and the end', async () => {
    const { bench, runId, process } = await atBound();
    const { tellRun } = bench.store;
    bench.store.tellRun = async (...told) => {
      const isNew = await tellRun(...told);
      process.kill();
      return isNew;
    };
    await bench.clock.runUntil(() => process.dead);
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'failed');
    expect(bench.store.letters).toHaveLength(1);
    expect(bench.kinds(runId).filter((kind) => kind === 'input')).toHaveLength(2);
  });

  it('fails also while it is paused besides', async () => {
    const { bench, runId } = await atBound();
    bench.store.appendInput(runId, { type: 'pause', by: TEST_ACTOR, reason: 'Wait.' });
    await bench.untilStatus(runId, 'waiting', 'paused');
    await bench.untilStatus(runId, 'failed');
    expect(bench.store.letters).toMatchObject([{ code: 'bound_expired' }]);
  });
});

describe('what a run at its time limit holds', () => {
  const BY_ORDER = { keyTemplate: 'refund:{order_id}', resourceKey: 'order:{order_id}' };
  const RETRY = { maxAttempts: 9, baseMs: 60_000, capMs: 60_000 };

  /** The first run stops at its time limit while its call waits for another attempt; then a second one wants the same. */
  async function held(tool: object, first: RuntimeBench['receiver']['faults']) {
    const bench = open({ tools: [toolVersion(REFUND, { ...BY_ORDER, retry: RETRY, ...tool })] });
    bench.receiver.faults = first;
    await new KillableProcess(bench).start();
    const runId = await bench.start(undefined, { deadlineMs: 10_000 });
    await bench.clock.runUntil(() => {
      approveCalls(bench);
      return bench.store.runs.get(runId)?.waiting?.reason === 'limit';
    });
    return { bench, runId };
  }

  it('is given back where it certainly did not happen: another run makes the call at once', async () => {
    const { bench, runId } = await held({}, ['refuse']);
    expect(bench.toolStep(runId)).toMatchObject({ status: 'retrying', doubt: false });
    const startMs = bench.clock.now();
    const other = await bench.start();
    await bench.untilStatus(other, 'succeeded');
    expect(bench.clock.now() - startMs).toBeLessThanOrEqual(1_000);
    bench.store.appendInput(runId, resume({ deadlineMs: 600_000 }));
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId).resultSource).toBe('ledger');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is claimed anew when the run goes on', async () => {
    const { bench, runId } = await held({}, ['refuse']);
    bench.store.appendInput(runId, resume({ deadlineMs: 600_000 }));
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
    expect(bench.store.effects.read({ scope: `tool:${REFUND}`, key: 'refund:A-1' })).toMatchObject({
      status: 'succeeded',
      attempts: 2,
    });
  });

  it('wakes who waits for it', async () => {
    const bench = open({ tools: [toolVersion(REFUND, { ...BY_ORDER, retry: RETRY })] });
    bench.receiver.faults = ['refuse'];
    await new KillableProcess(bench).start();
    const runId = await bench.start(undefined, { deadlineMs: 10_000 });
    await bench.clock.runUntil(() => bench.state(runId).steps[1]?.status === 'retrying');
    const other = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'limit');
    const freeMs = bench.clock.now();
    await bench.untilStatus(other, 'succeeded');
    expect(bench.clock.now() - freeMs).toBeLessThan(1_000);
  });

  it('is asked about where it can be: found, it is settled', async () => {
    const { bench, runId } = await held({ effect: 'reconcilable', timeoutMs: 20_000 }, ['hang']);
    await bench.clock.runUntil(() => bench.toolStep(runId).status === 'succeeded');
    expect(bench.toolStep(runId).resultSource).toBe('look_up');
    await bench.untilStatus(runId, 'waiting', 'limit');
    const other = await bench.start();
    await bench.untilStatus(other, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is asked about where it can be: not found, it is given back, and nothing is sent', async () => {
    const { bench, runId } = await held({ effect: 'reconcilable', timeoutMs: 20_000 }, ['hang_before']);
    await bench.clock.runUntil(() => bench.toolStep(runId).attempts.at(-1)?.outcome === 'not_found');
    await bench.clock.pass(60_000);
    expect(bench.toolStep(runId)).toMatchObject({ status: 'retrying', next: 'send' });
    expect(bench.receiver.calls).toHaveLength(1);
    const other = await bench.start();
    await bench.untilStatus(other, 'succeeded');
    bench.store.appendInput(runId, resume({ deadlineMs: 600_000 }));
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('keeps the key of a call that may have happened, and not its resource: nothing of it is under way', async () => {
    const { bench, runId } = await held({ timeoutMs: 5_000 }, ['hang']);
    expect(bench.toolStep(runId)).toMatchObject({ status: 'retrying', doubt: true });
    const asks = { scope: `tool:${REFUND}`, key: 'refund:B-1', runId: 'other', step: 2 };
    const asked = () => bench.store.heldBy({ ...asks, resource: 'order:A-1' });
    expect(await asked()).toMatchObject({ place: { kind: 'resource' }, holder: { runId } });
    await bench.clock.pass(301_000);
    expect(await asked()).toBeNull();
    expect(bench.store.effects.read({ ...asks, key: 'refund:A-1' })?.status).toBe('in_progress');
    bench.store.appendInput(runId, resume({ deadlineMs: HOUR_MS }));
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('stays in doubt when the run fails there, and its redrive asks a person', async () => {
    const { bench, runId } = await held({ timeoutMs: 5_000 }, ['hang']);
    await passUntil(bench, bench.clock.now() + 1_000);
    const run = bench.store.runs.get(runId);
    expect(run?.dueAtMs).toBe(expiresMs(bench, runId));
    bench.store.tellRun(runId, { type: 'bound_expired', by: TEST_ACTOR }, 'bound:0', 0);
    await bench.untilStatus(runId, 'failed');
    expect(bench.store.effects.read({ scope: `tool:${REFUND}`, key: 'refund:A-1' })?.status).toBe('unknown');
    bench.store.redrive(runId, { type: 'redrive', by: TEST_ACTOR, reason: 'Again.', limits: {} });
    await bench.untilStatus(runId, 'waiting', 'unknown_outcome');
  });
});
