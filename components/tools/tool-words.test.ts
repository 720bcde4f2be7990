// The contract in words says what the runtime does with it.
import { describe, expect, it } from 'vitest';
import { toolDefinition } from '@/lib/domain/tool';
import { contractWords } from './tool-words';

const said = (tool: object) => {
  const definition = toolDefinition.parse({
    kind: 'http',
    description: 'A tool',
    inputSchema: { type: 'object' },
    effect: 'read',
    http: { method: 'GET', url: 'https://example.com/{id}' },
    ...tool,
  });
  return Object.fromEntries(contractWords(definition).map(({ name, value }) => [name, value]));
};

describe('contractWords', () => {
  it('says of a read that it needs no key and where its arguments go', () => {
    const words = said({});
    expect(words.Effect).toContain('changes nothing');
    expect(words).not.toHaveProperty('Key');
    expect(words).not.toHaveProperty('Look-up');
    expect(words['Arguments go']).toContain('query');
    expect(words.Retries).toContain('Up to 3 attempts');
  });

  it('says what a call costs, and where its result tells it', () => {
    expect(said({})).not.toHaveProperty('Price');
    expect(said({ price: { perCallMicroUsd: 2_500 } }).Price).toBe(
      '$0.0025 a call, held from budgets before it is made.',
    );
    const told = { perCallMicroUsd: 200_000, costPath: 'billing.cost' };
    expect(said({ price: told }).Price).toContain('tells at billing.cost, $0.2000 a call at most');
  });

  it('says by which look a call is bound to its target', () => {
    const effect = { effect: 'unsafe', http: { method: 'POST', url: 'https://example.com' } };
    expect(said(effect)).not.toHaveProperty('Target');
    const precondition = { tool: 'orders.get', paths: ['status', 'sum'] };
    expect(said({ ...effect, precondition }).Target).toBe(
      'orders.get looks at it when a person is asked, and again before the call is sent. Where status, sum of its answer changed, the person is asked again.',
    );
  });

  it('says how an effect is recovered and by which key it is one', () => {
    const words = said({
      effect: 'reconcilable',
      http: { method: 'POST', url: 'https://example.com' },
      lookup: { method: 'GET', url: 'https://example.com?key={key}' },
      keyTemplate: 'ticket:{mail_id}',
      amountPath: 'amount',
      amountUnit: 'EUR',
      retry: { maxAttempts: 1 },
      untrustedOutput: true,
    });
    expect(words.Recovery).toContain('asked first');
    expect(words.Key).toContain('ticket:{mail_id}');
    expect(words['Look-up']).toBe('GET https://example.com?key={key}');
    expect(words['Arguments go']).toBe('As the JSON body.');
    expect(words.Amount).toContain('in EUR');
    expect(words.Retries).toBe('None: one attempt.');
    expect(words.Output).toContain('tainted');
    expect(said({ effect: 'unsafe' }).Key).toContain('run and step');
  });
});
