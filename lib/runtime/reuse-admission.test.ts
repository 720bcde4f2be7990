// A reused read is admitted as every call is: what may not be read is not read from what is kept.
import { describe, expect, it } from 'vitest';
import type { PolicyVerdict } from '@/lib/domain/admission';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { begun, ONE, runs } from './testing/reuse-bench';
import { REFUND } from './testing/runtime-bench';
import { finishes } from './testing/scripted-model';
import { watchBenches } from './testing/watched-bench';

const open = watchBenches();

describe('what may not be read is not read from what is kept', () => {
  const PERMIT: PolicyVerdict = { effect: 'permit', rules: [], policyVersion: '1' };
  const rule = (effect: 'deny' | 'ask') => ({ id: 'orders.closed', effect, message: 'Not now.' });

  it('without the grant', async () => {
    const bench = await begun(open);
    await runs(bench, 1);
    Object.assign(bench.agent.definition, { tools: [{ name: REFUND }] });
    const runId = await bench.start();
    await bench.untilStatus(runId, 'failed');
    expect(bench.state(runId).end?.error).toMatchObject({ code: 'model_invalid' });
    expect(bench.state(runId).context.some(({ role }) => role === 'tool')).toBe(false);
  });

  it('where the policy denies it', async () => {
    const bench = await begun(open);
    await runs(bench, 1);
    bench.policy = { evaluate: async () => ({ ...PERMIT, effect: 'deny', rules: [rule('deny')] }) };
    const [runId = ''] = await runs(bench, 1);
    expect(bench.toolStep(runId)).toMatchObject({ status: 'denied', result: null, takenFrom: null });
  });

  it('before a person has said yes, where one is to be asked', async () => {
    const bench = await begun(open);
    await runs(bench, 1);
    bench.policy = { evaluate: async () => ({ ...PERMIT, effect: 'ask', rules: [rule('ask')] }) };
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'approval');
    expect(bench.toolStep(runId)).toMatchObject({ status: 'awaiting_approval', result: null });
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({ resultSource: 'reuse' });
  });

  it('while all is halted', async () => {
    const bench = await begun(open);
    await runs(bench, 1);
    const [first] = bench.model.turns;
    const halting: typeof first = async (...asked) => {
      bench.store.stops.set('global', TEST_ACTOR, 'test');
      await bench.clock.sleep(2_000);
      return ONE[0]?.(...asked) ?? Promise.reject(new Error('no script'));
    };
    bench.model.turns = [halting, finishes('Done.')];
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting');
    expect(bench.toolStep(runId)).toMatchObject({ status: 'proposed', result: null });
    bench.store.stops.lift('global');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.toolStep(runId)).toMatchObject({ resultSource: 'reuse' });
  });
});
