// Scripts that a test carries in its own messages.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { complete, REFUND_TOOLS, scripted } from '../../testing/chat-calls';
import { type RunningSimulator, runSimulator } from '../../testing/running-simulator';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await runSimulator();
});
afterEach(() => simulator.send('POST', '/control/reset'));
afterAll(() => simulator.remove());

describe('sim-scripted-1', () => {
  const turnOf = async (script: unknown[], ...later: unknown[]) => {
    const request = scripted(script, { tools: REFUND_TOOLS });
    return complete(simulator, { ...request, messages: [...request.messages, ...later] });
  };
  const said = (content: string) => ({ role: 'assistant', content });
  const again = { role: 'user', content: 'That was no valid call.' };

  it('plays step after step, repeats, and ends', async () => {
    const script = [{ text: 'one' }, { text: 'two', repeat: 2 }, { output: { done: true } }];
    const texts = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const { message } = (await turnOf(script, ...Array.from({ length: turn }, () => said('…')))).choices[0];
      texts.push(message.content ?? JSON.parse(message.tool_calls?.[0]?.function.arguments ?? '').output);
    }
    expect(texts).toEqual(['one', 'two', 'two', { done: true }, { answer: 'The script is at its end.' }]);
    const forever = [{ text: 'more', repeat: 'forever' }];
    expect(
      (await turnOf(forever, ...Array.from({ length: 50 }, () => said('…')))).choices[0].message.content,
    ).toBe('more');
  });

  it('calls in parallel, malformed, wrong, unknown, undecided: as written', async () => {
    const { choices } = await turnOf([
      {
        toolCalls: [
          { name: 'payments.lookup', arguments: { order_id: 'ORD-1' } },
          { name: 'payments__refund', arguments: '{"order_id": "ORD' },
          { name: 'payments.refund', arguments: { nonsense: 1 }, decision: false },
          { name: 'ghost.tool', arguments: {} },
          { name: 'payments.lookup', decision: { confidence: 0.2, reasoning: 'A guess.' } },
        ],
      },
    ]);
    const calls = (choices[0].message.tool_calls ?? []).map((call) => call.function);
    expect(calls.map((call) => call.name)).toEqual([
      'payments__lookup',
      'payments__refund',
      'payments__refund',
      'ghost__tool',
      'payments__lookup',
    ]);
    expect(JSON.parse(calls[0]?.arguments ?? '')).toMatchObject({
      order_id: 'ORD-1',
      _decision: { confidence: 0.9 },
    });
    expect(calls[1]?.arguments).toBe('{"order_id": "ORD');
    expect(JSON.parse(calls[2]?.arguments ?? '')).toEqual({ nonsense: 1 });
    expect(JSON.parse(calls[4]?.arguments ?? '')._decision).toEqual({
      confidence: 0.2,
      reasoning: 'A guess.',
      alternatives: [],
    });
  });

  it('answers a re-prompt in its own way, kept or not', async () => {
    const script = [
      { text: 'wrong', reprompted: { text: 'better' } },
      { text: 'second', reprompted: { text: 'kept and better' } },
    ];
    expect((await turnOf(script)).choices[0].message.content).toBe('wrong');
    expect((await turnOf(script, again)).choices[0].message.content).toBe('better');
    expect((await turnOf(script, said('wrong'), again)).choices[0].message.content).toBe('kept and better');
  });

  it('is carried by the system message or beside other fields as well', async () => {
    const script = [{ text: 'found' }];
    for (const messages of [
      [
        { role: 'system', content: `Rules.\n${JSON.stringify({ script })}` },
        { role: 'user', content: 'Go on.' },
      ],
      [{ role: 'user', content: JSON.stringify({ task: 'x', input: { script, more: 1 } }) }],
    ]) {
      const { choices } = await complete(simulator, { model: 'sim-scripted-1', messages });
      expect(choices[0].message.content).toBe('found');
    }
  });

  it('refuses a script with an unknown field', async () => {
    const answer = await simulator.send('POST', '/v1/chat/completions', scripted([{ txt: 'typo' }]));
    expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid_script']);
  });
});
