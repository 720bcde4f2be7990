// The adversarial list, as far as keys, retries and lost answers of the store go. Each line once, by its name.
import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '@/lib/domain/errors';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { AMOUNT, refund, watchBenches } from './testing/watched-bench';

const openBench = watchBenches();
const KEYED = { keyTemplate: 'refund:{order_id}' };

async function begin(bench: RuntimeBench): Promise<string> {
  await new KillableProcess(bench).start();
  return bench.start();
}

describe('adversarial:', () => {
  it.each(['idempotent', 'reconcilable'] as const)('N callers, one key (%s)', async (effect) => {
    const bench = openBench({
      tools: [toolVersion(REFUND, { ...KEYED, effect, timeoutMs: 20_000 })],
      honoursKeys: effect === 'idempotent',
    });
    bench.receiver.afterEffect = () => bench.clock.sleep(10_000);
    const runIds: string[] = [];
    for (let n = 0; n < 12; n++) runIds.push(await bench.start());
    for (let n = 0; n < 3; n++) await new KillableProcess(bench).start();
    await bench.clock.runUntil(() => runIds.every((runId) => bench.status(runId) === 'succeeded'));
    expect(bench.receiver.calls).toHaveLength(1);
    const sources = runIds.map((runId) => bench.toolStep(runId).resultSource);
    expect(sources.filter((source) => source === 'call')).toHaveLength(1);
    expect(sources.filter((source) => source === 'ledger')).toHaveLength(11);
    const results = runIds.map((runId) => JSON.stringify(bench.toolStep(runId).result));
    expect(new Set(results).size).toBe(1);
  });

  it('other key order, unicode form, 1 against 1.0', async () => {
    const forms = [
      '{"order_id":"caf\u00e9","amount":1}',
      '{"amount":1,"order_id":"caf\u00e9"}',
      '{"order_id":"cafe\u0301","amount":1}',
      '{"order_id":"caf\u00e9","amount":1.0}',
    ];
    const turns = [
      ...forms.map((form) => answers({ tool: REFUND, arguments: JSON.parse(form) })),
      finishes('Done.'),
    ];
    const bench = openBench({
      turns,
      tools: [toolVersion(REFUND, KEYED)],
      agent: { limits: { maxSteps: 40 } },
    });
    const runId = await begin(bench);
    await bench.clock.runUntil(() => bench.store.runs.get(runId)?.waiting?.reason === 'limit');
    // Four times the same call is a loop: the last is held, those before are one effect.
    expect(bench.receiver.calls).toHaveLength(1);
    const hashes = [2, 4, 6].map((step) => bench.toolStep(runId, step).call?.argumentHash);
    expect(new Set(hashes).size).toBe(1);
    expect([4, 6].map((step) => bench.toolStep(runId, step).resultSource)).toEqual(['ledger', 'ledger']);
  });

  it('same key for two tools', async () => {
    const other = 'payments.credit';
    const bench = openBench({
      turns: [answers(refund(), { ...refund(), tool: other }), finishes('Done.')],
      tools: [
        toolVersion(REFUND, { keyTemplate: 'order:{order_id}' }),
        toolVersion(other, { keyTemplate: 'order:{order_id}' }),
      ],
      honoursKeys: false,
    });
    const runId = await begin(bench);
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects.map(({ tool, key }) => [tool, key])).toEqual([
      [REFUND, 'order:A-1'],
      [other, 'order:A-1'],
    ]);
    for (const tool of [REFUND, other]) {
      const row = bench.store.effects.read({ scope: `tool:${tool}`, key: 'order:A-1' });
      expect(row?.status).toBe('succeeded');
    }
  });

  it('reaper against retry', async () => {
    const retry = { maxAttempts: 3, baseMs: 4_000, capMs: 4_000 };
    const bench = openBench({
      tools: [toolVersion(REFUND, { effect: 'reconcilable', retry })],
      honoursKeys: false,
    });
    bench.receiver.faults = ['refuse'];
    const owner = new KillableProcess(bench);
    await owner.start();
    const runId = await bench.start();
    // It waits in the process for its second attempt when another takes the run, whose attempt is due then as well.
    await bench.clock.runUntil(() => bench.toolStep(runId).status === 'retrying');
    expect(owner.worker.owns(runId)).toBe(true);
    bench.store.expireLease(owner.worker.status().workerId ?? '');
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.calls).toHaveLength(2);
    expect(bench.receiver.effects).toHaveLength(1);
    expect(bench.kinds(runId).filter((kind) => kind === 'claim')).toHaveLength(2);
  });

  it('connection lost during COMMIT', async () => {
    const bench = openBench({
      tools: [toolVersion(REFUND, { effect: 'unsafe', risk: 'low' })],
      honoursKeys: false,
    });
    const { commit } = bench.store;
    let lost = 0;
    // Every commit is taken, and its first answer lost.
    const answered = new Set<unknown>();
    bench.store.commit = async (given) => {
      const outcome = await commit.call(bench.store, given);
      const head = given.rows[0]?.hash ?? given;
      if (answered.has(head)) return outcome;
      answered.add(head);
      lost += 1;
      throw new StoreUnavailableError('The connection broke during the commit.');
    };
    const runId = await begin(bench);
    await bench.clock.runUntil(() => {
      for (const approval of bench.pendingApprovals()) bench.decide(approval, 'approve');
      return bench.status(runId) === 'succeeded';
    });
    expect(lost).toBeGreaterThan(3);
    expect(bench.receiver.calls).toHaveLength(1);
    const rows = bench.store.runs.get(runId)?.rows ?? [];
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_row, i) => i + 1));
    expect(bench.state(runId).end?.status).toBe('succeeded');
  });

  it.each<[string, (bench: RuntimeBench) => void, number[]]>([
    // A recorded intent is authoritative: further attempts are the same call, under the contract that was admitted.
    ['tool', (bench) => bench.putTool(toolVersion(REFUND, KEYED, 2)), [1, 1]],
    [
      'policy',
      (bench) => {
        const rule = { id: 'freeze', effect: 'deny', message: 'Refunds are frozen.' } as const;
        bench.policy = { evaluate: async () => ({ effect: 'deny', rules: [rule], policyVersion: '2' }) };
      },
      [1],
    ],
  ])('tool, policy or approval changed between attempts: the %s', async (_what, change, versions) => {
    const retry = { maxAttempts: 3, baseMs: 1_000, capMs: 1_000 };
    const bench = openBench({ tools: [toolVersion(REFUND, { retry })] });
    bench.receiver.faults = ['refuse'];
    const runId = await begin(bench);
    await bench.clock.runUntil(() => bench.toolStep(runId).status === 'retrying');
    change(bench);
    await bench.untilStatus(runId, 'succeeded');
    const sent = bench.receiver.calls.map(({ tool, effectKey }) => [tool.version, effectKey]);
    expect(sent).toEqual(versions.map((version) => [version, `${runId}:2`]));
  });

  it('tool, policy or approval changed between attempts: the approval', async () => {
    const bench = openBench({
      turns: [answers(refund('A-1', 900)), finishes('Done.')],
      tools: [toolVersion(REFUND, AMOUNT)],
    });
    const process = new KillableProcess(bench, { diesAt: { gate: 'after claim', nth: 2 } });
    await process.start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'approval');
    bench.decide(bench.onlyApproval(), 'approve');
    // Its process dies before it sends; what was approved is another call when the next one looks.
    await bench.clock.runUntil(() => process.dead);
    bench.putTool(toolVersion(REFUND, { ...AMOUNT, keyTemplate: 'refund:{order_id}' }, 2));
    await new KillableProcess(bench).start();
    await bench.clock.runUntil(() => bench.pendingApprovals().length === 1);
    expect(bench.receiver.calls).toEqual([]);
    expect(bench.onlyApproval().request.changed.join(' ')).toContain('changed from version 1 to 2');
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects.map(({ key }) => key)).toEqual(['refund:A-1']);
  });
});
