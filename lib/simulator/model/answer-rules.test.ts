// tool_choice and parallel_tool_calls bind every script.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { complete, offeredTool, REFUND_TOOLS, scripted } from '../testing/chat-calls';
import { type RunningSimulator, runSimulator } from '../testing/running-simulator';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await runSimulator();
});
afterEach(() => simulator.send('POST', '/control/reset'));
afterAll(() => simulator.remove());

const chat = (body: unknown) => simulator.send('POST', '/v1/chat/completions', body);
const hello = [{ role: 'user', content: 'Hello there' }];

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
