// Which version decides, and what is said where there is none: never another one. The candidate talks and changes nothing.
import { describe, expect, it } from 'vitest';
import type { PolicyTexts } from '../../domain/policy-set';
import type { PolicyInForce, PolicyVersionText } from '../../ports/policy';
import { policyRequestOf } from '../testing/policy-request-of';
import { CedarEngine, EVALUATION_FAILED } from './cedar-engine';
import { CedarPolicy, NO_ACTIVE_POLICY, UNREADABLE_POLICY } from './cedar-policy';

const ALL = '@id("all") permit (principal, action, resource);';
const version = (name: string, more: Partial<PolicyTexts> = {}): PolicyVersionText => ({
  version: name,
  texts: { floor: '', permit: ALL, ask: '', ...more },
});
const ASKING = version('9', { ask: '@id("ask") @role("admin") permit (principal, action, resource);' });

describe('the published policy', () => {
  let inForce: PolicyInForce = { active: version('1'), candidate: null };
  const logged: string[] = [];
  const logger = {
    error: (message: string) => void logged.push(message),
    warn: (message: string) => void logged.push(message),
  };
  const policy = new CedarPolicy({ source: { inForce: async () => inForce }, logger });
  const judge = () => policy.evaluate(policyRequestOf());

  it('decides, and another one from the moment that it is published', async () => {
    inForce = { active: version('1'), candidate: null };
    expect(await judge()).toEqual({
      effect: 'permit',
      rules: [{ id: 'all', effect: 'permit', message: 'The rule all applies.' }],
      policyVersion: '1',
    });
    inForce = { active: ASKING, candidate: null };
    expect(await judge()).toMatchObject({ effect: 'ask', policyVersion: '9', requiredRole: 'admin' });
  });

  it('lets a veto window stand in only where every rule that asks says so', async () => {
    const announced = '@id("a") @veto("allowed") permit (principal, action, resource);';
    inForce = { active: version('31', { ask: announced }), candidate: null };
    expect(await judge()).toMatchObject({ effect: 'ask', veto: true });
    inForce = {
      active: version('32', { ask: `${announced}@id("b") permit (principal, action, resource);` }),
      candidate: version('31', { ask: announced }),
    };
    const verdict = await judge();
    expect(verdict.veto).toBeUndefined();
    expect(verdict.candidate).toMatchObject({ effect: 'ask', veto: true });
  });

  it('permits nothing where there is none', async () => {
    inForce = { active: null, candidate: version('1') };
    expect(await judge()).toEqual({
      effect: 'deny',
      rules: [expect.objectContaining({ id: NO_ACTIVE_POLICY })],
      policyVersion: 'none',
    });
  });

  it('permits nothing where it can not be read, and says at which line', async () => {
    logged.length = 0;
    inForce = { active: version('2', { ask: '\npermit (' }), candidate: version('1') };
    for (const _ of [1, 2]) {
      const { effect, rules, policyVersion } = await judge();
      expect([effect, policyVersion, rules[0]?.id]).toEqual(['deny', '2', UNREADABLE_POLICY]);
      expect(rules[0]?.message).toContain('ask line 2');
    }
    expect(logged).toEqual(['a published policy can not be read']);
  });

  it.each<[string, PolicyVersionText, unknown]>([
    ['would ask', ASKING, { effect: 'ask', requiredRole: 'admin', policyVersion: '9' }],
    ['would deny', version('8', { permit: '' }), { effect: 'deny', policyVersion: '8' }],
    ['can not be read', version('7', { permit: 'permit (' }), { effect: 'deny', policyVersion: '7' }],
    [
      'fails',
      version('6', { ask: '@id("x") permit (principal, action, resource) when { context.x };' }),
      { effect: 'deny', rules: [{ id: EVALUATION_FAILED }] },
    ],
  ])('decides also where the candidate %s', async (_what, candidate, said) => {
    inForce = { active: version('1'), candidate: null };
    const alone = await judge();
    inForce = { active: version('1'), candidate };
    const verdict = await judge();
    const { candidate: other, ...decided } = verdict;
    expect(decided).toEqual(alone);
    expect(other).toMatchObject(said as object); // safe because each case is one
  });

  it('decides also where the candidate breaks the engine', async () => {
    const real = new CedarEngine();
    const engine = new CedarEngine();
    engine.evaluate = (policies, request) => {
      if (policies.version === '5') throw new Error('unreachable');
      return real.evaluate(policies, request);
    };
    const source = { inForce: async () => ({ active: version('1'), candidate: version('5') }) };
    const verdict = await new CedarPolicy({ source, logger, engine }).evaluate(policyRequestOf());
    expect(verdict).toMatchObject({ effect: 'permit', candidate: { effect: 'deny' } });
  });

  it('has nothing to add where the candidate says the same', async () => {
    inForce = { active: version('1'), candidate: version('4', { ask: '// nothing asks' }) };
    expect(await judge()).not.toHaveProperty('candidate');
  });
});
