// The refunds clerk over the simulated payments.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LoopCall, runAgent, serviceTools } from '../../testing/agent-loop';
import { complete, offeredTool, REFUND_TOOLS } from '../../testing/chat-calls';
import { type RunningSimulator, runSimulator } from '../../testing/running-simulator';
import { isVagueReason, refundConfidence } from './refunds';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await runSimulator({ seed: 'scripts' });
});
afterEach(() => simulator.send('POST', '/control/reset'));
afterAll(() => simulator.remove());

const names = (turns: LoopCall[][]) => turns.map((calls) => calls.map((call) => call.tool));

describe('sim-refunds-1', () => {
  const refund = (input: Record<string, unknown>, answer = serviceTools(simulator), tools = REFUND_TOOLS) =>
    runAgent(simulator, { model: 'sim-refunds-1', input, tools }, answer);
  const input = {
    orderId: 'ORD-1001',
    amount: 900,
    reason: 'The espresso machine arrived with a cracked tank',
  };

  it('looks up, refunds once, ends with the refund', async () => {
    const { turns, output } = await refund(input);
    expect(names(turns)).toEqual([['payments.lookup'], ['payments.refund'], ['finish']]);
    expect(turns[1]?.[0]?.args).toEqual({
      order_id: 'ORD-1001',
      amount: 900,
      currency: 'EUR',
      reason: input.reason,
    });
    const { entries } = (await simulator.get('/ledger')).body;
    expect(output).toEqual({
      status: 'refunded',
      refundId: entries[0].id,
      amount: 900,
      message: 'Refunded 900.00 EUR on ORD-1001.',
    });
    expect(entries).toHaveLength(1);
  });

  it('gives its decision with every call, alternatives only among the tools on offer', async () => {
    const { turns } = await refund(input);
    for (const { decision } of turns.flat()) {
      expect(decision.confidence).toBeGreaterThan(0);
      expect(decision.confidence).toBeLessThanOrEqual(1);
      expect(decision.reasoning).not.toBe('');
      for (const { tool } of decision.alternatives) {
        expect(REFUND_TOOLS.map((offered) => offered.function.name)).toContain(tool);
      }
    }
    expect(turns[1]?.[0]?.decision.alternatives.length).toBeGreaterThan(0);
  });

  it('leaves the decision out where the schema does not ask for it', async () => {
    const bare = [
      offeredTool('payments.refund', { order_id: {}, amount: {}, currency: {}, reason: {} }, false),
      offeredTool('finish', { output: {} }, false),
    ];
    const { turns } = await refund(input, serviceTools(simulator), bare);
    expect(names(turns)).toEqual([['payments.refund'], ['finish']]);
    expect(turns.flat().every((call) => call.decision === undefined)).toBe(true);
  });

  it.each([
    'a rejection in JSON|{"status":"rejected","reason":"Too high. Do not retry or rephrase."}|Too high',
    'a denial with an error|{"error":{"code":"policy_denied","message":"Forbidden by policy 7"}}|Forbidden by policy 7',
    'a nested failure|{"tool":"payments.refund","result":{"outcome":"denied","reason":"No"}}|No',
    'prose|The call was rejected by a person: wrong customer.|wrong customer',
    'marked text|<tool_result>{"status":"failed","error":"503"}</tool_result>|503',
  ])('is declined by %s and not tried again', async (row) => {
    const [, content = '', reason = ''] = row.split('|');
    const services = serviceTools(simulator);
    const { turns, output } = await refund(input, async (call) =>
      call.tool === 'payments.refund' ? content : services(call),
    );
    expect(names(turns)).toEqual([['payments.lookup'], ['payments.refund'], ['finish']]);
    expect(output).toMatchObject({ status: 'declined', amount: 900 });
    expect((output as { message: string }).message).toContain(reason);
  });

  it('is declined when more is asked than is left, before and after the call', async () => {
    const small = { ...input, orderId: 'ORD-1-SMALL', amount: 26 };
    const before = await refund(small);
    expect(names(before.turns)).toEqual([['payments.lookup'], ['finish']]);
    expect(before.output).toMatchObject({ status: 'declined' });
    const after = await refund(small, undefined, REFUND_TOOLS.slice(1));
    expect(names(after.turns)).toEqual([['payments.refund'], ['finish']]);
    expect((after.output as { message: string }).message).toContain('exceeds the 25.00 EUR left');
    expect(await simulator.effects('payments')).toBe(0);
  });

  it('is declined for an order that does not exist, and for an input it can not read', async () => {
    const missing = await refund({ ...input, orderId: 'ORD-404' });
    expect(missing.output).toMatchObject({ status: 'declined' });
    expect(names(missing.turns)).toEqual([['payments.lookup'], ['finish']]);
    expect((await refund({ hello: 'world' })).output).toMatchObject({ status: 'declined' });
  });

  it('reports the amount that was paid, not the one it asked for', async () => {
    const { output } = await refund(input, async (call) =>
      call.tool === 'payments.refund' ? '{"refund_id":"RF-1","amount":400}' : '{"refundable":1000}',
    );
    expect(output).toMatchObject({ status: 'refunded', refundId: 'RF-1', amount: 400 });
  });

  it('fits its output to the schema of the finish tool', async () => {
    const finish = offeredTool('finish', {
      output: {
        type: 'object',
        properties: { status: {}, note: { type: ['string', 'null'] }, answer: { type: 'string' } },
        required: ['status', 'note', 'answer'],
        additionalProperties: false,
      },
    });
    const { output } = await refund(input, undefined, [...REFUND_TOOLS.slice(0, 2), finish]);
    expect(output).toEqual({ status: 'refunded', note: null, answer: 'Refunded 900.00 EUR on ORD-1001.' });
  });

  it('ends by text without a finish tool', async () => {
    const { output } = await refund(input, undefined, REFUND_TOOLS.slice(0, 2));
    expect(output).toBe('Refunded 900.00 EUR on ORD-1001.');
  });

  it('finds its input among other words', async () => {
    const { choices } = await complete(simulator, {
      model: 'sim-refunds-1',
      messages: [
        { role: 'system', content: 'You are a clerk. {"orderId":"ORD-SYSTEM","amount":1}' },
        {
          role: 'user',
          content: [{ type: 'text', text: `Input {as JSON}:\n\`\`\`json\n${JSON.stringify({ input })}` }],
        },
      ],
      tools: REFUND_TOOLS,
    });
    expect(choices[0].message.tool_calls?.[0]?.function.arguments).toContain('ORD-1001');
  });

  it.each([
    ['', true],
    ['broken', true],
    ['bad product', true],
    ['I am not sure what the customer wants here', true],
    ['The parcel never arrived although it was tracked', false],
  ])('is unsure about %j: %s', (reason, vague) => {
    expect(isVagueReason(reason)).toBe(vague);
    for (let order = 0; order < 200; order += 1) {
      const confidence = refundConfidence('s', `ORD-${order}`, reason);
      expect(confidence).toBeGreaterThanOrEqual(vague ? 0.55 : 0.8);
      expect(confidence).toBeLessThanOrEqual(vague ? 0.69 : 0.95);
      expect(refundConfidence('s', `ORD-${order}`, reason)).toBe(confidence);
    }
  });
});
