import { describe, expect, it } from 'vitest';
import type { PolicyVerdict } from '@/lib/domain/admission';
import { escalationRules, toolGrant } from '@/lib/domain/agent';
import { toolDefinition } from '@/lib/domain/tool';
import { type AdmissionFacts, admit } from './admit';

const ASKS: PolicyVerdict = {
  effect: 'ask',
  policyVersion: '1',
  rules: [{ id: 'tickets.announce', effect: 'ask', message: 'Closing is announced.' }],
  veto: true,
};
const { veto: _, ...ASKS_A_PERSON } = ASKS;

type Given = { tool?: object; escalation?: object; amount?: number } & Partial<
  Omit<AdmissionFacts, 'tool' | 'escalation'>
>;

function admitted({ tool = {}, escalation = {}, amount = 100, ...over }: Given = {}) {
  return admit({
    grants: [toolGrant.parse({ name: 'tickets.close' })],
    escalation: escalationRules.parse({ vetoMs: 300_000, ...escalation }),
    tool: {
      name: 'tickets.close',
      version: 1,
      definition: toolDefinition.parse({
        kind: 'http',
        description: 'Closes a ticket.',
        inputSchema: { type: 'object' },
        effect: 'idempotent',
        http: { method: 'POST', url: 'https://tickets.example/close' },
        compensateWith: { tool: 'tickets.reopen' },
        amountPath: 'amount',
        ...tool,
      }),
    },
    arguments: { amount },
    matchedPatterns: new Set(),
    policy: ASKS,
    confidence: 0.9,
    tainted: false,
    privateDataSeen: false,
    ...over,
  });
}

describe('a veto window', () => {
  it('stands in for a decision where the policy alone asks and allows it, and the call can be undone', () => {
    expect(admitted()).toMatchObject({
      verdict: 'await_approval',
      veto: true,
      reasons: [{ rule: 'tickets.announce' }],
    });
    expect(
      admitted({ tool: { effect: 'reconcilable', lookup: { method: 'GET', url: 'https://x/{key}' } } }).veto,
    ).toBe(true);
  });

  const never: readonly (readonly [string, Given])[] = [
    ['the agent has none', { escalation: { vetoMs: undefined } }],
    ['a rule of the policy wants a person', { policy: ASKS_A_PERSON }],
    ['the tool is unsafe', { tool: { effect: 'unsafe' } }],
    ['the tool is a read', { tool: { effect: 'read' } }],
    ['nothing undoes the call', { tool: { compensateWith: undefined } }],
    ['the tool is high risk', { tool: { risk: 'high' } }],
    ['what is sent leaves the organisation', { tool: { externalSink: true } }],
    ['text of outsiders is in the context', { tainted: true }],
    ['the amount is above the agent’s bound', { amount: 501 }],
    ['the model is not sure', { confidence: 0.2 }],
    ['the model does not say how sure it is', { confidence: null }],
    ['the agent always asks for the tool', { escalation: { alwaysAsk: ['tickets.close'] } }],
    [
      'a sum over a time is above its bound',
      {
        windows: [
          {
            path: 'amount',
            group: null,
            unit: null,
            amount: 100,
            others: 950,
            above: 1_000,
            perMs: 60_000,
            key: 'k',
            seen: 1,
          },
        ],
      },
    ],
    ['the call undoes another one', { isUndo: true }],
    ['nobody stands behind the run', { unattended: { queue: null } }],
  ];
  it.each(never)('is never given where %s', (_why, given) => {
    const admission = admitted(given);
    expect(admission.verdict).not.toBe('admit');
    expect(admission.veto).toBeUndefined();
  });

  it('is nothing for a call that nobody has to be asked for', () => {
    const permits: PolicyVerdict = { effect: 'permit', policyVersion: '1', rules: [] };
    const admission = admitted({ policy: permits });
    expect(admission.verdict).toBe('admit');
    expect(admission.veto).toBeUndefined();
  });

  it('is not mistaken by a rule of the policy that has the name of a rule of ours', () => {
    const policy: PolicyVerdict = {
      ...ASKS,
      rules: [{ id: 'escalation.amountAbove', effect: 'ask', message: 'Announced.' }],
    };
    expect(admitted({ policy, amount: 501 }).veto).toBeUndefined();
  });
});

describe('the window of an agent', () => {
  const problems = (escalation: object) =>
    escalationRules.safeParse(escalation).error?.issues.map(({ path, message }) => `${path}: ${message}`);

  it('is a minute at least and a week at most, and stands in for one person alone', () => {
    expect(problems({ vetoMs: 60_000 })).toBeUndefined();
    expect(problems({ vetoMs: 59_999 })?.[0]).toContain('vetoMs: ');
    expect(problems({ vetoMs: 7 * 86_400_000 + 1 })?.[0]).toContain('vetoMs: ');
    expect(problems({ vetoMs: 60_000, quorum: 2 })).toEqual([
      'vetoMs: can not stand in for several people: quorum must be 1',
    ]);
  });
});
