// What is found in a policy before it is published, and at which line.
import { describe, expect, it } from 'vitest';
import { MAX_POLICY_CHARS, type PolicyTexts } from '../../domain/policy-set';
import { checkPolicies } from './check-policies';

const KNOWN = {
  agents: ['refunds'],
  tools: [
    {
      name: 'payments.refund',
      inputSchema: {
        type: 'object',
        properties: {
          amount: { type: 'integer' },
          note: { type: ['string', 'null'] },
          to: { type: 'string' },
        },
        required: ['amount', 'note'],
      },
    },
  ],
};
const check = (texts: Partial<PolicyTexts>) =>
  checkPolicies({ floor: '', permit: '', ask: '', ...texts }, KNOWN);
const problems = (texts: Partial<PolicyTexts>) =>
  check(texts).problems.map(({ set, rule, line, severity, message }) => [set, rule, line, severity, message]);
const rule = (id: string, scope = 'principal, action, resource', when = '') =>
  `@id("${id}")\n@message("Says ${id}.")\npermit (${scope})${when};\n`;
const REFUND = 'principal, action == Action::"payments.refund", resource';

describe('checkPolicies', () => {
  it('reads each rule with its words, its role and its line', () => {
    const permit = `// first\n\n${rule('b.one')}\n${rule('a.two')}`;
    const ask =
      '@id("ask.money") @message("Ünïcode; \\"quoted\\"") @role("approver")\npermit (principal, action, resource);';
    const { rules } = check({ permit, ask });
    expect(rules).toMatchObject([
      { set: 'permit', id: 'b.one', effect: 'permit', message: 'Says b.one.', role: null, line: 3 },
      { set: 'permit', id: 'a.two', effect: 'permit', line: 7 },
      { set: 'ask', id: 'ask.money', effect: 'ask', message: 'Ünïcode; "quoted"', role: 'approver', line: 1 },
    ]);
    expect(rules.map(({ veto }) => veto)).toEqual([false, false, false]);
    const announced = check({ ask: `@veto("allowed") ${rule('a')}` });
    expect([announced.rules[0]?.veto, announced.problems]).toEqual([true, []]);
  });

  it('keeps the order of the text with more than ten rules', () => {
    const permit = Array.from({ length: 12 }, (_, index) => rule(`r${index}`)).join('');
    expect(check({ permit }).rules.map(({ id }) => id)).toEqual(
      Array.from({ length: 12 }, (_, index) => `r${index}`),
    );
  });

  it('finds what can not be read, at its line', () => {
    expect(problems({ permit: `// ünïcode\n${rule('a')}forbid (principal, action, resourc);` })).toEqual([
      ['permit', null, 5, 'error', expect.stringContaining('invalid variable in the policy scope: resourc')],
    ]);
  });

  it.each<[string, Partial<PolicyTexts>, unknown[]]>([
    [
      'a missing name',
      { permit: 'permit (principal, action, resource);' },
      ['permit', null, 1, 'error', expect.stringContaining('needs a name')],
    ],
    ['a name that is none', { permit: rule('A b') }, ['permit', 'A b', 1, 'error', expect.anything()]],
    [
      'a name of the engine’s own',
      { permit: rule('policy.unmatched') },
      ['permit', 'policy.unmatched', 1, 'error', expect.anything()],
    ],
    [
      'a name that is taken, in another set too',
      { permit: rule('a'), ask: `\n${rule('a')}` },
      ['ask', 'a', 2, 'error', 'a is the name of a rule in permit, line 1, too.'],
    ],
    [
      'a permit in the floor',
      { floor: rule('a') },
      ['floor', 'a', 1, 'error', expect.stringContaining('only forbids')],
    ],
    [
      'a forbid in the ask set',
      { ask: '@id("a") @message("A.") forbid (principal, action, resource);' },
      ['ask', 'a', 1, 'error', expect.stringContaining('is a permit')],
    ],
    [
      'a role that is none',
      { ask: `@role("boss") ${rule('a')}` },
      ['ask', 'a', 1, 'error', expect.stringContaining('is no role')],
    ],
    [
      'a role that may not decide',
      { ask: `@role("viewer") ${rule('a')}` },
      ['ask', 'a', 1, 'error', expect.stringContaining('may decide')],
    ],
    [
      'a role where nobody is asked',
      { permit: `@role("admin") ${rule('a')}` },
      ['permit', 'a', 1, 'error', expect.anything()],
    ],
    [
      'a veto that says nothing',
      { ask: `@veto("30 min") ${rule('a')}` },
      ['ask', 'a', 1, 'error', expect.stringContaining('it is @veto("allowed") or not there')],
    ],
    [
      'a veto where nobody is asked',
      { permit: `@veto("allowed") ${rule('a')}` },
      ['permit', 'a', 1, 'error', expect.stringContaining('ask set')],
    ],
    [
      'a template',
      { permit: '@id("t") permit (principal == ?principal, action, resource);' },
      ['permit', null, 1, 'error', expect.stringContaining('template')],
    ],
    [
      'no words',
      { permit: '@id("a") permit (principal, action, resource);' },
      ['permit', 'a', 1, 'warning', expect.stringContaining('@message')],
    ],
    [
      'a text that is too long',
      { permit: `//${'x'.repeat(MAX_POLICY_CHARS)}` },
      ['permit', null, null, 'error', expect.stringContaining('at most')],
    ],
  ])('finds %s', (_what, texts, problem) => {
    expect(problems(texts)).toEqual([problem]);
  });

  it('finds what Cedar lists as errors inside a success', () => {
    expect(problems({ permit: rule('a', undefined, '\nwhen {\n  context.amount < 0 }') })).toEqual([
      ['permit', 'a', 5, 'error', expect.stringContaining('optional attribute `amount`')],
    ]);
    const typed = rule('a', REFUND, ' when { context.arguments.amount == "5" }');
    expect(problems({ permit: typed })).toEqual([
      ['permit', 'a', 3, 'error', expect.stringContaining('not compatible')],
    ]);
    const nullable = rule('a', REFUND, ' when { context.arguments.note == "5" }');
    expect(problems({ permit: nullable })).toEqual([
      ['permit', 'a', 3, 'error', expect.stringContaining('optional')],
    ]);
    expect(problems({ permit: rule('a', REFUND, ' when { context.arguments.amount < 5 }') })).toEqual([]);
  });

  it('finds a tool that there is not, and says which was meant', () => {
    expect(
      problems({ permit: rule('a', 'principal, action == Action::"payments.refun", resource') }),
    ).toContainEqual([
      'permit',
      'a',
      3,
      'error',
      expect.stringContaining('did you mean `Action::"payments.refund"`'),
    ]);
  });

  it('warns of rules that can never apply, and of agents and tools that there are not', () => {
    const impossible = rule('a', undefined, ' when { context.arguments has nothing }');
    expect(problems({ permit: impossible })).toEqual([
      ['permit', 'a', 1, 'warning', expect.stringContaining('impossible')],
    ]);
    const strange = rule('a', 'principal == Agent::"refund", action, resource == Tool::"payments.refund"');
    expect(problems({ permit: strange })).toEqual([
      ['permit', 'a', 1, 'warning', 'There is no agent named refund.'],
    ]);
  });
});
