// What is said of an agent: what it may do alone, what changed, what its figures mean; and which agents a search finds.
import { describe, expect, it } from 'vitest';
import type { AgentListItem } from '@/lib/contract/agent';
import { grantedTools } from './autonomy-sentences';
import { changeWords } from './change-words';
import { comparedVersions } from './compared-versions';
import { definitionText } from './definition-text';
import { approvalWords, waitingWords } from './health-words';
import { matchingAgents } from './matching-agents';
import { putCommand } from './put-command';
import { sampleDefinition, sampleTool } from './sample-agent';
import { successWords } from './success-words';

describe('grantedTools', () => {
  const definition = sampleDefinition({
    tools: ['read', 'pay', 'plain', 'risky', 'unsafe', 'asked', 'gone'].map((name) => ({
      name,
      ...(name === 'pay'
        ? { constraints: { 'to.iban': { pattern: '^DE' }, amount: { min: 1, max: 9 }, reference: {} } }
        : {}),
    })),
    escalation: { confidenceBelow: 0.8, amountAbove: 200, alwaysAsk: ['asked'] },
  });
  const known = new Map([
    ['read', sampleTool({ effect: 'read' })],
    ['pay', sampleTool({ amountPath: 'amount', amountUnit: 'EUR' })],
    ['plain', sampleTool()],
    ['risky', sampleTool({ risk: 'high', effect: 'read' })],
    ['unsafe', sampleTool({ effect: 'unsafe' })],
    ['asked', sampleTool({ effect: 'read' })],
  ]);
  const found = new Map(grantedTools(definition, known).map((one) => [one.name, one]));

  it.each([
    ['read', 'alone', 'Reads, without asking.'],
    [
      'pay',
      'within',
      'Acts alone while it is at least 0.80 sure and the amount is at most €200.00; else it asks a person.',
    ],
    ['plain', 'within', 'Acts alone while it is at least 0.80 sure; else it asks a person.'],
    ['risky', 'asks', 'Asks a person before every call: the tool is declared as high risk.'],
    [
      'unsafe',
      'asks',
      'Asks a person before every call: it can neither be repeated safely nor checked afterwards.',
    ],
    ['asked', 'asks', 'Asks a person before every call.'],
    ['gone', 'unknown', 'There is no such tool: its calls fail.'],
  ])('%s: %s', (name, autonomy, sentence) => {
    expect(found.get(name)).toMatchObject({ autonomy, sentence });
  });

  it('says every bound of an argument', () => {
    expect(found.get('pay')?.constraints).toEqual([
      'to.iban like ^DE',
      'amount at least 1, at most 9',
      'reference given',
    ]);
  });
});

describe('changeWords', () => {
  const before = sampleDefinition();
  it('says nothing where nothing differs, whatever the order of keys', () => {
    const { prompt, ...rest } = before;
    expect(changeWords(before, { ...rest, prompt })).toEqual([]);
  });

  it('says limits of all runs together in their units', () => {
    expect(
      changeWords(
        { ...before, concurrency: 2, shedAfterMs: 60_000 },
        { ...before, concurrency: 4, shedAfterMs: 120_000 },
      ),
    ).toEqual(['runs at once 2 → 4', 'new runs refused after 1 m 00 s → 2 m 00 s']);
    const paused = (maxCostPerMinuteMicroUsd: number) => ({ ...before, maxCostPerMinuteMicroUsd });
    expect(changeWords(paused(500_000), paused(2_000_000))).toEqual(['pause above, a minute: $0.50 → $2.00']);
  });

  it('says what differs, with both values where they are short', () => {
    const after = sampleDefinition({
      prompt: 'Other words.',
      model: 'large',
      tools: [{ name: 'payments.refund' }, { name: 'chat.post' }],
      outputSchema: { type: 'object' },
      limits: { maxCostMicroUsd: 200_000, deadlineMs: 60_000 },
      escalation: { amountAbove: 200, alwaysAsk: ['chat.post'], expiresMs: 120_000, quorum: 2 },
      labels: { team: 'support' },
    });
    expect(changeWords(before, after)).toEqual([
      'prompt',
      'model small → large',
      'labels',
      'output schema added',
      'payments.lookup taken away',
      'constraints of payments.refund',
      'chat.post granted',
      'cost $0.50 → $0.20',
      'time at work 15 m 00 s → 1 m 00 s',
      'always asks before chat.post',
      'amount above 500 → 200',
      'quorum 1 → 2',
      'time to decide 1 h 00 m → 2 m 00 s',
    ]);
    expect(changeWords(after, before)).toContain('no longer asks before every chat.post');
  });
});

describe('definitionText', () => {
  it('writes a text of several lines in as many lines, and everything else as JSON', () => {
    expect(definitionText({ prompt: 'one\ntwo', tools: [], n: { a: 1 }, last: 'a\nb' })).toBe(
      '{\n  "prompt": """\n    one\n    two\n  """,\n  "tools": [],\n  "n": {\n    "a": 1\n  },\n  "last": """\n    a\n    b\n  """\n}',
    );
    expect(definitionText(['x'.repeat(81)])).toContain('"""');
    const flat = { a: [1, { b: null }], c: 'text' };
    expect(definitionText(flat)).toBe(JSON.stringify(flat, null, 2));
  });
});

describe('comparedVersions', () => {
  const versions = [4, 3, 2, 1].map((version) => ({ version }));
  const pair = (from: number | null, to: number | null, active = 4) => {
    const found = comparedVersions(versions, { from, to }, active);
    return [found.from?.version, found.to?.version];
  };
  it('compares what was asked for, else the newest with the one before it, else with the active one', () => {
    expect(pair(null, null)).toEqual([3, 4]);
    expect(pair(null, null, 2)).toEqual([2, 4]);
    expect(pair(1, 3)).toEqual([1, 3]);
    expect(pair(null, 2)).toEqual([1, 2]);
    expect(pair(null, 1)).toEqual([2, 1]);
    expect(pair(9, 9)).toEqual([3, 4]);
    expect(pair(3, 3)).toEqual([2, 3]);
    expect(comparedVersions([{ version: 1 }], { from: null, to: null }, 1).from).toBeUndefined();
  });
});

describe('figures in words', () => {
  it('never counts what people cancelled, and says none as none', () => {
    expect(successWords({ succeeded: 0, failed: 0 })).toBe('–');
    expect(successWords({ succeeded: 3, failed: 1 })).toBe('75 %');
    expect(waitingWords({})).toBe('for nothing');
    expect(waitingWords({ limit: 1, unknown_outcome: 3 })).toBe('for unknown outcome 3, limit 1');
  });

  it('says what became of every approval', () => {
    const none = {
      asked: 0,
      pending: 0,
      approved: 0,
      rejected: 0,
      expired: 0,
      answered: 0,
      cancelled: 0,
      unopposed: 0,
    };
    expect(approvalWords(none)).toMatch(/^Nobody was asked/);
    expect(approvalWords({ ...none, asked: 4, approved: 2, pending: 1, expired: 1 })).toBe(
      '4 approvals asked: 2 approved, 1 expired, 1 open',
    );
    expect(approvalWords({ ...none, asked: 1, unopposed: 1 })).toBe('1 approval asked: 1 unopposed');
  });
});

describe('matchingAgents', () => {
  const agent = (name: string, over: object = {}): AgentListItem => ({
    name,
    version: 1,
    active: true,
    definition: sampleDefinition(over),
    createdAt: '2026-11-19T14:00:00Z',
    createdBy: { kind: 'user', id: 'u', label: 'Bea' },
    archivedAt: null,
    latestVersion: 1,
    paused: null,
    last24h: { started: 0, succeeded: 0, failed: 0 },
    lastRun: null,
  });
  const agents = [
    agent('refunds'),
    agent('triage', { description: 'Opens tickets', tools: [], labels: { team: 'ops' } }),
  ];
  it('wants every word, in name, description, model, tools or labels', () => {
    const names = (text: string) => matchingAgents(agents, text).map(({ name }) => name);
    expect(names('')).toEqual(['refunds', 'triage']);
    expect(names('PAYMENTS refund')).toEqual(['refunds']);
    expect(names('team=ops')).toEqual(['triage']);
    expect(names('tickets refund')).toEqual([]);
  });
});

describe('putCommand', () => {
  it('holds the whole definition where no quote can end it', () => {
    const definition = sampleDefinition({ prompt: "It's $HOME `ls`" });
    const command = putCommand({ name: 'refunds', definition });
    const [head, body] = command.split("<<'JSON'\n");
    expect(head).toContain('-X PUT "$BULKHEAD_URL/api/v1/agents/refunds"');
    expect(JSON.parse((body ?? '').replace(/\nJSON$/, ''))).toEqual(definition);
  });
});
