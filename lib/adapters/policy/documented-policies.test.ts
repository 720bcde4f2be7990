// Every example of docs/policies.md can be published, and is a rule that does what the text above it says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PolicySetName, PolicyTexts } from '../../domain/policy-set';
import type { PolicyRequest } from '../../ports/policy';
import { policyRequestOf } from '../testing/policy-request-of';
import { CedarEngine } from './cedar-engine';
import { checkPolicies } from './check-policies';

const page = readFileSync(join(import.meta.dirname, '../../../docs/policies.md'), 'utf8');
const EXAMPLES = [...page.matchAll(/```cedar (floor|permit|ask)\n(.*?)```/gs)].map(([, set, text = '']) => ({
  set: set as PolicySetName, // safe because of the pattern
  id: /@id\("([^"]+)"\)/.exec(text)?.[1] ?? '',
  text,
}));

const object = (properties: PolicyRequest['inputSchema'], required: string[]) => ({
  type: 'object',
  properties,
  required,
});
const TOOLS = {
  'payments.refund': object({ amount: { type: 'number' } }, []),
  'bank.transfer': object({ iban: { type: 'string' } }, ['iban']),
  'mail.send': object({ to: { type: 'string' } }, ['to']),
};
const KNOWN = {
  agents: ['refunds'],
  tools: Object.entries(TOOLS).map(([name, inputSchema]) => ({ name, inputSchema })),
};
const ALL = '@id("all") @message("All.") permit (principal, action, resource);\n';
const engine = new CedarEngine();

function textsOf({ set, id, text }: { set: PolicySetName; id: string; text: string }): PolicyTexts {
  const texts = { floor: '', permit: id === 'support.small-refunds' ? '' : ALL, ask: '' };
  return { ...texts, [set]: texts[set] + text };
}

/** Of each example a call that it is about, what is said of it, and one that is none. */
const transfer = { tool: 'bank.transfer', inputSchema: TOOLS['bank.transfer'] };
const mail = { tool: 'mail.send', inputSchema: TOOLS['mail.send'] };
const CASES: Record<string, [Partial<PolicyRequest>, string, Partial<PolicyRequest>, string]> = {
  'support.small-refunds': [{ amount: 100 }, 'permit', { amount: 100.01 }, 'deny'],
  'floor.production-data': [
    { toolLabels: { data: 'production' }, effect: 'unsafe' },
    'deny',
    { toolLabels: { data: 'test' }, effect: 'unsafe' },
    'permit',
  ],
  'floor.unknown-account': [
    { ...transfer, amount: 1_000.01, arguments: { iban: 'DE00' } },
    'deny',
    { ...transfer, amount: 5_000, arguments: { iban: 'DE02120300000000202051' } },
    'permit',
  ],
  'mail.tainted-outside': [
    { ...mail, tainted: true, arguments: { to: 'eve@elsewhere.example' } },
    'deny',
    { ...mail, tainted: true, arguments: { to: 'ada@example.com' } },
    'permit',
  ],
  'team.own-tools': [
    { toolLabels: { team: 'money' }, agentLabels: { team: 'mail' } },
    'deny',
    { toolLabels: { team: 'money' }, agentLabels: { team: 'money' } },
    'permit',
  ],
  'refunds.large': [{ amount: 1_000.01 }, 'ask', { amount: 1_000 }, 'permit'],
  'archive.announced': [
    { toolLabels: { announced: 'yes' } },
    'ask',
    { toolLabels: { announced: 'yes' }, tainted: true },
    'permit',
  ],
  'effects.unsure': [{ confidence: 0.79 }, 'ask', { confidence: 0.8 }, 'permit'],
};

describe('the examples of docs/policies.md', () => {
  it('are all of those that are tried here', () => {
    expect(EXAMPLES.map(({ id }) => id).sort()).toEqual(Object.keys(CASES).sort());
  });

  it.each(EXAMPLES)('$id has nothing wrong with it, and does what it says', (example) => {
    const texts = textsOf(example);
    expect(checkPolicies(texts, KNOWN).problems).toEqual([]);
    const compiled = engine.compile('1', texts);
    const [about, said, other, saidOfOther] = CASES[example.id] ?? [{}, '', {}, ''];
    const verdict = engine.evaluate(compiled, policyRequestOf(about));
    expect([verdict.effect, verdict.rules[0]?.id]).toEqual([said, example.id]);
    expect(engine.evaluate(compiled, policyRequestOf(other)).effect).toBe(saidOfOther);
  });
});
