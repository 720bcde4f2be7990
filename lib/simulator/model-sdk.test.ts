// The model server through the client that the runtime uses: the AI SDK's OpenAI-compatible provider.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import {
  APICallError,
  generateText,
  jsonSchema,
  type ModelMessage,
  Output,
  streamText,
  type ToolSet,
  tool,
} from 'ai';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { REFUND_TOOLS, SUMMARY_TOOLS } from './testing/chat-calls';
import { type RunningSimulator, runSimulator } from './testing/running-simulator';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await runSimulator({ modelKey: 'sk-test' });
});
afterEach(() => simulator.send('POST', '/control/reset'));
afterAll(() => simulator.remove());

function model(name: string) {
  const provider = createOpenAICompatible({
    name: 'simulator',
    baseURL: `${simulator.url}/v1`,
    apiKey: 'sk-test',
    includeUsage: true,
    supportsStructuredOutputs: true,
  });
  return provider(name);
}

/** Declared without `execute`, so that one call is one model step. */
function sdkTools(offered: typeof REFUND_TOOLS): ToolSet {
  const tools = offered.map(({ function: { name, description, parameters } }) => {
    const schema = parameters as Parameters<typeof jsonSchema>[0]; // safe because offeredTool writes JSON Schema
    return [name, tool({ description, inputSchema: jsonSchema<Record<string, unknown>>(schema) })];
  });
  // safe because a tool without `execute` is a Tool; only exactOptionalPropertyTypes hides that from tsc.
  return Object.fromEntries(tools) as ToolSet;
}

const summary = {
  model: () => model('sim-daily-summary-1'),
  tools: sdkTools(SUMMARY_TOOLS),
  task: { role: 'user', content: JSON.stringify({ date: '2026-11-03', channels: ['#a', '#b'] }) } as const,
};

describe('generateText', () => {
  it('gets tool calls, parallel ones too, and goes on with their results', async () => {
    const messages: ModelMessage[] = [summary.task];
    const step = () =>
      generateText({ model: summary.model(), tools: summary.tools, messages, maxRetries: 0 });

    const first = await step();
    expect(first.finishReason).toBe('tool-calls');
    expect(first.toolCalls.map((call) => call.toolName)).toEqual(['tickets__list']);
    expect(first.response.modelId).toBe('sim-daily-summary-1-2026-11-01');
    expect(first.usage.inputTokens).toBeGreaterThan(0);

    const answer = (calls: typeof first.toolCalls, value: string) => {
      messages.push({
        role: 'tool',
        content: calls.map((call) => ({
          type: 'tool-result' as const,
          toolCallId: call.toolCallId,
          toolName: call.toolName,
          output: { type: 'text' as const, value },
        })),
      });
    };
    messages.push(...first.response.messages);
    answer(first.toolCalls, '{"tickets":[{"ticket_id":"T1","title":"Cup","priority":"high"}]}');

    const second = await step();
    expect(second.toolCalls).toMatchObject([
      { toolName: 'chat__post', input: { channel: '#a' } },
      { toolName: 'chat__post', input: { channel: '#b' } },
    ]);
    expect(new Set(second.toolCalls.map((call) => call.toolCallId)).size).toBe(2);
    messages.push(...second.response.messages);
    answer(second.toolCalls, '{"message_id":"MSG-1"}');

    const third = await step();
    expect(third.toolCalls).toMatchObject([
      { toolName: 'finish', input: { output: { status: 'posted', posted: ['#a', '#b'] } } },
    ]);
  });

  it('gets text, usage with cached and reasoning tokens, and a cut', async () => {
    const prompt = JSON.stringify({
      script: [{ text: 'long enough to be cut off' }],
      padding: 'x'.repeat(8000),
    });
    const request = { model: model('sim-scripted-reasoning-1'), prompt, maxRetries: 0 };
    await generateText(request);
    const { text, usage, finishReason } = await generateText(request);
    expect([text, finishReason]).toEqual(['long enough to be cut off', 'stop']);
    expect(usage.inputTokenDetails.cacheReadTokens).toBeGreaterThanOrEqual(1024);
    expect(usage.outputTokenDetails.reasoningTokens).toBeGreaterThan(0);
    const cut = await generateText({
      model: model('sim-echo-1'),
      prompt: 'one two three',
      maxOutputTokens: 1,
    });
    expect([cut.text, cut.finishReason]).toEqual(['one ', 'length']);
  });

  it('gets an object of a schema', async () => {
    const { output } = await generateText({
      model: model('sim-echo-1'),
      prompt: 'said',
      output: Output.object({
        schema: jsonSchema({
          type: 'object',
          properties: { answer: { type: 'string' } },
          required: ['answer'],
          additionalProperties: false,
        }),
      }),
    });
    expect(output).toEqual({ answer: 'said' });
  });

  it('sees errors as the SDK classifies them', async () => {
    const attempt = async (rule: Record<string, unknown>, name = 'sim-echo-1') => {
      await simulator.send('POST', '/control/reset');
      await simulator.send('POST', '/control/faults', { service: 'model', ...rule });
      const failure = await generateText({ model: model(name), prompt: 'x', maxRetries: 0 }).then(
        () => null,
        (error: unknown) => error,
      );
      if (!APICallError.isInstance(failure)) throw new Error('expected an APICallError', { cause: failure });
      return failure;
    };
    const limited = await attempt({ fault: 'rate_limited', retryAfterS: 9 });
    expect([limited.statusCode, limited.isRetryable, limited.responseHeaders?.['retry-after']]).toEqual([
      429,
      true,
      '9',
    ]);
    expect(limited.message).toBe('Too many requests.');
    const failed = await attempt({ fault: 'error_before', status: 500 });
    expect([failed.statusCode, failed.isRetryable]).toEqual([500, true]);
    expect((await attempt({ fault: 'malformed' })).message).toBe('Invalid JSON response');
    const unknown = await attempt({ fault: 'delay', delayMs: 1 }, 'gpt-4o');
    expect([unknown.statusCode, unknown.isRetryable]).toEqual([404, false]);
  });

  it('is refused without the key', async () => {
    const open = createOpenAICompatible({
      name: 'simulator',
      baseURL: `${simulator.url}/v1`,
      apiKey: 'sk-no',
    });
    const attempt = generateText({ model: open('sim-echo-1'), prompt: 'x', maxRetries: 0 });
    await expect(attempt).rejects.toMatchObject({ statusCode: 401 });
  });
});

describe('streamText', () => {
  it('streams text and tool calls with their usage', async () => {
    const task = JSON.stringify({ orderId: 'ORD-1', amount: 5, reason: 'The cup arrived broken' });
    const called = streamText({ model: model('sim-refunds-1'), tools: sdkTools(REFUND_TOOLS), prompt: task });
    expect(await called.toolCalls).toMatchObject([
      { toolName: 'payments__lookup', input: { order_id: 'ORD-1' } },
    ]);
    expect(await called.finishReason).toBe('tool-calls');
    expect((await called.usage).inputTokens).toBeGreaterThan(0);
    const spoken = streamText({
      model: model('sim-echo-1'),
      prompt: 'a sentence of more than one piece, surely',
    });
    expect(await spoken.text).toBe('a sentence of more than one piece, surely');
  });
});
