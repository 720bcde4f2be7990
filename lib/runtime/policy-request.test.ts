// What the policy is told of a call stands in its admission; what a candidate would have said stands beside it and stops nothing.
import { describe, expect, it } from 'vitest';
import type { PolicyRequest } from '@/lib/ports/policy';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { refund, watchBenches } from './testing/watched-bench';

const open = watchBenches();

async function ranOnce(policy: RuntimeBench['policy']) {
  const tool = toolVersion(
    REFUND,
    { amountPath: 'amount', externalSink: true, labels: { team: 'money' } },
    4,
  );
  const agent = { labels: { owner: 'ada' }, escalation: { whenConfidenceMissing: 'allow' } };
  const turns = [answers(refund('A-1', 10.5)), finishes('Done.')];
  const bench = open({ turns, tools: [tool], agent });
  bench.policy = policy;
  await new KillableProcess(bench).start();
  const runId = await bench.start();
  await bench.untilStatus(runId, 'succeeded');
  return bench.toolStep(runId).admission;
}

describe('what the policy is told', () => {
  it('is the agent, the tool and what the run has seen; recorded without the arguments', async () => {
    const asked: PolicyRequest[] = [];
    const admission = await ranOnce({
      evaluate: async (request) => {
        asked.push(request);
        return { effect: 'permit', rules: [], policyVersion: '1' };
      },
    });
    const facts = {
      agent: 'refunds',
      agentVersion: 1,
      agentLabels: { owner: 'ada' },
      tool: REFUND,
      toolVersion: 4,
      toolLabels: { team: 'money' },
      effect: 'idempotent',
      risk: 'low',
      externalSink: true,
      untrustedOutput: false,
      privateData: false,
      amount: 10.5,
      tainted: false,
      privateDataSeen: false,
      attended: true,
    };
    expect(asked[0]).toMatchObject({ ...facts, arguments: { order_id: 'A-1', amount: 10.5 } });
    expect(admission?.policyFacts).toMatchObject(facts);
    expect(admission?.policyFacts).not.toHaveProperty('arguments');
    expect(admission?.policyFacts).not.toHaveProperty('inputSchema');
  });

  it('and what the candidate would have said, which stops nothing', async () => {
    const rule = { id: 'no', effect: 'deny', message: 'No.' } as const;
    const candidate = { effect: 'deny', rules: [rule], policyVersion: '2' } as const;
    const admission = await ranOnce({
      evaluate: async () => ({
        effect: 'permit',
        rules: [],
        policyVersion: '1',
        candidate: { ...candidate, rules: [...candidate.rules] },
      }),
    });
    expect(admission).toMatchObject({ verdict: 'admit', policy: { effect: 'permit', candidate } });
  });
});
