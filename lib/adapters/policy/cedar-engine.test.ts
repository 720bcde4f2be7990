// What Cedar would let pass and the engine must not: rules that fail, numbers that are not exact, arguments that pass for entities, a broken engine.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../domain/json';
import type { PolicyTexts } from '../../domain/policy-set';
import type { PolicyRequest } from '../../ports/policy';
import { policyRequestOf } from '../testing/policy-request-of';
import {
  CedarEngine,
  EVALUATION_FAILED,
  UNMATCHED,
  UNREPRESENTABLE,
  UnreadablePolicyError,
} from './cedar-engine';

const PERMIT = '@id("all") @message("All.") permit (principal, action, resource);';
const texts = (more: Partial<PolicyTexts> = {}): PolicyTexts => ({
  floor: '',
  permit: PERMIT,
  ask: '',
  ...more,
});
const engine = new CedarEngine();
const judge = (more: Partial<PolicyTexts>, asked: Partial<PolicyRequest> = {}) =>
  engine.evaluate(engine.compile('7', texts(more)), policyRequestOf(asked));
const rule = (id: string, text: string) => `@id("${id}") @message("Says ${id}.") ${text}`;
const forbid = (when: string) =>
  `${PERMIT}\n${rule('no', `forbid (principal, action, resource) when { ${when} };`)}`;

describe('the sets', () => {
  it('deny what none permits, though a rule would ask about it', () => {
    const ask = rule('ask', 'permit (principal, action, resource);');
    expect(judge({ permit: '', ask })).toMatchObject({ effect: 'deny', rules: [{ id: UNMATCHED }] });
    expect(judge({ permit: '' })).toMatchObject({ effect: 'deny', rules: [{ id: UNMATCHED }] });
  });

  it('ask in the role of the strictest rule that applies, and leave it to the agent where none names one', () => {
    const plain = rule('plain', 'permit (principal, action, resource);');
    const approver = rule('b', '@role("approver") permit (principal, action, resource);');
    const admin = rule('a', '@role("admin") permit (principal, action, resource);');
    expect(judge({ ask: plain }).requiredRole).toBeUndefined();
    expect(judge({ ask: plain + approver })).toMatchObject({ effect: 'ask', requiredRole: 'approver' });
    expect(judge({ ask: approver + admin })).toMatchObject({
      requiredRole: 'admin',
      rules: [
        { id: 'a', effect: 'ask', message: 'Says a.' },
        { id: 'b', effect: 'ask', message: 'Says b.' },
      ],
    });
  });

  it('deny on the floor whatever permits and asks', () => {
    const floor = rule('floor.x', 'forbid (principal, action, resource);');
    const verdict = judge({ floor, ask: rule('ask', 'permit (principal, action, resource);') });
    expect(verdict).toMatchObject({ effect: 'deny', rules: [{ id: 'floor.x', effect: 'deny' }] });
  });

  it('see the agent, the tool and their labels', () => {
    const when =
      'principal == Agent::"refunds" && action == Action::"payments.refund" && principal.hasTag("team")';
    const permit = rule(
      'team',
      `permit (principal, action, resource) when { ${when} && resource.version == 3 };`,
    );
    const asked = { agentLabels: { team: 'money' }, toolVersion: 3 };
    expect(judge({ permit }, asked).effect).toBe('permit');
    expect(judge({ permit }, { ...asked, agentLabels: {} }).effect).toBe('deny');
    expect(judge({ permit }, { ...asked, agent: 'other' }).effect).toBe('deny');
  });
});

describe('a rule that fails', () => {
  it.each([
    ['a forbid, which Cedar passes over', { permit: forbid('context.nothing == 1') }],
    ['a rule of the floor', { floor: rule('f', 'forbid (principal, action, resource) when { context.x };') }],
    ['a rule that would ask', { ask: rule('f', 'permit (principal, action, resource) when { context.x };') }],
    [
      'a permit beside another that holds',
      {
        permit: `${PERMIT}${rule('f', 'permit (principal, action, resource) when { 1 + context.trigger == 2 };')}`,
      },
    ],
  ])('denies: %s', (_what, more) => {
    expect(judge(more)).toMatchObject({ effect: 'deny', rules: [{ id: EVALUATION_FAILED }] });
  });

  it('is named in the denial', () => {
    const { rules } = judge({ permit: forbid('context.nothing == 1') });
    expect(rules[0]?.message).toBe(
      'The rule no could not be judged, so nothing is permitted: record does not have the attribute `nothing`.',
    );
  });

  it('denies where the type of an argument is another one than the rule takes it for', () => {
    const permit = forbid('context.arguments.amount > 10');
    expect(judge({ permit }, { arguments: { amount: 'much' } }).rules[0]?.id).toBe(EVALUATION_FAILED);
  });
});

describe('arguments', () => {
  const reading = forbid('context.arguments has never');
  const schema = (properties: JsonObject) => ({ type: 'object', properties });
  const given = (args: JsonObject, inputSchema: JsonObject = { type: 'object' }) =>
    judge({ permit: reading }, { arguments: args, inputSchema });

  it.each<[string, JsonObject]>([
    ['a whole number beyond 2^53', { n: 2 ** 53 }],
    ['one below', { n: -(2 ** 53) }],
    ['more decimals than Cedar holds', { n: 0.12345 }],
    ['a number in another notation', { n: 1e-7 }],
    ['one of them deep inside', { list: [{ n: 1e300 }] }],
    ['a null in a list', { list: [null] }],
    ['half a character', { text: 'a\ud800' }],
    ['half a character in a key', { 'a\udfff': 1 }],
    ['what passes for an entity', { to: { __entity: { type: 'Agent', id: 'admin' } } }],
    ['what passes for an extension', { to: { __extn: { fn: 'decimal', arg: '1.0' } } }],
    ['what passes for an expression', { to: { __expr: 'Agent::"a"' } }],
  ])('that can not be held exactly deny: %s', (_what, args) => {
    expect(given(args)).toMatchObject({ effect: 'deny', rules: [{ id: UNREPRESENTABLE }] });
    // No rule reads them: none judges another value than the one that is sent.
    expect(judge({}, { arguments: args }).effect).toBe('permit');
  });

  it('say where it is', () => {
    expect(given({ order: { lines: [{ n: 0.12345 }] } }).rules[0]?.message).toContain(
      'arguments.order.lines[0].n is 0.12345',
    );
  });

  it('are what the tool’s schema says: a number is a decimal also when it is whole, an integer is a Long', () => {
    const inputSchema = schema({ price: { type: 'number' }, count: { type: 'integer' } });
    const permit = forbid(
      'context.arguments.price.greaterThan(decimal("5.5")) || context.arguments.count > 3',
    );
    const effect = (price: number, count: number) =>
      judge({ permit }, { inputSchema, arguments: { price, count } }).effect;
    expect(effect(5, 3)).toBe('permit');
    expect(effect(5.5, 3)).toBe('permit');
    expect(effect(5.5001, 3)).toBe('deny');
    expect(effect(6, 3)).toBe('deny');
    expect(effect(5, 4)).toBe('deny');
  });

  it('deny where they are not what the schema says', () => {
    expect(given({ to: 5 }, schema({ to: { type: 'string' } }))).toMatchObject({
      rules: [{ id: UNREPRESENTABLE }],
    });
  });

  it('have no attribute for what is null', () => {
    expect(given({ never: null }).effect).toBe('permit');
    expect(given({ never: 1 }).rules).toMatchObject([{ id: 'no' }]);
  });

  it('may have keys that mean something elsewhere', () => {
    expect(given(JSON.parse('{"__proto__": {"never": 1}, "constructor": 1}')).effect).toBe('permit');
  });

  it('are given also to a rule that takes the context as a whole', () => {
    const permit = forbid('{ it: context }.it.arguments has never');
    expect(judge({ permit }, { arguments: { never: 1 } }).rules).toMatchObject([{ id: 'no' }]);
  });
});

describe('an amount', () => {
  const above = forbid('context has amount && context.amount > 50000');

  it('is in hundredths', () => {
    expect(judge({ permit: above }, { amount: 500 }).effect).toBe('permit');
    expect(judge({ permit: above }, { amount: 500.01 }).rules).toMatchObject([{ id: 'no' }]);
    expect(judge({ permit: forbid('context.amount == 29') }, { amount: 0.29 }).rules).toMatchObject([
      { id: 'no' },
    ]);
  });

  it.each([0.001, 1e15, Number.POSITIVE_INFINITY, 1e21, 2 ** 53])('of %d denies', (amount) => {
    expect(judge({ permit: above }, { amount })).toMatchObject({
      effect: 'deny',
      rules: [{ id: UNREPRESENTABLE }],
    });
  });
});

describe('the confidence', () => {
  it('counts in whole percent, rounded down', () => {
    const sure = (confidence: number) =>
      judge({ permit: forbid('context.confidencePercent < 29') }, { confidence });
    expect(sure(0.29).effect).toBe('permit');
    expect(sure(0.2899).effect).toBe('deny');
  });
});

describe('the engine', () => {
  it('refuses a text that can not be read', () => {
    expect(() => engine.compile('8', texts({ permit: 'permit (principal' }))).toThrow(UnreadablePolicyError);
  });

  it('throws what Cedar throws, and asks again afterwards', () => {
    let broken = true;
    const failing = new CedarEngine({
      preparsePolicySet: cedar.preparsePolicySet,
      statefulIsAuthorized: (call) => {
        if (broken) throw new Error('unreachable');
        return cedar.statefulIsAuthorized(call);
      },
    });
    const policies = failing.compile('1', texts());
    expect(() => failing.evaluate(policies, policyRequestOf())).toThrow('unreachable');
    broken = false;
    expect(failing.evaluate(policies, policyRequestOf()).effect).toBe('permit');
  });

  it('throws where Cedar knows the rules no more, rather than to ask others', () => {
    const forgetful = new CedarEngine({
      preparsePolicySet: () => ({ type: 'success' }),
      statefulIsAuthorized: cedar.statefulIsAuthorized,
    });
    expect(() => forgetful.evaluate(forgetful.compile('1', texts()), policyRequestOf())).toThrow('not found');
  });

  it('keeps versions apart, however many are asked in turn', () => {
    const versions = Array.from({ length: 20 }, (_, index) => {
      const name = `agent == Agent::"a${index}"`.replace('agent', 'principal');
      return engine.compile(
        `v${index}`,
        texts({ permit: rule(`r${index}`, `permit (principal, action, resource) when { ${name} };`) }),
      );
    });
    for (const round of [1, 2]) {
      for (const [index, policies] of versions.entries()) {
        const agent = `a${round === 1 ? index : 19 - index}`;
        const expected = round === 1 || index === 19 - index ? `r${index}` : UNMATCHED;
        const verdict = engine.evaluate(policies, policyRequestOf({ agent }));
        expect([verdict.policyVersion, verdict.rules[0]?.id]).toEqual([`v${index}`, expected]);
      }
    }
  });

  it('judges with a thousand rules', () => {
    const many = Array.from({ length: 1_000 }, (_, index) =>
      rule(`r${index}`, `forbid (principal == Agent::"x${index}", action, resource);`),
    );
    const permit = `${PERMIT}\n${many.join('\n')}`;
    expect(judge({ permit }).effect).toBe('permit');
    expect(judge({ permit }, { agent: 'x999' }).rules).toMatchObject([{ id: 'r999' }]);
  });
});
