import { describe, expect, it } from 'vitest';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { KillableProcess } from './testing/killable-process';
import { type BenchOptions, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { toldAboutCalls, watchBenches } from './testing/watched-bench';

const MAIL = 'mail.send';
const KEY = 'reply:A-1';
const MAX = 2;
const open = watchBenches();
let bench: RuntimeBench;

const mailTool = (over: object = {}) =>
  toolVersion(MAIL, {
    followUp: { keyTemplate: 'reply:{order_id}', max: MAX },
    inputSchema: { type: 'object', properties: { order_id: { type: 'string' }, text: { type: 'string' } } },
    ...over,
  });
const mail = (n: number, order_id = 'A-1') => ({
  tool: MAIL,
  arguments: { order_id, text: `Did you see this? (${n})` },
});
const mails = (count: number) => Array.from({ length: count }, (_, n) => answers(mail(n)));

function begin(options: Partial<BenchOptions> = {}, tool: object = {}) {
  bench = open({
    turns: [...mails(47), finishes('Nobody answered.')],
    tools: [mailTool(tool)],
    agent: { limits: { maxSteps: 200, maxToolCalls: 100 } },
    ...options,
  });
}
const event = (id: string) => ({
  id,
  correlationKey: KEY,
  payload: 'Yes.',
  runId: null,
  by: TEST_ACTOR,
});
const sent = () => bench.receiver.effects.length;

describe('a cap on follow-ups', () => {
  it('lets an agent that would send 47 send the first and what is allowed, over two runs and two processes', async () => {
    begin();
    await new KillableProcess(bench, { slots: 1 }).start();
    await new KillableProcess(bench, { slots: 1 }).start();
    const runs = [await bench.start(), await bench.start()];
    for (const runId of runs) await bench.untilStatus(runId, 'succeeded');
    expect(sent()).toBe(1 + MAX);
    const denied = runs.flatMap((runId) => bench.state(runId).steps).filter((step) => step.kind === 'tool');
    const [ok, others] = [
      denied.filter(({ status }) => status === 'succeeded'),
      denied.filter(({ status }) => status === 'denied' || status === 'failed'),
    ];
    expect([ok.length, others.length]).toEqual([1 + MAX, 2 * 47 - 1 - MAX]);
    expect(toldAboutCalls(bench)).toContain(
      `2 follow-ups were sent on ${KEY} without an answer, 2 are allowed. Wait for the answer, or hand over to a person.`,
    );
  });

  it('is counted anew once an event came in', async () => {
    begin({ turns: [...mails(3), ...mails(44), finishes('Done.')] });
    await new KillableProcess(bench).start();
    bench.receiver.afterEffect = async () => {
      if (sent() === 2) bench.store.events.send(event('first'));
      // The same event again is no further answer.
      if (sent() === 4) bench.store.events.send(event('first'));
    };
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    expect(sent()).toBe(2 + 1 + MAX);
  });

  it('holds for calls of one answer, and each key for itself', async () => {
    begin({
      turns: [answers(...Array.from({ length: 6 }, (_, n) => mail(n)), mail(0, 'B-2')), finishes('Done.')],
    });
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    expect(sent()).toBe(1 + MAX + 1);
    const capped = bench.state(runId).steps.filter((step) => step.error?.code === 'follow_up_cap');
    expect(capped).toHaveLength(3);
  });

  it('does not count what certainly did not happen', async () => {
    begin({ turns: [...mails(5), finishes('Done.')] });
    bench.receiver.faults = ['bad_request', 'bad_request'];
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    expect(sent()).toBe(1 + MAX);
  });

  it('asks a person where that is declared, who may let one more go', async () => {
    begin(
      { turns: [...mails(4), finishes('Done.')] },
      {
        followUp: { keyTemplate: 'reply:{order_id}', max: MAX, beyond: 'ask' },
      },
    );
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'approval');
    expect(sent()).toBe(1 + MAX);
    expect(bench.onlyApproval().reasons).toMatchObject([{ rule: 'tool.followUp' }]);
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(sent()).toBe(1 + MAX + 1);
  });

  it('counts a contact once, at whatever act its worker dies', async () => {
    let gates = Number.POSITIVE_INFINITY;
    for (let gate = 1; gate <= gates; gate++) {
      begin({ turns: [...mails(5), finishes('Done.')] });
      const first = new KillableProcess(bench, { diesAtGate: gate });
      await first.start();
      const runId = await bench.start();
      await bench.clock.runUntil(() => first.dead || bench.status(runId) === 'succeeded');
      if (!first.dead) gates = first.gates;
      await new KillableProcess(bench).start();
      await bench.untilStatus(runId, 'succeeded');
      expect(sent(), first.diedAt).toBe(1 + MAX);
    }
  });
});
