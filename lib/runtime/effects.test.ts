import { describe, expect, it } from 'vitest';
import { CodedError, StoreUnavailableError } from '@/lib/domain/errors';
import { KillableProcess } from './testing/killable-process';
import type { BenchOptions, RuntimeBench } from './testing/runtime-bench';
import { REFUND, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { approveCalls, refund, watchBenches } from './testing/watched-bench';

let bench: RuntimeBench;
const open = watchBenches();

function openTool(tool: object, options: Partial<BenchOptions> = {}) {
  bench = open({ tools: [toolVersion(REFUND, tool)], ...options });
  return bench;
}
async function begin(): Promise<string> {
  const process = new KillableProcess(bench);
  await process.start();
  return bench.start();
}
const outcomes = (runId: string, step = 2) =>
  bench.toolStep(runId, step).attempts.map(({ mode, outcome, error }) => `${mode} ${error?.code ?? outcome}`);
const effectOf = (runId: string) => bench.store.effects.read({ scope: 'run', key: `${runId}:2` });

describe('a call that certainly did not happen', () => {
  it('is sent again under the same key until it succeeds', async () => {
    openTool({}).receiver.faults = ['refuse', 'refuse', null];
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(outcomes(runId)).toEqual(['send http_503', 'send http_503', 'send succeeded']);
    expect(new Set(bench.receiver.calls.map((call) => call.effectKey))).toEqual(new Set([`${runId}:2`]));
    expect(bench.state(runId).usage.toolCalls).toBe(1);
  });

  it.each(['idempotent', 'unsafe', 'reconcilable', 'read'])(
    'fails for good after its attempts (%s)',
    async (effect) => {
      openTool({ effect, retry: { maxAttempts: 2 } }).receiver.faults = ['refuse', 'refuse'];
      const runId = await begin();
      await bench.clock.runUntil(() => {
        approveCalls(bench);
        return bench.status(runId) === 'succeeded';
      });
      expect(outcomes(runId)).toEqual(['send http_503', 'send http_503']);
      expect(bench.toolStep(runId).status).toBe('failed');
      expect(effectOf(runId)?.status).toBe(effect === 'read' ? undefined : 'failed_final');
    },
  );

  it('is not sent again after a fatal answer', async () => {
    openTool({}).receiver.faults = ['bad_request'];
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(outcomes(runId)).toEqual(['send http_400']);
    expect(effectOf(runId)?.status).toBe('failed_final');
    expect(JSON.stringify(bench.model.requests.at(-1)?.messages)).toContain('The receiver refused the call.');
  });

  it('is waited for when another call of the same answer is due only much later', async () => {
    openTool({}, { turns: [answers(refund('A-1'), refund('A-2')), finishes('Done.')] });
    const { receiver } = bench;
    receiver.faults = ['refuse'];
    const send = receiver.call.bind(receiver);
    let limited = false;
    receiver.call = async (request, signal) => {
      if (limited || !JSON.stringify(request.arguments).includes('A-2')) return send(request, signal);
      limited = true;
      throw new CodedError('http_429', 'retryable', 'Slow down.', { retryAfterMs: 30_000 });
    };
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(outcomes(runId, 2)).toEqual(['send http_503', 'send succeeded']);
    expect(outcomes(runId, 3)).toEqual(['send http_429', 'send succeeded']);
    expect(receiver.effects).toHaveLength(2);
  });

  it('parks for a long wait, with the instant, and goes on then', async () => {
    openTool({ retry: { baseMs: 60_000, capMs: 60_000 } }).receiver.faults = ['refuse'];
    const runId = await begin();
    await bench.untilStatus(runId, 'waiting', 'timer');
    const { waiting, dueAtMs } = bench.store.runs.get(runId) ?? {};
    expect(waiting?.items).toEqual([{ kind: 'timer', id: 'step:2', until: bench.toolStep(runId).retryAt }]);
    expect(dueAtMs).toBe(Date.parse(bench.toolStep(runId).retryAt ?? ''));
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });
});

describe('a call whose secret can not be read because the store is away', () => {
  it('is deferred, and no attempt is counted', async () => {
    openTool({ retry: { maxAttempts: 1 } });
    const { call } = bench.receiver;
    let refusals = 3;
    bench.receiver.call = async (request, signal) => {
      if (refusals-- > 0) throw new StoreUnavailableError('connection refused');
      return call.call(bench.receiver, request, signal);
    };
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(outcomes(runId)).toEqual([...Array(3).fill('send store_unavailable'), 'send succeeded']);
  });
});
