// Deciding anew what was recorded: nothing differs where nothing was changed, over whole simulated histories; and what was changed shows exactly where it decides.
import { describe, expect, it } from 'vitest';
import type { PolicyVerdict } from '@/lib/domain/admission';
import { agentDefinition } from '@/lib/domain/agent';
import type { Policy } from '@/lib/ports/policy';
import { type RedecideUnder, redecideRun } from './redecide-run';
import { KillableProcess } from './testing/killable-process';
import { REFUND, RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes, type ScriptedAnswer } from './testing/scripted-model';
import { simulate } from './testing/simulation/simulate';

const AMOUNT = { amountPath: 'amount', amountUnit: 'EUR' };
const refund = (order_id: string, amount: number) => ({ tool: REFUND, arguments: { order_id, amount } });
const SMALL = [answers(refund('A-1', 250)), answers(refund('A-2', 350)), finishes('Done.')];

async function bench(turns: readonly ScriptedAnswer[] = SMALL, agent: object = {}) {
  const made = new RuntimeBench({ turns, tools: [toolVersion(REFUND, AMOUNT)], agent });
  await new KillableProcess(made).start();
  return made;
}

async function ended(turns?: readonly ScriptedAnswer[], agent?: object) {
  const made = await bench(turns, agent);
  const runId = await made.start();
  await made.untilStatus(runId, 'succeeded');
  return { made, runId };
}

function again(made: RuntimeBench, runId: string, under: RedecideUnder) {
  return redecideRun(made.store.runs.get(runId)?.rows ?? [], under, made.ports);
}

const changed = (made: RuntimeBench, over: object) => ({
  ...made.agent,
  version: 2,
  definition: agentDefinition.parse({ ...made.agent.definition, ...over }),
});

const denies: Policy = {
  evaluate: async (): Promise<PolicyVerdict> => ({
    effect: 'deny',
    policyVersion: '7',
    rules: [{ id: 'never', effect: 'deny', message: 'Never.' }],
  }),
};

describe('a run decided anew', () => {
  it('is the same where nothing was changed, whatever befell it', async () => {
    const told: string[] = [];
    let admissions = 0;
    for (let seed = 1; seed <= 12; seed++)
      await simulate(seed, {
        after: async (world) => {
          for (const { rows } of world.memory.runs.values()) {
            const ports = world.sharedPorts();
            for (const under of [{}, { policy: ports.policy }]) {
              const { differences, unrecorded, looked } = await redecideRun(rows, under, ports);
              admissions += looked.admissions;
              for (const one of [...differences, ...unrecorded]) told.push(`${seed}: ${JSON.stringify(one)}`);
            }
          }
        },
      });
    expect(told.slice(0, 5)).toEqual([]);
    expect(admissions).toBeGreaterThan(200);
  }, 120_000);

  it('asks a person from the call on that is above a lower threshold, and parts there', async () => {
    const { made, runId } = await ended();
    const agent = changed(made, { escalation: { amountAbove: 300 } });
    const { differences, unrecorded, looked } = await again(made, runId, { agent });
    expect(unrecorded).toEqual([]);
    expect(looked).toEqual({ admissions: 2, questions: 3, answers: 3 });
    expect(differences).toMatchObject([
      {
        kind: 'admission',
        step: 4,
        tool: REFUND,
        recorded: { verdict: 'admit', reasons: [] },
        now: { verdict: 'await_approval', reasons: [{ rule: 'escalation.amountAbove' }] },
        course: 'asks_person',
        beyond: false,
      },
    ]);
  });

  it('says of what a policy denies that only a fork can tell how it goes on, and of what is behind that it is beyond', async () => {
    const { made, runId } = await ended();
    const { differences } = await again(made, runId, { policy: denies });
    expect(differences.map(({ step, now, course, beyond }) => [step, now.verdict, course, beyond])).toEqual([
      [2, 'deny', 'needs_fork', false],
      [4, 'deny', 'needs_fork', true],
    ]);
    expect(differences[0]?.now.reasons).toEqual([{ rule: 'never', message: 'Never.' }]);
  });

  it('parts at the first question where prompt, tools or output are others, and still tells the rest', async () => {
    const { made, runId } = await ended();
    const agent = changed(made, { prompt: 'Be brief.', escalation: { amountAbove: 300 } });
    const { differences } = await again(made, runId, { agent });
    expect(differences.map(({ kind, step, course, beyond }) => [kind, step, course, beyond])).toEqual([
      ['question', 1, 'needs_fork', false],
      ['admission', 4, 'asks_person', true],
    ]);
    expect(differences[0]?.now.reasons.map(({ rule }) => rule)).toEqual(['prompt']);
  });

  it('goes on as recorded where what people approved would have needed nobody, and needs a fork where they refused', async () => {
    for (const [decision, course] of [
      ['approve', 'same_course'],
      ['reject', 'needs_fork'],
    ] as const) {
      const made = await bench([answers(refund('A-1', 900)), finishes('Done.')]);
      const runId = await made.start();
      await made.untilStatus(runId, 'waiting', 'approval');
      made.decide(made.onlyApproval(), decision);
      await made.untilStatus(runId, 'succeeded');
      const agent = changed(made, { escalation: { amountAbove: 1_000 } });
      const { differences } = await again(made, runId, { agent });
      expect(differences.map(({ now, course: one }) => [now.verdict, one])).toEqual([['admit', course]]);
    }
  });

  it('tells who would be asked instead', async () => {
    const made = await bench([answers(refund('A-1', 900)), finishes('Done.')]);
    const runId = await made.start();
    await made.untilStatus(runId, 'waiting', 'approval');
    const agent = changed(made, { escalation: { role: 'admin', quorum: 2 } });
    const { differences } = await again(made, runId, { agent });
    expect(differences).toMatchObject([
      {
        kind: 'people',
        recorded: { people: { requiredRole: 'approver', quorum: 1 } },
        now: { people: { requiredRole: 'admin', quorum: 2 } },
        course: 'same_course',
      },
    ]);
  });

  it('stops at a bound that is tighter by now, and passes one that is wider', async () => {
    const { made, runId } = await ended();
    const tight = await again(made, runId, { agent: changed(made, { limits: { maxToolCalls: 1 } }) });
    expect(tight.differences).toMatchObject([
      { kind: 'limit', step: 4, recorded: { verdict: 'within' }, now: { verdict: 'bound' }, course: 'stops' },
    ]);
    const narrow = await bench(SMALL, { limits: { maxToolCalls: 1 } });
    const stopped = await narrow.start();
    await narrow.untilStatus(stopped, 'waiting', 'limit');
    const wide = await again(narrow, stopped, { agent: changed(narrow, { limits: { maxToolCalls: 5 } }) });
    expect(wide.differences).toMatchObject([
      { kind: 'limit', recorded: { verdict: 'bound' }, now: { verdict: 'within' }, course: 'needs_fork' },
    ]);
  });

  it('asks another model, told once, and sets an answer aside that a stronger one would be asked about', async () => {
    const { made, runId } = await ended();
    const other = await again(made, runId, { agent: changed(made, { model: 'other' }) });
    expect(other.differences.map(({ kind, step, now }) => [kind, step, now.verdict])).toEqual([
      ['route', 1, 'other'],
    ]);
    const routing = { stronger: ['strong'], confidenceBelow: 0.99 };
    const { differences } = await again(made, runId, { agent: changed(made, { routing }) });
    expect(differences[0]).toMatchObject({
      kind: 'answer',
      step: 1,
      recorded: { verdict: 'taken' },
      now: { verdict: 'set_aside', reasons: [{ rule: 'routing.confidenceBelow' }] },
      course: 'needs_fork',
    });
  });

  it('would not have begun where its input fits no more', async () => {
    const { made, runId } = await ended();
    const inputSchema = { type: 'object', required: ['customer'] };
    const { differences } = await again(made, runId, { agent: changed(made, { inputSchema }) });
    expect(differences).toMatchObject([
      { kind: 'input', step: null, now: { verdict: 'refused' }, course: 'stops' },
    ]);
  });

  it('says what was not recorded and guesses nothing', async () => {
    const { made, runId } = await ended();
    const windows = [{ path: 'amount', above: 300, perMs: 3_600_000 }];
    const { differences, unrecorded } = await again(made, runId, {
      agent: changed(made, { escalation: { windows, sampleRate: 0.000001 } }),
    });
    expect(differences.map(({ step }) => step)).toEqual([4]);
    expect(unrecorded.map(({ step, what }) => [step, what])).toEqual([
      [2, 'windows'],
      [2, 'sampling'],
      [4, 'windows'],
      [4, 'sampling'],
    ]);
  });
});
