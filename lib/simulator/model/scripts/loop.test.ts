// The model that never comes to an end.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runAgent } from '../../testing/agent-loop';
import { complete, REFUND_TOOLS } from '../../testing/chat-calls';
import { type RunningSimulator, runSimulator } from '../../testing/running-simulator';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await runSimulator();
});
afterEach(() => simulator.send('POST', '/control/reset'));
afterAll(() => simulator.remove());

describe('sim-loop-1', () => {
  it('makes the same call for ever', async () => {
    const seen: string[] = [];
    const running = runAgent(
      simulator,
      {
        model: 'sim-loop-1',
        input: { tool: 'payments.lookup', arguments: { order_id: 'ORD-1' } },
        tools: REFUND_TOOLS,
      },
      async (call) => {
        seen.push(JSON.stringify(call));
        return '{"refundable":1000}';
      },
    );
    await expect(running).rejects.toThrow('did not end');
    expect(seen).toHaveLength(12);
    expect(new Set(seen).size).toBe(1);
    expect(JSON.parse(seen[0] ?? '')).toMatchObject({ tool: 'payments.lookup', args: { order_id: 'ORD-1' } });
  });

  it('counts up where it is told to, so that no two calls are the same, and calls nothing where nothing is on offer', async () => {
    const seen: unknown[] = [];
    const input = { tool: 'payments.lookup', arguments: { order_id: 'ORD-1' }, counting: 'order_id' };
    const model = 'sim-loop-1';
    const running = runAgent(simulator, { model, input, tools: REFUND_TOOLS }, async ({ args }) => {
      seen.push(args.order_id);
      return '{"refundable":1000}';
    });
    await expect(running).rejects.toThrow('did not end');
    expect(seen.slice(0, 3)).toEqual(['ORD-1-1', 'ORD-1-2', 'ORD-1-3']);
    const { turns, output } = await runAgent(simulator, { model, input, tools: [] }, async () => '');
    expect([turns, typeof output]).toEqual([[], 'string']);
  });

  it('takes the first tool that does not end the run, with samples', async () => {
    const { choices } = await complete(simulator, {
      model: 'sim-loop-1',
      messages: [{ role: 'user', content: 'Go.' }],
      tools: [...REFUND_TOOLS].reverse(),
    });
    const [call] = choices[0].message.tool_calls ?? [];
    expect(call?.function.name).toBe('payments__refund');
    expect(JSON.parse(call?.function.arguments ?? '')).toMatchObject({ order_id: 'sample', amount: 1 });
  });
});
