// The bound of what a model call sends, against the whole request as its provider's tokenizer counts it in the notation that is known of the provider.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadTokenCounter } from '../adapters/tokens/gpt-token-counters';
import type { ContextMessage } from '../domain/message';
import { inputBound } from '../runtime/input-bound';
import { type Request, rendered, request, SPECIAL, text } from './testing/rendered-request';

const MODEL = { name: 'm', version: 1 };

describe.each(['o200k_base', 'cl100k_base'] as const)('what is held by %s', async (tokenizer) => {
  const { countTokens } = await import(`gpt-tokenizer/encoding/${tokenizer}`);
  const counter = await loadTokenCounter(tokenizer);
  const plain = (one: string): number => countTokens(one, { disallowedSpecial: new Set() });
  const counted = (whole: string): number => {
    const parts = whole.split(SPECIAL);
    return parts.reduce((sum, part) => sum + plain(part), parts.length - 1);
  };

  it('is never below what the tokenizer counts for the whole request', () => {
    fc.assert(
      fc.property(request, (sent) => {
        const { inputTokens } = inputBound({ model: MODEL, ...sent }, null, counter);
        // What frames the request is no cushion for its parts: they have to hold without it, but for what every request has.
        expect(inputTokens - 512).toBeGreaterThanOrEqual(counted(rendered(sent)) - 32);
      }),
      { numRuns: 300 },
    );
  });

  const times = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, i) => make(i));
  const calls = times(6, (index) => ({ callId: String(index), tool: 'a', arguments: {} }));
  it.each<[string, Partial<Request>]>([
    ['messages', { messages: times(40, () => ({ role: 'user', text: '' })) }],
    ['calls', { messages: times(20, () => ({ role: 'assistant', text: null, calls })) }],
    [
      'results',
      {
        messages: times(40, () => ({
          role: 'tool',
          step: 2,
          callId: '',
          tool: 'a',
          content: '',
          isError: false,
        })),
      },
    ],
    [
      'tools',
      {
        tools: times(30, (index) => ({
          name: `t${index}`,
          description: '',
          inputSchema: { type: 'object', properties: {} },
        })),
      },
    ],
    [
      'lines of a description',
      {
        tools: [
          { name: 't', description: '\n'.repeat(400), inputSchema: { type: 'object', properties: {} } },
        ],
      },
    ],
  ])('holds what frames many short %s', (_what, parts) => {
    const sent = { system: '', tools: [], messages: [], ...parts };
    const { inputTokens } = inputBound({ model: MODEL, ...sent }, null, counter);
    expect(inputTokens - 512).toBeGreaterThanOrEqual(counted(rendered(sent)) - 32);
  });

  it('is never above what is held in bytes', () => {
    fc.assert(
      fc.property(request, (sent) => {
        const { inputTokens } = inputBound({ model: MODEL, ...sent }, null, counter);
        expect(inputTokens).toBeLessThanOrEqual(
          inputBound({ model: MODEL, ...sent }, null, null).inputTokens,
        );
      }),
      { numRuns: 100 },
    );
  });

  it('is less than half of the bytes of an ordinary conversation', () => {
    const said =
      'The customer of order 1234 asks for a refund, because it was delivered two weeks late. '.repeat(20);
    const sent = { model: MODEL, system: said, tools: [], messages: [{ role: 'user' as const, text: said }] };
    const held = inputBound(sent, null, counter);
    expect(held.tokenizer).toBe(tokenizer);
    expect(held.inputTokens).toBeLessThan(inputBound({ ...sent }, null, null).inputTokens / 2);
  });

  it('never counts less than the tokenizer for any text by itself, nor more than its bytes', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(counter.count(one)).toBeGreaterThanOrEqual(plain(one));
        expect(counter.count(one)).toBeLessThanOrEqual(Buffer.byteLength(one));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['one letter', 'a'.repeat(1_000_000)],
    ['spaces', ' '.repeat(1_000_000)],
    ['signs', '=-'.repeat(500_000)],
    ['one script without spaces', '你好世界'.repeat(250_000)],
    ['base64', Buffer.alloc(750_000, 'xq9!').toString('base64')],
  ])('takes bounded time for a million characters of %s', (_what, long) => {
    const startedMs = performance.now();
    expect(counter.count(long)).toBeGreaterThan(0);
    // The library alone needs minutes for the first of them.
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  it('counts each message once, however often it is sent', () => {
    let texts = 0;
    const count = (one: string) => {
      texts += 1;
      return counter.count(one);
    };
    const watched = { ...counter, count };
    const messages: ContextMessage[] = [];
    for (let step = 0; step < 50; step += 1) {
      messages.push({ role: 'user', text: `step ${step}` });
      inputBound({ model: MODEL, system: '', tools: [], messages }, null, watched);
    }
    expect(texts).toBe(50 + 50);
  });
});
