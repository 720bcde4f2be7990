// What the shipped rules say, held against the same rules as plain functions over a table and over random calls.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PolicyVerdict } from '../../domain/admission';
import { TRIGGER_KINDS } from '../../domain/run';
import { EFFECT_CLASSES } from '../../domain/tool';
import type { PolicyRequest } from '../../ports/policy';
import { policyRequestOf } from '../testing/policy-request-of';
import { oracleOf } from '../testing/shipped-rules-oracle';
import { CedarEngine, UNREPRESENTABLE } from './cedar-engine';
import { checkPolicies } from './check-policies';
import { SHIPPED_POLICIES, SHIPPED_VERSION } from './shipped-policies';

const engine = new CedarEngine();
const shipped = engine.compile(SHIPPED_VERSION, SHIPPED_POLICIES);
const judge = (more: Partial<PolicyRequest>) => engine.evaluate(shipped, policyRequestOf(more));
const idsOf = (verdict: PolicyVerdict) => verdict.rules.map((rule) => rule.id);

describe('the shipped rules', () => {
  it('can be published, with tools and without', () => {
    const inputSchema = { type: 'object', properties: { to: { type: 'string' } } };
    for (const tools of [[], [{ name: 'mail.send', inputSchema }]]) {
      expect(checkPolicies(SHIPPED_POLICIES, { tools, agents: [] }).problems).toEqual([]);
    }
  });

  it.each<[string, Partial<PolicyRequest>, PolicyVerdict['effect'], string[]]>([
    ['a read', { effect: 'read' }, 'permit', ['default.permit-read']],
    ['an idempotent effect', {}, 'permit', ['default.permit-effects']],
    ['an unsafe effect of low risk', { effect: 'unsafe' }, 'permit', ['default.permit-effects']],
    ['an unsafe effect of medium risk', { effect: 'unsafe', risk: 'medium' }, 'ask', ['default.ask-unsafe']],
    [
      'an unsafe effect of high risk',
      { effect: 'unsafe', risk: 'high' },
      'ask',
      ['default.ask-high-risk', 'default.ask-unsafe'],
    ],
    ['high risk, reads too', { effect: 'read', risk: 'high' }, 'ask', ['default.ask-high-risk']],
    [
      'private data on its way out under foreign influence',
      { tainted: true, privateDataSeen: true, externalSink: true },
      'ask',
      ['default.ask-tainted-exfiltration'],
    ],
    ['taint alone', { tainted: true, externalSink: true }, 'permit', ['default.permit-effects']],
    ['private data inside', { tainted: true, privateDataSeen: true }, 'permit', ['default.permit-effects']],
    ['a negative amount', { amount: -900, risk: 'high' }, 'deny', ['default.deny-negative-amount']],
    ['a cent less than nothing', { amount: -0.01 }, 'deny', ['default.deny-negative-amount']],
    ['an amount that is no number', { amount: Number.NaN }, 'deny', [UNREPRESENTABLE]],
    ['no money at all', { amount: 0 }, 'permit', ['default.permit-effects']],
    ['a destructive tool', { toolLabels: { destructive: 'yes' } }, 'deny', ['floor.destructive']],
  ])('judge %s', (_what, more, effect, rules) => {
    const verdict = judge(more);
    expect(verdict).toMatchObject({ effect, policyVersion: SHIPPED_VERSION });
    expect(idsOf(verdict)).toEqual(rules);
    expect(verdict.rules.every((rule) => rule.effect === effect && rule.message !== '')).toBe(true);
  });

  it('say of any call what the plain functions say', () => {
    const flag = fc.boolean();
    const labels = fc.dictionary(fc.constantFrom('destructive', 'team', '__proto__', 'ünïcode'), fc.string());
    const cents = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((amount) => amount / 100);
    const asked = fc.record<Partial<PolicyRequest>>({
      agent: fc.string(),
      agentVersion: fc.nat(),
      agentLabels: labels,
      tool: fc.constantFrom('payments.refund', 'mail.send', 'drop "all"'),
      toolLabels: labels,
      effect: fc.constantFrom(...EFFECT_CLASSES),
      risk: fc.constantFrom('low', 'medium', 'high'),
      externalSink: flag,
      untrustedOutput: flag,
      privateData: flag,
      amount: fc.option(cents),
      confidence: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      tainted: flag,
      privateDataSeen: flag,
      trigger: fc.constantFrom(...TRIGGER_KINDS),
      attended: flag,
      // No shipped rule reads arguments, so whatever stands there changes nothing.
      arguments: fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<PolicyRequest['arguments']>, // safe because it generates JSON
    });
    fc.assert(
      fc.property(asked, (more) => {
        const { effect, rules } = judge(more);
        const ids = rules.map(({ id }) => id);
        expect({ effect, rules: ids }).toEqual(oracleOf(policyRequestOf(more)));
      }),
      { numRuns: 500 },
    );
  });
});
