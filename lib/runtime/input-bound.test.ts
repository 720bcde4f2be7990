import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContextMessage } from '@/lib/domain/message';
import { inputBound } from './input-bound';

const MODEL = { name: 'm', version: 1 };
const text = fc.string({ unit: 'binary', maxLength: 60 });
const message: fc.Arbitrary<ContextMessage> = fc.oneof(
  fc.record({ role: fc.constant('user' as const), text }),
  fc.record({
    role: fc.constant('assistant' as const),
    text: fc.option(text),
    calls: fc.array(fc.record({ callId: text, tool: text, arguments: fc.record({ a: text }) }), {
      maxLength: 3,
    }),
  }),
);
const bytes = (value: string) => Buffer.byteLength(value);

describe('the bound of what is sent', () => {
  it('is never below the bytes of all texts, so that no tokenizer of bytes counts more', () => {
    fc.assert(
      fc.property(text, fc.array(message, { maxLength: 20 }), (system, messages) => {
        const texts = messages.flatMap((one) =>
          one.role === 'assistant'
            ? [
                one.text ?? '',
                ...one.calls.flatMap(({ callId, tool, arguments: args }) => [
                  callId,
                  tool,
                  JSON.stringify(args),
                ]),
              ]
            : one.role === 'user'
              ? [one.text]
              : [],
        );
        const { inputTokens } = inputBound({ model: MODEL, system, tools: [], messages }, null, null);
        expect(inputTokens).toBeGreaterThanOrEqual(
          bytes(system) + texts.reduce((sum, one) => sum + bytes(one), 0),
        );
      }),
    );
  });

  it('takes the count of the provider for the part that it counted, and bytes for what came since', () => {
    fc.assert(
      fc.property(
        text,
        fc.array(message),
        fc.array(message),
        fc.nat(100_000),
        (system, before, since, inputTokens) => {
          const sent = { model: MODEL, system, tools: [] };
          const first = inputBound({ ...sent, messages: before }, null, null);
          const counted = { ...first, inputTokens, model: 'm', modelVersion: 1 };
          const second = inputBound({ ...sent, messages: [...before, ...since] }, counted, null);
          const alone = inputBound({ ...sent, messages: since }, null, null);
          expect(second.inputTokens).toBe(inputTokens + alone.inputTokens - alone.fixedBytes);
        },
      ),
    );
  });

  it.each([
    ['another model', { model: 'n' }],
    ['another version', { modelVersion: 2 }],
    ['another prompt or other tools', { fixedBytes: 3 }],
    ['more messages than there are', { messages: 9 }],
  ])('does not believe a count of %s', (_what, over) => {
    const sent = {
      model: MODEL,
      system: 'Help.',
      tools: [],
      messages: [{ role: 'user', text: 'Hi' } as const],
    };
    const first = inputBound(sent, null, null);
    const counted = { ...first, inputTokens: 1, model: 'm', modelVersion: 1, ...over };
    expect(inputBound(sent, counted, null)).toEqual(first);
  });

  it('grows with tools', () => {
    const tool = { name: 'a', description: 'Does a.', inputSchema: { type: 'object' } };
    const sent = { model: MODEL, system: '', messages: [] };
    const none = inputBound({ ...sent, tools: [] }, null, null).inputTokens;
    expect(inputBound({ ...sent, tools: [tool] }, null, null).inputTokens).toBeGreaterThan(none + 20);
  });
});
