// Answers, whole and streamed: shape, usage, bounds.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { complete, REFUND_TOOLS, scripted } from '../testing/chat-calls';
import { chunkSchema } from '../testing/openai-shapes';
import { type RunningSimulator, runSimulator } from '../testing/running-simulator';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await runSimulator();
});
afterEach(() => simulator.send('POST', '/control/reset'));
afterAll(() => simulator.remove());

const hello = [{ role: 'user', content: 'Hello there' }];

async function stream(body: Record<string, unknown>): Promise<string[]> {
  const response = await fetch(`${simulator.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, stream: true }),
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events = (await response.text()).split('\n\n').filter((event) => event.trim() !== '');
  return events.map((event) => event.replace(/^data: /, ''));
}

describe('a whole answer', () => {
  it('has the documented shape and names the pinned version', async () => {
    const completion = await complete(simulator, { model: 'sim-echo-1', messages: hello });
    expect(completion.model).toBe('sim-echo-1-2026-11-01');
    expect(completion.choices[0].message.content).toBe('Hello there');
    expect(completion.choices[0].finish_reason).toBe('stop');
    const pinned = await complete(simulator, { model: completion.model, messages: hello });
    expect(pinned.system_fingerprint).toBe(completion.system_fingerprint);
    expect(pinned.id).not.toBe(completion.id);
  });

  it('counts four bytes as one token', async () => {
    const messages = [{ role: 'user', content: 'äöü' }];
    const { usage } = await complete(simulator, { model: 'sim-echo-1', messages });
    const promptBytes = Buffer.byteLength(JSON.stringify([[], messages]));
    expect(usage.prompt_tokens).toBe(Math.ceil(promptBytes / 4));
    expect(usage.completion_tokens).toBe(2);
    expect(usage.total_tokens).toBe(usage.prompt_tokens + 2);
    expect(usage.completion_tokens_details.reasoning_tokens).toBe(0);
  });

  it('counts the reasoning of a reasoning model within the completion', async () => {
    const request = { ...scripted([{ text: 'four' }]), model: 'sim-scripted-reasoning-1' };
    const { usage } = await complete(simulator, request);
    expect(usage.completion_tokens_details.reasoning_tokens).toBeGreaterThanOrEqual(64);
    expect(usage.completion_tokens).toBe(usage.completion_tokens_details.reasoning_tokens + 1);
    const cut = await complete(simulator, { ...request, max_completion_tokens: 20 });
    expect(cut.choices[0]).toMatchObject({ finish_reason: 'length', message: { content: '' } });
    expect(cut.usage.completion_tokens).toBe(20);
  });

  it('counts a prefix that was seen before as cached, in steps of 128 from 1 024 tokens on', async () => {
    const system = { role: 'system', content: 'r'.repeat(6000) };
    const ask = async (content: string, first = system) => {
      const messages = [first, { role: 'user', content }];
      const { usage } = await complete(simulator, { model: 'sim-echo-1', messages });
      return usage.prompt_tokens_details.cached_tokens;
    };
    expect(await ask('one')).toBe(0);
    expect(await ask('two')).toBe(1408);
    expect(await ask('three', { role: 'system', content: `x${'r'.repeat(6000)}` })).toBe(0);
    expect((await complete(simulator, { model: 'sim-echo-1', messages: hello })).usage).toMatchObject({
      prompt_tokens_details: { cached_tokens: 0 },
    });
  });

  it('ends at max_tokens, in text and in arguments, and never inside of a character', async () => {
    const text = await complete(simulator, {
      model: 'sim-echo-1',
      messages: [{ role: 'user', content: 'ab€€€€€€' }],
      max_tokens: 1,
    });
    expect(text.choices[0]).toMatchObject({ finish_reason: 'length', message: { content: 'ab' } });
    expect(text.usage.completion_tokens).toBe(1);

    const call = await complete(simulator, {
      ...scripted([{ toolCalls: [{ name: 'payments.lookup', arguments: { order_id: 'ORD-1' } }] }]),
      tools: REFUND_TOOLS,
      max_completion_tokens: 8,
    });
    const [cut] = call.choices[0].message.tool_calls ?? [];
    expect(call.choices[0].finish_reason).toBe('length');
    expect(() => JSON.parse(cut?.function.arguments ?? '{}')).toThrow();
    expect(call.usage.completion_tokens).toBe(8);
  });

  it('says the same to the same request', async () => {
    const request = {
      model: 'sim-refunds-1',
      messages: [{ role: 'user', content: JSON.stringify({ orderId: 'ORD-1', amount: 5, reason: 'late' }) }],
      tools: REFUND_TOOLS,
    };
    const [one, two] = [await complete(simulator, request), await complete(simulator, request)];
    expect(one.choices).toEqual(two.choices);
  });

  it('fits a json_schema that is asked for', async () => {
    const schema = {
      type: 'object',
      properties: { answer: { type: 'string' }, score: { type: 'integer', minimum: 3 } },
      required: ['answer', 'score'],
      additionalProperties: false,
    };
    const completion = await complete(simulator, {
      model: 'sim-echo-1',
      messages: hello,
      response_format: { type: 'json_schema', json_schema: { name: 'reply', schema, strict: true } },
    });
    expect(JSON.parse(completion.choices[0].message.content ?? '')).toEqual({
      answer: 'Hello there',
      score: 3,
    });
  });
});

describe('a stream', () => {
  it('adds up to the whole answer, usage in the last chunk when asked for', async () => {
    const request = {
      ...scripted([
        {
          text: 'I look both orders up before anything else.',
          toolCalls: [
            { name: 'payments.lookup', arguments: { order_id: 'ORD-1' } },
            { name: 'payments.lookup', arguments: { order_id: 'ORD-2' } },
          ],
        },
      ]),
      tools: REFUND_TOOLS,
    };
    const whole = await complete(simulator, request);
    const events = await stream({ ...request, stream_options: { include_usage: true } });
    expect(events.at(-1)).toBe('[DONE]');
    const chunks = events.slice(0, -1).map((event) => chunkSchema.parse(JSON.parse(event)));
    expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);

    const deltas = chunks.flatMap((chunk) => chunk.choices.map((choice) => choice.delta));
    expect(deltas[0]?.role).toBe('assistant');
    expect(deltas.map((delta) => delta.content ?? '').join('')).toBe(whole.choices[0].message.content);
    const calls = (whole.choices[0].message.tool_calls ?? []).map((call, index) => {
      const parts = deltas.flatMap((delta) => delta.tool_calls ?? []).filter((part) => part.index === index);
      expect(parts[0]).toMatchObject({
        id: call.id,
        type: 'function',
        function: { name: call.function.name },
      });
      return parts.map((part) => part.function.arguments).join('');
    });
    expect(calls).toEqual(whole.choices[0].message.tool_calls?.map((call) => call.function.arguments));
    const reasons = chunks.flatMap((chunk) => chunk.choices.map((choice) => choice.finish_reason));
    expect(reasons.filter((reason) => reason !== null)).toEqual(['tool_calls']);
  });

  it('has no usage unless asked for, and is cut in the middle by a lost reply', async () => {
    const request = { model: 'sim-echo-1', messages: hello };
    const events = await stream(request);
    for (const event of events.slice(0, -1)) expect(JSON.parse(event)).not.toHaveProperty('usage');
    await simulator.send('POST', '/control/reset');
    await simulator.send('POST', '/control/faults', { service: 'model', fault: 'lost_reply' });
    await expect(stream(request)).rejects.toThrow('terminated');
  });
});
