import { describe, expect, it } from 'vitest';
import type { PolicyVerdict } from '../../domain/admission';
import { EFFECT_CLASSES } from '../../domain/tool';
import type { Policy, PolicyRequest } from '../../ports/policy';
import { defaultPolicy, judge } from './default-policy';
import { EVALUATION_FAILED, failClosed } from './fail-closed';

const request = (more: Partial<PolicyRequest> = {}): PolicyRequest => ({
  agent: 'refunds',
  tool: 'payments.refund',
  toolVersion: 1,
  effect: 'idempotent',
  risk: 'low',
  externalSink: false,
  arguments: {},
  amount: null,
  tainted: false,
  privateDataSeen: false,
  trigger: 'form',
  ...more,
});

describe('defaultPolicy', () => {
  it.each<[string, Partial<PolicyRequest>, PolicyVerdict['effect'], string[]]>([
    ['a read', { effect: 'read' }, 'permit', ['default.permit-read']],
    ['an idempotent effect', {}, 'permit', ['default.permit-effects']],
    [
      'a reconcilable effect',
      { effect: 'reconcilable', risk: 'medium' },
      'permit',
      ['default.permit-effects'],
    ],
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
    ['an amount that is no number', { amount: Number.NaN }, 'deny', ['default.deny-negative-amount']],
    ['no money at all', { amount: 0 }, 'permit', ['default.permit-effects']],
  ])('judges %s', async (_what, more, effect, rules) => {
    const verdict = await defaultPolicy.evaluate(request(more));
    expect(verdict).toMatchObject({ effect, policyVersion: 'default-1' });
    expect(verdict.rules.map((rule) => rule.id)).toEqual(rules);
    expect(verdict.rules.every((rule) => rule.effect === effect && rule.message !== '')).toBe(true);
  });

  it('has a permit for every effect class', () => {
    for (const effect of EFFECT_CLASSES) expect(judge(request({ effect })).effect).toBe('permit');
  });

  it('denies what no rule permits', () => {
    expect(judge(request(), [])).toMatchObject({ effect: 'deny', rules: [{ id: 'default.deny-unmatched' }] });
  });
});

describe('failClosed', () => {
  const logged: unknown[] = [];
  const logger = { error: (message: string, fields: unknown) => void logged.push([message, fields]) };
  const guarded = (evaluate: () => unknown) =>
    // safe because these verdicts are what a broken policy could give
    failClosed({ evaluate } as unknown as Policy, logger, 'broken-1').evaluate(request());

  it('lets a verdict through as it is', async () => {
    expect(await failClosed(defaultPolicy, logger, 'x').evaluate(request())).toEqual(judge(request()));
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
    ['rejects', () => Promise.reject(new Error('boom'))],
    ['says nothing', () => Promise.resolve(undefined)],
    ['says something else', () => Promise.resolve({ effect: 'maybe', rules: [], policyVersion: '1' })],
    ['adds to its verdict', () => Promise.resolve({ ...judge(request()), allow: true })],
  ])('denies when the policy %s, and logs it', async (_what, evaluate) => {
    logged.length = 0;
    const verdict = await guarded(evaluate);
    expect(verdict).toMatchObject({
      effect: 'deny',
      policyVersion: 'broken-1',
      rules: [{ id: EVALUATION_FAILED }],
    });
    expect(logged).toHaveLength(1);
  });
});
