import { afterEach, describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '@/lib/domain/errors';
import { unexplainedRows } from './testing/explained-journal';
import { KillableProcess } from './testing/killable-process';
import { type BenchOptions, REFUND, RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';

const refund = (order_id = 'A-1', amount = 5) => ({ tool: REFUND, arguments: { order_id, amount } });
/** Calls of unsafe tools ask beforehand; here only what happens afterwards matters. */
const approveCalls = (bench: RuntimeBench) => {
  for (const approval of bench.pendingApprovals())
    if (approval.kind === 'tool_call') bench.decide(approval, 'approve');
};

let bench: RuntimeBench;
afterEach(() => {
  expect(bench.errors).toEqual([]);
  for (const run of bench.store.runs.values()) expect(unexplainedRows(run.rows)).toEqual([]);
});

function open(tool: object, options: Partial<BenchOptions> = {}) {
  bench = new RuntimeBench({
    turns: [answers(refund()), finishes('Done.')],
    tools: [toolVersion(REFUND, tool)],
    ...options,
  });
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
    open({}).receiver.faults = ['refuse', 'refuse', null];
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(outcomes(runId)).toEqual(['send http_503', 'send http_503', 'send succeeded']);
    expect(new Set(bench.receiver.calls.map((call) => call.effectKey))).toEqual(new Set([`${runId}:2`]));
    expect(bench.state(runId).usage.toolCalls).toBe(1);
  });

  it.each(['idempotent', 'unsafe', 'reconcilable', 'read'])(
    'fails for good after its attempts (%s)',
    async (effect) => {
      open({ effect, retry: { maxAttempts: 2 } }).receiver.faults = ['refuse', 'refuse'];
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
    open({}).receiver.faults = ['bad_request'];
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(outcomes(runId)).toEqual(['send http_400']);
    expect(effectOf(runId)?.status).toBe('failed_final');
    expect(JSON.stringify(bench.model.requests.at(-1)?.messages)).toContain('The receiver refused the call.');
  });

  it('parks for a long wait, with the instant, and goes on then', async () => {
    open({ retry: { baseMs: 60_000, capMs: 60_000 } }).receiver.faults = ['refuse'];
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
    open({ retry: { maxAttempts: 1 } });
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

describe('a call that may have happened', () => {
  it('is sent again with its key when the receiver honours keys', async () => {
    open({ timeoutMs: 2_000 }).receiver.faults = ['hang', 'lose_reply', null];
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(outcomes(runId)).toEqual(['send timeout', 'send connection_reset', 'send succeeded']);
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is for a person when no attempt brought an answer, though the receiver honours keys', async () => {
    open({ retry: { maxAttempts: 2 } }).receiver.faults = ['lose_reply', 'refuse'];
    const runId = await begin();
    await bench.untilStatus(runId, 'waiting', 'unknown_outcome');
    expect(effectOf(runId)?.status).toBe('unknown');
    bench.decide(bench.onlyApproval(), 'happened', { answer: { refund: 'R-1' } });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({ result: { refund: 'R-1' }, resultSource: 'person' });
    expect(effectOf(runId)).toMatchObject({ status: 'succeeded', response: { refund: 'R-1' } });
    expect(bench.receiver.calls).toHaveLength(2);
  });

  it('is looked up, and found', async () => {
    open({ effect: 'reconcilable' }, { honoursKeys: false }).receiver.faults = ['lose_reply'];
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(outcomes(runId)).toEqual(['send connection_reset', 'look_up succeeded']);
    expect(bench.toolStep(runId).resultSource).toBe('look_up');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is not sent again before an earlier request can have arrived, and not when it arrives in between', async () => {
    open({ effect: 'reconcilable', timeoutMs: 5_000 }, { honoursKeys: false }).receiver.faults = ['late'];
    const runId = await begin();
    await bench.clock.runUntil(() => bench.receiver.lookUps.length === 1);
    await bench.clock.pass(3_000);
    expect(bench.receiver.calls).toHaveLength(1); // "not found" is not believed yet
    bench.receiver.releaseLate();
    await bench.untilStatus(runId, 'succeeded');
    expect(outcomes(runId)).toEqual(['send timeout', 'look_up not_found', 'look_up succeeded']);
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is waited for after a crash too, until the lost process’s request can not arrive any more', async () => {
    open({ effect: 'reconcilable', timeoutMs: 5_000 }, { honoursKeys: false }).receiver.faults = ['late'];
    const first = new KillableProcess(bench);
    await first.start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.receiver.calls.length === 1);
    first.kill();
    bench.store.expireLease(first.worker.status().workerId ?? '');
    await new KillableProcess(bench).start();
    await bench.clock.runUntil(() => bench.receiver.lookUps.length === 1);
    await bench.clock.pass(4_000);
    bench.receiver.releaseLate();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.calls).toHaveLength(1);
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is looked up once more right before it is sent again', async () => {
    open({ effect: 'reconcilable' }, { honoursKeys: false }).receiver.faults = ['late'];
    const { lookUp } = bench.receiver;
    let asked = 0;
    bench.receiver.lookUp = async (request, signal) => {
      const found = await lookUp.call(bench.receiver, request, signal);
      asked += 1;
      if (asked === 2) bench.receiver.releaseLate(); // arrives after the second "not found"
      return found;
    };
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(outcomes(runId)).toEqual([
      'send timeout',
      'look_up not_found',
      'look_up not_found',
      'send succeeded',
    ]);
    expect(bench.toolStep(runId).resultSource).toBe('look_up');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is sent again once it is certain that it did not happen', async () => {
    open({ effect: 'reconcilable' }, { honoursKeys: false }).receiver.faults = ['hang_before'];
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(outcomes(runId).at(-1)).toBe('send succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('fails for good when the attempts are used up and the receiver says that none happened', async () => {
    open({ effect: 'reconcilable', retry: { maxAttempts: 2 } }, { honoursKeys: false }).receiver.faults = [
      'hang_before',
      'hang_before',
    ];
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({
      status: 'failed',
      error: { code: 'timeout', class: 'fatal' },
    });
    expect(effectOf(runId)?.status).toBe('failed_final');
  });

  it.each([
    ['happened', 1],
    ['did_not_happen', 1],
  ] as const)('is settled by a person when nothing else can: %s', async (decision, effects) => {
    open({ effect: 'unsafe', timeoutMs: 1_000 }, { honoursKeys: false });
    bench.receiver.faults = [decision === 'happened' ? 'hang' : 'hang_before'];
    const runId = await begin();
    await bench.clock.runUntil(() => {
      approveCalls(bench);
      return bench.store.runs.get(runId)?.waiting?.reason === 'unknown_outcome';
    });
    const question = bench.onlyApproval();
    expect(question).toMatchObject({ kind: 'unknown_outcome', request: { expiresAt: null, onExpiry: null } });
    expect(effectOf(runId)?.status).toBe('unknown');
    await bench.clock.pass(2 * 3_600_000); // silence answers nothing
    expect(bench.status(runId)).toBe('waiting');
    bench.decide(question, decision);
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(effects);
    expect(bench.receiver.calls).toHaveLength(decision === 'happened' ? 1 : 2);
    expect(effectOf(runId)?.status).toBe('succeeded');
  });

  it('takes no late answer as a result', async () => {
    open({ effect: 'unsafe', timeoutMs: 1_000 }, { honoursKeys: false });
    bench.receiver.afterEffect = () => bench.clock.sleep(3_000);
    const runId = await begin();
    await bench.clock.runUntil(() => {
      approveCalls(bench);
      return bench.store.runs.get(runId)?.waiting?.reason === 'unknown_outcome';
    });
    await bench.clock.pass(10_000);
    expect(bench.toolStep(runId).status).toBe('unknown');
  });
});

describe('one business key', () => {
  const KEYED = { keyTemplate: 'refund:{order_id}' };

  it('gives a second run the first one’s result, calls nobody and spends no call', async () => {
    open({ ...KEYED, untrustedOutput: true });
    const first = await begin();
    await bench.untilStatus(first, 'succeeded');
    const second = await bench.start();
    await bench.untilStatus(second, 'succeeded');
    expect(bench.receiver.calls).toHaveLength(1);
    expect(bench.toolStep(second)).toMatchObject({ resultSource: 'ledger', tainted: true });
    expect(bench.toolStep(second).result).toEqual(bench.toolStep(first).result);
    expect(bench.state(second).usage.toolCalls).toBe(0);
    expect(bench.state(second).tainted).toBe(true);
  });

  it('refuses other arguments', async () => {
    open(KEYED, {
      turns: [
        (request, signal) => {
          const amount = JSON.stringify(request.messages).includes('second') ? 7 : 5;
          return answers(refund('A-1', amount))(request, signal);
        },
        finishes('Done.'),
      ],
    });
    const first = await begin();
    await bench.untilStatus(first, 'succeeded');
    const second = await bench.start({ order_id: 'second' });
    await bench.untilStatus(second, 'succeeded');
    expect(bench.toolStep(second).error).toMatchObject({ code: 'idempotency_mismatch', class: 'fatal' });
    expect(bench.receiver.calls).toHaveLength(1);
  });

  it('waits for a run that has it in flight, without counting attempts, and takes its result', async () => {
    open({ ...KEYED, retry: { maxAttempts: 1 }, timeoutMs: 60_000 });
    bench.receiver.afterEffect = () => bench.clock.sleep(30_000);
    const first = await begin();
    const second = await bench.start();
    await bench.clock.runUntil(() => [first, second].every((runId) => bench.status(runId) === 'succeeded'));
    expect(bench.receiver.calls).toHaveLength(1);
    const sources = [first, second].map((runId) => bench.toolStep(runId).resultSource);
    expect(sources.toSorted()).toEqual(['call', 'ledger']);
  });

  it('stays shut while another run does not know what became of it', async () => {
    open({ ...KEYED, effect: 'unsafe', timeoutMs: 1_000 }, { honoursKeys: false }).receiver.faults = ['hang'];
    const first = await begin();
    await bench.clock.runUntil(() => {
      approveCalls(bench);
      return bench.store.runs.get(first)?.waiting?.reason === 'unknown_outcome';
    });
    const second = await bench.start();
    await bench.clock.runUntil(() => {
      approveCalls(bench);
      return bench.status(second) === 'succeeded';
    });
    expect(bench.toolStep(second).error?.code).toBe('effect_unknown_elsewhere');
    expect(bench.receiver.calls).toHaveLength(1);
  });

  it('fails the call before anything is sent when its value is missing', async () => {
    open({ keyTemplate: 'refund:{ticket}' });
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({
      status: 'failed',
      attempts: [],
      error: { code: 'effect_key_missing' },
    });
    expect(bench.receiver.calls).toEqual([]);
  });
});

describe('the same call twice', () => {
  it('is one effect while the first is not settled: the second joins it', async () => {
    open({}, { turns: [answers(refund(), refund()), finishes('Done.')] });
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
    expect([2, 3].map((step) => bench.toolStep(runId, step).resultSource)).toEqual(['call', 'ledger']);
  });

  it('keeps the joined key when it is approved after the first has settled', async () => {
    const amounts = { amountPath: 'amount' };
    open(amounts, { turns: [answers(refund('A-1', 900), refund('A-1', 900)), finishes('Done.')] });
    const runId = await begin();
    await bench.untilStatus(runId, 'waiting', 'approval');
    const [first, second] = bench.pendingApprovals();
    if (!first || !second) throw new Error('both calls wait for a person');
    bench.decide(first, 'approve');
    await bench.clock.runUntil(() => bench.toolStep(runId, 2).status === 'succeeded');
    bench.decide(second, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
    expect(bench.toolStep(runId, 3).resultSource).toBe('ledger');
  });

  it('is two effects once the first is settled: a new decision is a new step', async () => {
    open({}, { turns: [answers(refund()), answers(refund()), finishes('Done.')] });
    const runId = await begin();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects.map((effect) => effect.key)).toEqual([`${runId}:2`, `${runId}:4`]);
  });
});
