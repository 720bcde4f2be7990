// The scripted models as agents: what they call, how sure they are, how they end.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isVagueReason, refundConfidence } from './model/scripts/refunds';
import { priorityOf } from './model/scripts/ticket-triage';
import { type LoopCall, runAgent, serviceTools } from './testing/agent-loop';
import {
  complete,
  offeredTool,
  REFUND_TOOLS,
  SUMMARY_TOOLS,
  scripted,
  TRIAGE_TOOLS,
} from './testing/chat-calls';
import { type RunningSimulator, runSimulator } from './testing/running-simulator';

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

describe('sim-ticket-triage-1', () => {
  const mail = (mailId: string, subject: string) => ({ mailId, from: 'a@example.com', subject, body: '…' });
  const input = { mails: [mail('M1', 'I cannot sign in'), mail('M2', 'A question'), mail('M1', 'twice')] };
  const triage = (answer = serviceTools(simulator)) =>
    runAgent(simulator, { model: 'sim-ticket-triage-1', input, tools: TRIAGE_TOOLS }, answer);

  it('looks all mails up at once and creates what is missing at once', async () => {
    const existing = { mail_id: 'M2', title: 'A question', body: '…', priority: 'low' };
    const { ticket_id: known } = (await simulator.send('POST', '/tickets', existing)).body;
    const { turns, output } = await triage();
    expect(names(turns)).toEqual([['tickets.find', 'tickets.find'], ['tickets.create'], ['finish']]);
    const made = (await simulator.get('/tickets?mail_id=M1')).body.tickets;
    expect(made).toHaveLength(1);
    expect(output).toMatchObject({
      status: 'done',
      created: [{ mailId: 'M1', ticketId: made[0].ticket_id }],
      existing: [{ mailId: 'M2', ticketId: known }],
      failed: [],
    });
  });

  it('creates nothing for a mail whose look-up failed', async () => {
    const services = serviceTools(simulator);
    const { output } = await triage(async (call) =>
      call.tool === 'tickets.find' && call.args.mail_id === 'M1'
        ? '{"error":{"message":"down"}}'
        : services(call),
    );
    expect(output).toMatchObject({ status: 'partial', failed: [{ mailId: 'M1', reason: 'down' }] });
    expect(await simulator.effects('tickets')).toBe(1);
  });

  it.each([
    ['Outage in the shop', 'urgent'],
    ['I was charged twice', 'high'],
    ['A question about cups', 'low'],
    ['Blue or green', 'normal'],
  ])('reads %j as %s', (subject, priority) => {
    expect(priorityOf(mail('M', subject))).toBe(priority);
  });
});

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
