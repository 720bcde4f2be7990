// What happens between the intent and the first byte: names are resolved, connections made, and meanwhile a call may lose its leave.
import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '@/lib/domain/errors';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { approveCalls, watchBenches } from './testing/watched-bench';

const openBench = watchBenches();
const UNSAFE = { effect: 'unsafe', timeoutMs: 60_000 } as const;

/** One unsafe refund whose first connection takes as long as `meanwhile`. */
async function connecting(
  meanwhile: (bench: RuntimeBench, runId: string, process: KillableProcess) => Promise<void>,
) {
  const bench = openBench({ tools: [toolVersion(REFUND, UNSAFE)], honoursKeys: false });
  const process = new KillableProcess(bench);
  await process.start();
  const runId = await bench.start();
  let connections = 0;
  bench.receiver.beforeConnect = async () => {
    connections += 1;
    if (connections === 1) await meanwhile(bench, runId, process);
  };
  await bench.clock.runUntil(() => {
    approveCalls(bench);
    return connections > 0;
  });
  return { bench, process, runId };
}

/** Until the run has ended; whatever a person might be asked beyond the call itself stays unanswered. */
async function untilEnded(bench: RuntimeBench, runId: string, status = 'succeeded') {
  await bench.clock.runUntil(() => {
    approveCalls(bench);
    return bench.status(runId) === status;
  }, 600_000);
}

const attempts = (bench: RuntimeBench, runId: string) =>
  bench.toolStep(runId).attempts.map(({ outcome, error }) => error?.code ?? outcome);

/** Everything is halted, and the process has said that it obeys. */
async function haltObeyed({ store, clock }: RuntimeBench, { worker }: KillableProcess): Promise<void> {
  const epoch = store.stops.set('global', TEST_ACTOR, 'An incident.');
  while ((store.stops.acknowledged.get(worker.status().workerId ?? '') ?? -1) < epoch) await clock.sleep(100);
}

describe('a call that loses its leave while it connects is not sent, and that is certain:', () => {
  it('the lease runs out', async () => {
    const { bench, runId } = await connecting(async ({ store, clock }) => {
      const { heartbeat } = store;
      store.heartbeat = async () => {
        throw new StoreUnavailableError('no answer');
      };
      await clock.sleep(25_000); // five sixths of the lease
      store.heartbeat = heartbeat;
    });
    await untilEnded(bench, runId);
    expect(attempts(bench, runId)).toEqual(['lease_unproven', 'succeeded']);
    expect(bench.receiver.effects).toHaveLength(1);
    expect(bench.toolStep(runId).recoveries).toBe(0);
  });

  it('everything is halted', async () => {
    const { bench, runId } = await connecting((one, _id, process) => haltObeyed(one, process));
    await bench.untilStatus(runId, 'waiting', 'halt');
    expect(bench.receiver.calls).toEqual([]);
    bench.store.stops.lift('global');
    await untilEnded(bench, runId);
    expect(attempts(bench, runId)).toEqual(['halted', 'succeeded']);
    expect(bench.receiver.calls).toHaveLength(1);
  });

  it('the run is paused', async () => {
    const told = { by: TEST_ACTOR, reason: 'Look first.' };
    const { bench, runId } = await connecting(async ({ store, clock }, id) => {
      store.appendInput(id, { type: 'pause', ...told });
      await clock.sleep(5_000);
    });
    await bench.untilStatus(runId, 'waiting', 'paused');
    expect(bench.receiver.calls).toEqual([]);
    bench.store.appendInput(runId, { type: 'resume', ...told, limits: {} });
    await untilEnded(bench, runId);
    expect(attempts(bench, runId)).toEqual(['run_paused', 'succeeded']);
    expect(bench.receiver.calls).toHaveLength(1);
  });

  it('the run is cancelled: it ends, nobody is asked, and the key is free', async () => {
    const { bench, runId } = await connecting(async ({ store, clock }, id) => {
      store.appendInput(id, { type: 'cancel', by: TEST_ACTOR, reason: 'Enough.' });
      await clock.sleep(5_000);
    });
    await untilEnded(bench, runId, 'cancelled');
    expect(bench.receiver.calls).toEqual([]);
    expect(attempts(bench, runId)).toEqual(['run_cancelled']);
    expect(bench.store.effects.read({ scope: 'run', key: `${runId}:2` })?.status).toBe('failed_final');
    expect([...bench.store.approvals.values()].map(({ approval }) => approval.kind)).toEqual(['tool_call']);
  });

  it('its time is over, though no timer rang', async () => {
    const tool = toolVersion(REFUND, { ...UNSAFE, timeoutMs: 5_000 });
    const bench = openBench({ tools: [tool], honoursKeys: false });
    let connections = 0;
    bench.receiver.beforeConnect = async () => {
      connections += 1;
      if (connections === 1) bench.clock.jump(6_000);
    };
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await untilEnded(bench, runId);
    expect(attempts(bench, runId)).toEqual(['timeout', 'succeeded']);
    expect(bench.receiver.calls).toHaveLength(1);
  });
});

describe('a model call', () => {
  it('is not sent either, and made later', async () => {
    const bench = openBench();
    const process = new KillableProcess(bench);
    let connections = 0;
    bench.model.beforeConnect = async () => {
      connections += 1;
      if (connections === 1) await haltObeyed(bench, process);
    };
    await process.start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'halt');
    expect(bench.model.requests).toEqual([]);
    bench.store.stops.lift('global');
    await untilEnded(bench, runId);
    expect(bench.state(runId).steps[0]?.attempts.map(({ error }) => error?.code ?? null)).toEqual([
      'halted',
      null,
    ]);
  });
});
