// The daily summary over the simulated tickets and chat.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LoopCall, runAgent, serviceTools } from '../../testing/agent-loop';
import { SUMMARY_TOOLS } from '../../testing/chat-calls';
import { type RunningSimulator, runSimulator } from '../../testing/running-simulator';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await runSimulator({ seed: 'scripts' });
});
afterEach(() => simulator.send('POST', '/control/reset'));
afterAll(() => simulator.remove());

const names = (turns: LoopCall[][]) => turns.map((calls) => calls.map((call) => call.tool));

describe('sim-daily-summary-1', () => {
  const input = { date: '2026-11-03', channels: ['#support', '#ops', '#support'] };
  const summarise = (answer = serviceTools(simulator), parallel?: boolean) =>
    runAgent(
      simulator,
      {
        model: 'sim-daily-summary-1',
        input,
        tools: SUMMARY_TOOLS,
        ...(parallel === undefined ? {} : { parallel }),
      },
      answer,
    );

  it('reads once, posts once per channel in one answer, ends', async () => {
    const { turns, output } = await summarise();
    expect(names(turns)).toEqual([['tickets.list'], ['chat.post', 'chat.post'], ['finish']]);
    expect(turns[1]?.map((call) => call.args.channel)).toEqual(['#support', '#ops']);
    const listed = (await simulator.get('/tickets?date=2026-11-03')).body.tickets;
    expect(output).toMatchObject({ status: 'posted', tickets: listed.length, posted: ['#support', '#ops'] });
    const { entries } = (await simulator.get('/ledger?service=chat')).body;
    expect(entries).toHaveLength(2);
    expect(entries[0].body.text).toContain(`Daily summary for 2026-11-03: ${listed.length} tickets`);
    expect(entries[0].body.text).toContain(listed[0].title);
  });

  it('posts one after the other where parallel calls are off', async () => {
    const { turns } = await summarise(undefined, false);
    expect(names(turns)).toEqual([['tickets.list'], ['chat.post'], ['chat.post'], ['finish']]);
    expect(await simulator.effects('chat')).toBe(2);
  });

  it('says which channel was refused, and does not post there again', async () => {
    const services = serviceTools(simulator);
    const { turns, output } = await summarise(async (call) =>
      call.args.channel === '#ops' ? '{"status":"rejected","reason":"quiet hours"}' : services(call),
    );
    expect(names(turns)).toHaveLength(3);
    expect(output).toMatchObject({
      status: 'partial',
      posted: ['#support'],
      failed: [{ channel: '#ops', reason: 'quiet hours' }],
    });
  });

  it('posts nothing when the tickets can not be read', async () => {
    const { turns, output } = await summarise(async () => '{"error":{"message":"down"}}');
    expect(names(turns)).toEqual([['tickets.list'], ['finish']]);
    expect(output).toMatchObject({ status: 'failed', posted: [] });
  });
});
