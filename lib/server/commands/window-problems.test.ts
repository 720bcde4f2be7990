// Which windows can't be saved: those that would count nothing, and those that would add up euros and dollars.
import { describe, expect, it } from 'vitest';
import { escalationRules } from '../../domain/agent';
import { toolDefinition } from '../../domain/tool';
import { windowProblems } from './window-problems';

const tool = (name: string, over: object = {}) => ({
  name,
  version: 1,
  definition: toolDefinition.parse({
    kind: 'http',
    description: 'Pays.',
    inputSchema: {
      type: 'object',
      properties: { amount: { type: 'number' }, to: { type: 'string' } },
      additionalProperties: false,
    },
    effect: 'idempotent',
    http: { method: 'POST', url: 'https://bank.example/pay' },
    amountPath: 'amount',
    amountUnit: 'EUR',
    ...over,
  }),
});
const PAY = tool('pay');
const WINDOW = { path: 'amount', above: 100, perMs: 86_400_000 };

const problems = (window: object, ...tools: (typeof PAY)[]) =>
  windowProblems({ escalation: escalationRules.parse({ windows: [{ ...WINDOW, ...window }] }) }, tools);

describe('a window', () => {
  it('is taken where it counts calls of one unit', () => {
    expect(problems({}, PAY, tool('other-pay'), tool('look', { effect: 'read', amountUnit: 'USD' }))).toEqual(
      [],
    );
    expect(problems({ tool: 'pay', groupBy: 'to' }, PAY, tool('pay-usd', { amountUnit: 'USD' }))).toEqual([]);
  });

  it.each([
    [
      'adds up different units',
      {},
      [PAY, tool('pay-usd', { amountUnit: 'USD' })],
      '/escalation/windows/0/path',
    ],
    [
      'adds up what has a unit and what has none',
      {},
      [PAY, tool('raw', { amountUnit: undefined })],
      '/escalation/windows/0/path',
    ],
    ['names what is not granted', { tool: 'none' }, [PAY], '/escalation/windows/0/tool'],
    ['names a read', { tool: 'look' }, [tool('look', { effect: 'read' })], '/escalation/windows/0/tool'],
    ['leads to no argument', { path: 'amout' }, [PAY], '/escalation/windows/0/path'],
    ['groups by no argument', { groupBy: 'iban' }, [PAY], '/escalation/windows/0/groupBy'],
  ])('is refused where it %s', (_, window, tools, path) => {
    expect(problems(window, ...tools).map((problem) => problem.path)).toEqual([path]);
  });
});
