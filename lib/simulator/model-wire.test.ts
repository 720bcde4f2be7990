// The model server's wire format: shapes, streams, bounds, choices, faults.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { argumentsOf, complete, offeredTool, REFUND_TOOLS, scripted } from './testing/chat-calls';
import { chunkSchema, errorSchema, modelListSchema } from './testing/openai-shapes';
import { type RunningSimulator, runSimulator } from './testing/running-simulator';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await runSimulator();
});
afterEach(() => simulator.send('POST', '/control/reset'));
afterAll(() => simulator.remove());

const chat = (body: unknown, signal?: AbortSignal) =>
  simulator.send('POST', '/v1/chat/completions', body, {}, signal);
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

describe('models', () => {
  it('are listed and read, and an unknown one is 404', async () => {
    const { data } = modelListSchema.parse((await simulator.get('/v1/models')).body);
    expect(data.map((model) => model.id)).toContain('sim-refunds-1');
    expect((await simulator.get('/v1/models/sim-echo-1')).body.id).toBe('sim-echo-1');
    expect((await simulator.get('/v1/models/gpt-4o')).body.error.code).toBe('model_not_found');
    const answer = await chat({ model: 'gpt-4o', messages: hello });
    expect(answer.status).toBe(404);
    expect(errorSchema.parse(answer.body).error.code).toBe('model_not_found');
  });
});

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

describe('tool_choice and parallel_tool_calls', () => {
  const two = scripted([
    {
      text: 'Looking.',
      toolCalls: [
        { name: 'payments.lookup', arguments: { order_id: 'ORD-1' } },
        { name: 'payments.refund', arguments: { order_id: 'ORD-2' } },
      ],
    },
  ]);
  const callNames = async (request: Record<string, unknown>) => {
    const { choices } = await complete(simulator, request);
    return (choices[0].message.tool_calls ?? []).map((call) => call.function.name);
  };

  it('auto leaves the script alone; parallel_tool_calls: false leaves the first call', async () => {
    const request = { ...two, tools: REFUND_TOOLS };
    expect(await callNames(request)).toEqual(['payments__lookup', 'payments__refund']);
    expect(await callNames({ ...request, parallel_tool_calls: false })).toEqual(['payments__lookup']);
  });

  it('a named function is called and no other', async () => {
    const named = (name: string) => ({ type: 'function', function: { name } });
    const request = { ...two, tools: REFUND_TOOLS };
    expect(await callNames({ ...request, tool_choice: named('payments__refund') })).toEqual([
      'payments__refund',
    ]);
    expect(await callNames({ ...request, tool_choice: named('finish') })).toEqual(['finish']);
    const unknown = await chat({ ...request, tool_choice: named('ghost') });
    expect([unknown.status, unknown.body.error.param]).toEqual([400, 'tool_choice']);
  });

  it('required makes a call out of a text, none a text out of calls', async () => {
    const lookup = offeredTool('payments.lookup', { order_id: { type: 'string' } });
    const request = { model: 'sim-echo-1', messages: hello, tools: [lookup] };
    expect(await callNames(request)).toEqual([]);
    expect(await callNames({ ...request, tool_choice: 'required' })).toEqual(['payments__lookup']);
    const none = await complete(simulator, {
      model: 'sim-refunds-1',
      messages: [{ role: 'user', content: JSON.stringify({ orderId: 'ORD-1', amount: 5 }) }],
      tools: REFUND_TOOLS,
      tool_choice: 'none',
    });
    expect(none.choices[0].message.tool_calls).toBeUndefined();
    expect(none.choices[0].message.content).toContain('Not refunded');
  });

  it('are refused without tools, as is a tool name that OpenAI would refuse', async () => {
    expect((await chat({ ...two, tool_choice: 'auto' })).status).toBe(400);
    expect((await chat({ ...two, parallel_tool_calls: true })).status).toBe(400);
    const dotted = { type: 'function', function: { name: 'payments.refund', parameters: {} } };
    expect((await chat({ ...two, tools: [dotted] })).body.error.param).toBe('tools[0].function.name');
  });
});

describe('tool messages', () => {
  const call = (id: string) => ({
    id,
    type: 'function',
    function: { name: 'payments__lookup', arguments: '{}' },
  });
  const assistant = { role: 'assistant', content: null, tool_calls: [call('a'), call('b')] };
  const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: '{}' });

  it.each([
    ['all answered', [assistant, result('b'), result('a')], 200],
    ['one unanswered', [assistant, result('a')], 400],
    ['one unanswered before the user speaks', [assistant, result('a'), ...hello], 400],
    ['a result for an unknown call', [assistant, result('a'), result('b'), result('c')], 400],
    ['a result given twice', [assistant, result('a'), result('a')], 400],
    ['a result without a call', [result('a')], 400],
  ])('%s: %#', async (_name, messages, status) => {
    const answer = await chat({ model: 'sim-echo-1', messages: [...hello, ...messages] });
    expect(answer.status).toBe(status);
    if (status === 400) expect(errorSchema.parse(answer.body).error.type).toBe('invalid_request_error');
  });
});

describe('faults of the model', () => {
  const addRule = (rule: Record<string, unknown>) =>
    simulator.send('POST', '/control/faults', {
      service: 'model',
      route: 'chat_completions',
      nth: 1,
      ...rule,
    });
  const lookup = {
    ...scripted([{ toolCalls: [{ name: 'payments.lookup', arguments: { order_id: 'ORD-1' } }] }]),
    tools: REFUND_TOOLS,
  };
  const firstCall = async (request: Record<string, unknown> = lookup) => {
    const [call] = (await complete(simulator, request)).choices[0].message.tool_calls ?? [];
    if (!call) throw new Error('no call');
    return call;
  };

  it('429 with Retry-After, then a sound answer to the retry', async () => {
    await addRule({ fault: 'rate_limited', retryAfterS: 3 });
    const limited = await chat(lookup);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '3']);
    expect(errorSchema.parse(limited.body).error.type).toBe('rate_limit_error');
    expect((await chat(lookup)).status).toBe(200);
  });

  it('500, malformed JSON, delay', async () => {
    await addRule({ fault: 'error_before', status: 500 });
    expect(errorSchema.parse((await chat(lookup)).body).error.type).toBe('server_error');
    await addRule({ fault: 'malformed', nth: 2 });
    await expect(chat(lookup)).rejects.toThrow(SyntaxError);
    await addRule({ fault: 'delay', nth: 3, delayMs: 5 });
    expect((await chat(lookup)).status).toBe(200);
  });

  it('hang: never answers', async () => {
    await addRule({ fault: 'hang' });
    const caller = new AbortController();
    const pending = chat(lookup, caller.signal);
    const outcome = expect(pending).rejects.toThrow('aborted');
    await vi.waitFor(async () => expect(await simulator.requests('model', 'chat_completions')).toBe(1));
    caller.abort();
    await outcome;
  });

  it('wrong arguments: one misses, one is too many', async () => {
    await addRule({ fault: 'wrong_arguments' });
    expect(argumentsOf(await firstCall()).args).toEqual({ unexpected_argument: true });
    expect(argumentsOf(await firstCall()).args).toEqual({ order_id: 'ORD-1' });
  });

  it('malformed arguments', async () => {
    await addRule({ fault: 'malformed_arguments' });
    const call = await firstCall();
    expect(() => JSON.parse(call.function.arguments)).toThrow();
  });

  it('unknown tool', async () => {
    await addRule({ fault: 'unknown_tool' });
    const { name } = (await firstCall()).function;
    expect(REFUND_TOOLS.map((tool) => tool.function.name)).not.toContain(name);
  });

  it('loop: the last call once more', async () => {
    const call = await firstCall();
    await addRule({ fault: 'loop', nth: 'every', match: { turn: 2, model: 'sim-scripted-1' } });
    const again = await firstCall({
      ...lookup,
      messages: [
        ...lookup.messages,
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: call.id, content: '{}' },
      ],
    });
    expect(again.function).toEqual(call.function);
    expect(again.id).not.toBe(call.id);
  });

  it('can be bound to the input of one task', async () => {
    const task = (orderId: string) => ({
      model: 'sim-refunds-1',
      messages: [{ role: 'user', content: JSON.stringify({ orderId, amount: 5 }) }],
      tools: REFUND_TOOLS,
    });
    await addRule({ fault: 'error_before', status: 500, match: { 'input.orderId': 'ORD-9' } });
    expect((await chat(task('ORD-1'))).status).toBe(200);
    expect((await chat(task('ORD-9'))).status).toBe(500);
  });
});

describe('bad requests', () => {
  it.each([
    [{ messages: hello }, 'model'],
    [{ model: 'sim-echo-1', messages: [] }, 'messages'],
    [{ model: 'sim-echo-1', messages: [{ role: 'robot', content: 'x' }] }, 'messages[0].role'],
    [{ model: 'sim-echo-1', messages: hello, max_tokens: 0 }, 'max_tokens'],
    [{ model: 'sim-echo-1', messages: hello, n: 2 }, 'n'],
    [{ model: 'sim-scripted-1', messages: hello }, null],
  ])('%o: 400 at %s', async (body, param) => {
    const answer = await chat(body);
    expect([answer.status, errorSchema.parse(answer.body).error.param]).toEqual([400, param]);
  });
});
