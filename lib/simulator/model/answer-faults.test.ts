// Every fault of the model endpoint.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { argumentsOf, complete, REFUND_TOOLS, scripted } from '../testing/chat-calls';
import { errorSchema } from '../testing/openai-shapes';
import { type RunningSimulator, runSimulator } from '../testing/running-simulator';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await runSimulator();
});
afterEach(() => simulator.send('POST', '/control/reset'));
afterAll(() => simulator.remove());

const chat = (body: unknown, signal?: AbortSignal) =>
  simulator.send('POST', '/v1/chat/completions', body, {}, signal);

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
    await vi.waitFor(
      async () => expect(await simulator.requests('model', 'chat_completions')).toBe(1),
      30_000,
    );
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
