import { describe, expect, it } from 'vitest';
import { foldJournal, stateAt } from './fold';
import { KillableProcess } from './testing/killable-process';
import { REFUND, RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';

const SECRET = 'sk-live-4f9a77c2e1';
const FORMS = [SECRET, Buffer.from(SECRET).toString('base64'), Buffer.from(SECRET).toString('hex')];

describe('a registered secret', () => {
  it('stands nowhere in what is stored, whoever said it; no call carries it, and it is told', async () => {
    const bench = new RuntimeBench({
      turns: [
        answers({
          tool: REFUND,
          arguments: { order_id: SECRET, amount: 900 },
          decision: {
            confidence: 0.9,
            reasoning: `The key is ${SECRET}.`,
            alternatives: [{ tool: SECRET, reason: FORMS[1] ?? '' }],
          },
        }),
        finishes(`It was ${FORMS[2]}.`),
      ],
      tools: [toolVersion(REFUND, { amountPath: 'amount', keyTemplate: 'refund:{order_id}' })],
      secrets: [{ name: 'PAY_KEY', value: SECRET }],
    });
    bench.receiver.respond = () => ({ echo: [SECRET, { [SECRET]: FORMS[1] ?? '' }] });
    await new KillableProcess(bench).start();
    const runId = await bench.start({ order_id: `see ${SECRET}` });
    await bench.untilStatus(runId, 'succeeded');
    const stored = JSON.stringify([bench.store.runs.get(runId), bench.store.commits]);
    for (const form of FORMS) expect(stored).not.toContain(form);
    expect(stored).toContain('[secret:PAY_KEY]');
    expect(bench.receiver.effects).toEqual([]);
    expect(bench.toolStep(runId)).toMatchObject({
      status: 'denied',
      arguments: { order_id: '[secret:PAY_KEY]' },
      admission: {
        reasons: expect.arrayContaining([expect.objectContaining({ rule: 'secret', verdict: 'deny' })]),
      },
    });
    const rows = (await bench.store.loadJournal(runId)).map((row) => JSON.parse(row.payload));
    expect(rows[0]).toMatchObject({ type: 'start', secretsSeen: ['PAY_KEY'] });
    const answered = rows.filter((row) => row.type === 'model' && 'outcome' in row);
    expect(answered.map(({ outcome, secretsSeen }) => ({ outcome, secretsSeen }))).toEqual([
      { outcome: 'calls', secretsSeen: ['PAY_KEY'] },
      { outcome: 'finish', secretsSeen: ['PAY_KEY'] },
    ]);
    expect([...bench.store.secretsSeen.values()]).toMatchObject([
      { where: 'answer', runId, secrets: ['PAY_KEY'] },
    ]);
  });

  it('is in no call by its mark either', async () => {
    const bench = new RuntimeBench({
      turns: [
        answers({ tool: REFUND, arguments: { order_id: '[secret:PAY_KEY]', amount: 1 } }),
        finishes('Done.'),
      ],
      tools: [toolVersion(REFUND)],
    });
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({ status: 'denied' });
    expect(bench.receiver.effects).toEqual([]);
  });

  it('that a receiver gives back is marked, and the run goes on', async () => {
    const bench = new RuntimeBench({
      turns: [answers({ tool: REFUND, arguments: { order_id: 'A-1' } }), finishes('Done.')],
      secrets: [{ name: 'PAY_KEY', value: SECRET }],
    });
    bench.receiver.respond = () => ({ echo: [SECRET, { [SECRET]: FORMS[1] ?? '' }] });
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    const stored = JSON.stringify([bench.store.runs.get(runId), bench.store.commits]);
    for (const form of FORMS) expect(stored).not.toContain(form);
    expect(stored).toContain('[secret:PAY_KEY]');
    expect(bench.store.secretsSeen.size).toBe(0);
  });

  it('that reads like a word of the journal leaves the journal readable', async () => {
    const bench = new RuntimeBench({
      turns: [answers({ tool: REFUND, arguments: { order_id: 'succeeded' } }), finishes('Done.')],
      secrets: ['succeeded', 'outcome', REFUND].map((value, i) => ({ name: `S${i}`, value })),
    });
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({ arguments: { order_id: '[secret:S0]' }, tool: REFUND });
    expect(bench.errors).toEqual([]);
  });
});

describe('what can hardly be stored', () => {
  it('is kept as far as it can be: NUL, lone surrogates, deep and odd keys', async () => {
    const bench = new RuntimeBench({
      turns: [answers({ tool: REFUND, arguments: { order_id: 'A\u0000\ud800' } }), finishes('ok \udfff')],
    });
    bench.receiver.respond = () => ({
      'nul\u0000key': ['\ud800', { __proto__: null, constructor: 'x' }],
      n: -0,
    });
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId).arguments).toEqual({ order_id: 'A\u0000\ufffd' });
    expect(bench.toolStep(runId).result).toEqual({ 'nul\u0000key': ['\ufffd', { constructor: 'x' }], n: 0 });
    expect(bench.errors).toEqual([]);
  });
});

describe('the state at a place of the journal', () => {
  it('is the fold up to there, and the same however it is reached', async () => {
    const bench = new RuntimeBench({
      turns: [answers({ tool: REFUND, arguments: { order_id: 'A-1' } }), finishes('Done.')],
    });
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    const rows = bench.store.runs.get(runId)?.rows ?? [];
    for (let seq = 1; seq <= rows.length; seq++) {
      const state = stateAt(rows, seq);
      expect(state).toEqual(foldJournal(rows.slice(0, seq)));
      expect(state?.seq).toBe(seq);
      expect(state?.lastHash).toBe(rows[seq - 1]?.hash);
    }
    expect(stateAt(rows, 0)).toBeNull();
    expect(stateAt(rows, rows.length + 1)).toBeNull();
    expect(() => foldJournal(rows.slice(1))).toThrow('begins with claim');
    expect(() => foldJournal(rows.filter((_, i) => i !== 3))).toThrow('row 5 follows 3');
  });
});
