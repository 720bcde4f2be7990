import { describe, expect, it } from 'vitest';
import { answerWith, completion, toolCall, USAGE, warned } from '../testing/model-fixture';

describe('what is sent', () => {
  it('is one step on the OpenAI wire format, with the key read at the call', async () => {
    const { server, ask } = await answerWith(completion({ content: 'Hello' }));
    await ask();
    const [seen] = server.seen;
    expect(server.seen).toHaveLength(1);
    expect(seen).toMatchObject({
      method: 'POST',
      url: '/v1/chat/completions',
      headers: { authorization: 'Bearer sk-test-1', 'content-type': 'application/json' },
    });
    expect(JSON.parse(seen?.body ?? '')).toEqual({
      model: 'gpt-test',
      max_tokens: 500,
      messages: [
        { role: 'system', content: 'You refund orders.' },
        { role: 'user', content: 'Refund o1' },
      ],
      tools: [
        {
          type: 'function',
          function: {
            name: 'payments__refund',
            description: 'Refunds',
            parameters: { type: 'object', required: ['id'] },
          },
        },
      ],
      tool_choice: 'auto',
    });
  });

  it('carries calls and their results of earlier turns', async () => {
    const { server, ask } = await answerWith(completion({ content: 'Done' }));
    await ask({
      system: '',
      tools: [],
      messages: [
        { role: 'user', text: 'Go' },
        {
          role: 'assistant',
          text: 'Two at once.',
          calls: [
            { callId: 'a', tool: 'payments.lookup', arguments: { id: 1 } },
            { callId: 'b', tool: 'chat.post', arguments: { text: 'x' } },
          ],
        },
        { role: 'tool', step: 2, callId: 'b', tool: 'chat.post', content: 'posted', isError: false },
        {
          role: 'tool',
          step: 2,
          callId: 'a',
          tool: 'payments.lookup',
          content: { error: 'denied' },
          isError: true,
        },
        { role: 'user', text: 'Go on' },
      ],
    });
    expect(JSON.parse(server.seen[0]?.body ?? '').messages).toEqual([
      { role: 'user', content: 'Go' },
      {
        role: 'assistant',
        content: 'Two at once.',
        tool_calls: [
          toolCall('a', 'payments__lookup', '{"id":1}'),
          toolCall('b', 'chat__post', '{"text":"x"}'),
        ],
      },
      { role: 'tool', tool_call_id: 'b', content: 'posted' },
      { role: 'tool', tool_call_id: 'a', content: '{"error":"denied"}' },
      { role: 'user', content: 'Go on' },
    ]);
    expect(JSON.parse(server.seen[0]?.body ?? '')).not.toHaveProperty('tools');
  });
});

describe('what comes back', () => {
  it('is text, usage with its parts, and the id that the provider reports', async () => {
    const { ask } = await answerWith(completion({ content: 'Hello' }));
    expect(await ask()).toEqual({
      text: 'Hello',
      calls: [],
      usage: { inputTokens: 120, outputTokens: 30, cachedInputTokens: 100, reasoningTokens: 12 },
      reportedModel: 'gpt-test-2026-10-01',
      finishReason: 'stop',
    });
  });

  it('is each call of several, under the names of the house', async () => {
    const tool_calls = [
      toolCall('call_1', 'payments__refund', '{"id":"o1","_decision":{"confidence":0.9}}'),
      toolCall('call_1', 'payments__refund', ''),
      toolCall('', 'shell__run', '{"cmd":"ls"}'),
    ];
    const { ask } = await answerWith(completion({ tool_calls }));
    expect((await ask()).calls).toEqual([
      {
        callId: 'call_1',
        tool: 'payments.refund',
        arguments: { id: 'o1', _decision: { confidence: 0.9 } },
        malformed: false,
      },
      { callId: 'call_1-2', tool: 'payments.refund', arguments: {}, malformed: false },
      { callId: 'call-3', tool: 'shell.run', arguments: { cmd: 'ls' }, malformed: false },
    ]);
  });

  it.each([
    ['cut-off JSON', '{"id": "o1', '{"id": "o1'],
    ['a key that would poison objects', '{"__proto__": {"x": 1}}', '{"__proto__": {"x": 1}}'],
    ['a lone surrogate', '{"id":"\\ud800"}', '(arguments that are not valid Unicode)'],
    [
      'nesting that would overflow',
      `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
      '(arguments nested deeper than 200 levels)',
    ],
  ])('marks arguments with %s as malformed instead of failing', async (_what, raw, kept) => {
    const { ask } = await answerWith(completion({ tool_calls: [toolCall('c', 'payments__refund', raw)] }));
    expect((await ask()).calls).toEqual([
      { callId: 'c', tool: 'payments.refund', arguments: kept, malformed: true },
    ]);
  });

  it('marks malformed arguments of an unknown tool too', async () => {
    const { ask } = await answerWith(completion({ tool_calls: [toolCall('c', 'nope', '{x')] }));
    expect((await ask()).calls).toEqual([{ callId: 'c', tool: 'nope', arguments: '{x', malformed: true }]);
  });

  it.each([
    ['length', 'length'],
    ['tool_calls', 'tool-calls'],
    ['content_filter', 'content-filter'],
    ['eos', 'other'],
  ])('ends for the reason %s as %s', async (finish_reason, expected) => {
    const choices = [{ index: 0, message: { role: 'assistant', content: '' }, finish_reason }];
    const { ask } = await answerWith(completion({}, { choices }));
    expect(await ask()).toMatchObject({ text: null, finishReason: expected });
  });

  it.each([
    ['as part of the input', { prompt_tokens_details: { cached_tokens: 20, cache_write_tokens: 70 } }, 120],
    ['under another name', { prompt_tokens_details: { cached_tokens: 20, cache_creation_tokens: 70 } }, 120],
    [
      'beside it',
      { prompt_tokens: 60, cache_creation_input_tokens: 70, prompt_tokens_details: { cached_tokens: 20 } },
      150,
    ],
  ])('counts what was written to the prefix cache, told %s', async (_how, told, inputTokens) => {
    const usage = { ...USAGE, ...told };
    const { ask } = await answerWith(completion({ content: 'x' }, { usage }));
    expect((await ask()).usage).toMatchObject({ inputTokens, cachedInputTokens: 20, cacheWriteTokens: 70 });
  });

  it.each([Number.MAX_SAFE_INTEGER, 1e300])('holds a usage of %s at what a call may use', async (tokens) => {
    const usage = { ...USAGE, prompt_tokens: tokens, completion_tokens: tokens };
    const { ask } = await answerWith(completion({ content: 'x' }, { usage }));
    expect((await ask()).usage).toMatchObject({ inputTokens: 1_000_000_000, outputTokens: 1_000_000_000 });
    expect(warned.at(-1)).toMatchObject({ message: expect.stringMatching(/more tokens/) });
  });

  it('makes up no model id, and takes a bound where no usage is reported', async () => {
    warned.length = 0;
    const { server, ask } = await answerWith(
      completion({ content: 'x'.repeat(300) }, { model: undefined, usage: undefined }),
    );
    const answer = await ask();
    expect(answer.reportedModel).toBeNull();
    expect(answer.usage.inputTokens).toBe(Math.ceil((server.seen[0]?.body.length ?? 0) / 3));
    expect(answer.usage.outputTokens).toBeGreaterThan(100);
    expect(warned).toEqual([{ message: expect.stringMatching(/no token usage/), fields: expect.anything() }]);
  });

  it('counts what was read from the prefix cache besides, where it is more than the input that is told', async () => {
    const usage = { ...USAGE, prompt_tokens: 40, prompt_tokens_details: { cached_tokens: 5_000 } };
    const { ask } = await answerWith(completion({ content: 'x' }, { usage }));
    const counted = (await ask()).usage;
    expect(counted).toMatchObject({ inputTokens: 5_040, cachedInputTokens: 5_000 });
    expect(counted).not.toHaveProperty('cacheWriteTokens');
  });

  it('never says more reasoning tokens than there are', async () => {
    const usage = { ...USAGE, completion_tokens: 5 };
    const { ask } = await answerWith(completion({ content: 'x' }, { usage }));
    expect((await ask()).usage).toMatchObject({ outputTokens: 5, reasoningTokens: 5 });
  });
});
