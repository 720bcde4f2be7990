import { describe, expect, it } from 'vitest';
import type { PolicyVerdict } from '@/lib/domain/admission';
import { escalationRules, toolGrant } from '@/lib/domain/agent';
import { toolDefinition } from '@/lib/domain/tool';
import { type AdmissionFacts, admit, requiredRole } from './admit';

const PERMIT: PolicyVerdict = { effect: 'permit', rules: [], policyVersion: '1' };
const policy = (effect: 'deny' | 'ask', id = 'rule-1'): PolicyVerdict => ({
  effect,
  policyVersion: '1',
  rules: [
    { id: 'other', effect: 'permit', message: 'Fine.' },
    { id, effect, message: 'Refunds stop at night.' },
  ],
});

type Given = {
  tool?: object;
  escalation?: object;
  constraints?: object;
  args?: object;
} & Partial<Omit<AdmissionFacts, 'tool' | 'escalation' | 'arguments'>>;

function verdictOn({ tool = {}, escalation = {}, constraints, args = { amount: 100 }, ...over }: Given) {
  return admit({
    grants: [toolGrant.parse({ name: 'payments.refund', ...(constraints ? { constraints } : {}) })],
    escalation: escalationRules.parse(escalation),
    tool: {
      name: 'payments.refund',
      version: 3,
      definition: toolDefinition.parse({
        kind: 'http',
        description: 'Pays money back.',
        inputSchema: { type: 'object' },
        effect: 'idempotent',
        http: { method: 'POST', url: 'https://pay.example/refunds' },
        amountPath: 'amount',
        amountUnit: 'EUR',
        ...tool,
      }),
    },
    arguments: JSON.parse(JSON.stringify(args)),
    matchedPatterns: new Set(),
    policy: PERMIT,
    confidence: 0.9,
    tainted: false,
    privateDataSeen: false,
    ...over,
  });
}

describe('admit', () => {
  it('admits what nothing speaks against', () => {
    expect(verdictOn({})).toEqual({
      verdict: 'admit',
      reasons: [],
      policy: PERMIT,
      confidence: 0.9,
      amount: 100,
      amountUnit: 'EUR',
      tainted: false,
    });
  });

  it.each<[string, Given, string, string]>([
    [
      'the amount',
      { args: { amount: 900 } },
      'escalation.amountAbove',
      '900 EUR is above the 500 EUR this agent may spend in one call.',
    ],
    [
      'an amount in text',
      { args: { amount: '9' } },
      'tool.amountPath',
      'The amount of this call, expected at amount, is no number.',
    ],
    [
      'no amount',
      { args: {} },
      'tool.amountPath',
      'The amount of this call, expected at amount, is no number.',
    ],
    [
      'an amount below zero',
      { args: { amount: -900 } },
      'tool.amountPath',
      'An amount of -900 EUR is below zero.',
    ],
    [
      'low confidence',
      { confidence: 0.55 },
      'escalation.confidenceBelow',
      'The stated confidence of 0.55 is below the 0.7 this agent needs to act alone.',
    ],
    [
      'no confidence',
      { confidence: null },
      'escalation.whenConfidenceMissing',
      'The model did not say how sure it is.',
    ],
    [
      'the list',
      { escalation: { alwaysAsk: ['payments.refund'] } },
      'escalation.alwaysAsk',
      'This agent asks before every call of payments.refund.',
    ],
    ['high risk', { tool: { risk: 'high' } }, 'tool.risk', 'payments.refund is declared as high risk.'],
    [
      'an unsafe effect',
      { tool: { effect: 'unsafe' } },
      'tool.effect',
      'payments.refund can neither be repeated safely nor checked afterwards.',
    ],
    ['the policy', { policy: policy('ask') }, 'rule-1', 'Refunds stop at night.'],
    [
      'taint, private data and a way out',
      { tool: { externalSink: true }, tainted: true, privateDataSeen: true },
      'tool.externalSink',
      'payments.refund sends data out, private data was read, and text from outsiders is in the context.',
    ],
  ])('asks a person because of %s', (_name, given, rule, message) => {
    expect(verdictOn(given)).toMatchObject({
      verdict: 'await_approval',
      reasons: [{ rule, verdict: 'await_approval', message }],
    });
  });

  it.each<[string, Given]>([
    ['an amount at the bound', { args: { amount: 500 } }],
    ['confidence at the bound', { confidence: 0.7 }],
    [
      'missing confidence where that is allowed',
      { confidence: null, escalation: { whenConfidenceMissing: 'allow' } },
    ],
    ['a read without confidence', { confidence: null, tool: { effect: 'read' } }],
    ['an unsure read', { confidence: 0.1, tool: { effect: 'read' } }],
    ['a read with a large figure', { args: { amount: 9_000 }, tool: { effect: 'read' } }],
    ['taint without private data', { tainted: true, tool: { externalSink: true } }],
    ['taint and private data without a way out', { tainted: true, privateDataSeen: true }],
    [
      'constraints that hold',
      {
        args: { amount: 5, to: 'A-1' },
        constraints: { amount: { min: 1, max: 10 }, to: { pattern: 'A-\\d' } },
        matchedPatterns: new Set(['to']),
      },
    ],
  ])('admits %s', (_name, given) => {
    expect(verdictOn(given).verdict).toBe('admit');
  });

  it.each<[string, Given, string]>([
    ['no grant', { grants: [] }, 'tools'],
    [
      'equals',
      { constraints: { to: { equals: 'x' } }, args: { amount: 1, to: 'y' } },
      'tools.payments.refund.constraints.to',
    ],
    [
      'oneOf',
      { constraints: { to: { oneOf: ['x', 'z'] } }, args: { amount: 1, to: 'y' } },
      'tools.payments.refund.constraints.to',
    ],
    ['max', { constraints: { amount: { max: 50 } } }, 'tools.payments.refund.constraints.amount'],
    ['min', { constraints: { amount: { min: 500 } } }, 'tools.payments.refund.constraints.amount'],
    [
      'a pattern that was not found to match',
      {
        constraints: { to: { pattern: 'A-\\d' } },
        args: { amount: 1, to: 'A-1' },
        matchedPatterns: new Set(['amount']),
      },
      'tools.payments.refund.constraints.to',
    ],
    [
      'a missing value',
      { constraints: { to: { pattern: '.*' } }, matchedPatterns: new Set(['to']) },
      'tools.payments.refund.constraints.to',
    ],
    ['the policy', { policy: policy('deny', 'night') }, 'night'],
  ])('denies because of %s', (_name, given, rule) => {
    expect(verdictOn(given)).toMatchObject({ verdict: 'deny', reasons: [{ rule, verdict: 'deny' }] });
  });

  it('lets deny win and keeps every reason', () => {
    const all = verdictOn({ policy: policy('deny'), args: { amount: 900 }, confidence: 0.1 });
    expect(all.verdict).toBe('deny');
    expect(all.reasons.map((reason) => reason.rule)).toEqual([
      'rule-1',
      'escalation.confidenceBelow',
      'escalation.amountAbove',
    ]);
  });

  it('denies what would need a person where nobody stands behind the run', () => {
    const unattended = { queue: null };
    const denied = verdictOn({ policy: policy('ask'), unattended });
    expect(denied.verdict).toBe('deny');
    expect(denied.reasons.map((reason) => reason.rule)).toEqual(['rule-1', 'trigger.unattended']);
    expect(verdictOn({ policy: policy('ask'), unattended: { queue: 'night' } }).verdict).toBe(
      'await_approval',
    );
    expect(verdictOn({ unattended }).verdict).toBe('admit');
  });

  it('lets the policy name the role', () => {
    const escalation = escalationRules.parse({ role: 'operator' });
    expect(requiredRole(PERMIT, escalation)).toBe('operator');
    expect(requiredRole({ ...PERMIT, requiredRole: 'admin' }, escalation)).toBe('admin');
  });
});
