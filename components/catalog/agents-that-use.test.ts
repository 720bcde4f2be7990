// Who may call what, as the agents' definitions say it.
import { describe, expect, it } from 'vitest';
import type { AgentShape } from '@/lib/contract/configuration';
import { agentDefinition } from '@/lib/domain/agent';
import { agentsWithModel, agentsWithTool, constraintWords } from './agents-that-use';

const agent = (name: string, model: string, tools: unknown[], alwaysAsk: string[] = []): AgentShape => ({
  name,
  version: 3,
  active: true,
  createdAt: '2026-11-19T14:00:00.000Z',
  createdBy: { kind: 'system', id: 'runtime', label: 'Bulkhead' },
  archivedAt: null,
  definition: agentDefinition.parse({
    description: 'An agent',
    prompt: 'Work.',
    model,
    tools,
    inputSchema: { type: 'object' },
    escalation: { alwaysAsk },
  }),
});
const agents = [
  agent(
    'refunds',
    'small',
    [{ name: 'payments.refund', constraints: { amount: { max: 500 } } }],
    ['payments.refund'],
  ),
  agent('triage', 'large', [{ name: 'tickets.find' }]),
];

describe('agentsWithTool', () => {
  it('finds those that are granted it, with what binds them', () => {
    expect(agentsWithTool(agents, 'payments.refund')).toEqual([
      { agent: 'refunds', version: 3, constraints: { amount: { max: 500 } }, alwaysAsks: true },
    ]);
    expect(agentsWithTool(agents, 'tickets.find')).toMatchObject([{ constraints: {}, alwaysAsks: false }]);
    expect(agentsWithTool(agents, 'payments')).toEqual([]);
  });
});

describe('agentsWithModel', () => {
  it('finds those that think with it', () => {
    expect(agentsWithModel(agents, 'large').map((one) => one.name)).toEqual(['triage']);
  });
});

describe('constraintWords', () => {
  it('says every bound', () => {
    expect(constraintWords({ min: 1, max: 500 })).toBe('at least 1, at most 500');
    expect(constraintWords({ equals: null })).toBe('exactly null');
    expect(constraintWords({ oneOf: ['EUR', 'USD'] })).toBe('one of "EUR", "USD"');
    expect(constraintWords({ pattern: '^ORD-' })).toBe('like ^ORD-');
    expect(constraintWords({})).toBe('anything');
  });
});
