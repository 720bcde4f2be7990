// Holds the tool and model adapters to the simulator, whose wire formats and faults are those of real receivers.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEgressClient } from '../adapters/egress/egress-client';
import { parsePrivateHosts } from '../adapters/egress/private-hosts';
import { OpenAiCompatibleClient } from '../adapters/models/openai-compatible-client';
import { systemClock } from '../adapters/system/system-clock';
import { HttpToolClient } from '../adapters/tools/http-tool-client';
import { httpToolProblems } from '../adapters/tools/http-tool-problems';
import { AjvValidator } from '../adapters/validation/ajv-validator';
import type { JsonObject } from '../domain/json';
import { modelDefinition } from '../domain/model';
import { toolDefinition } from '../domain/tool';
import { type RunningSimulator, runSimulator } from '../simulator/testing/running-simulator';
import { demoTools } from './demo/demo-tools';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await runSimulator({ serviceKey: 'service-key-1', modelKey: 'model-key-1' });
});
afterEach(() => simulator.send('POST', '/control/reset'));
afterAll(() => simulator.remove());

const validator = new AjvValidator();
const secrets = { read: async (name: string) => (name === 'MODEL_KEY' ? 'model-key-1' : 'service-key-1') };
const egress = () => createEgressClient({ privateHosts: parsePrivateHosts([`127.0.0.1:${simulator.port}`]) });
const tools = () => new HttpToolClient({ egress: egress(), secrets, validator, clock: systemClock });
const models = () =>
  new OpenAiCompatibleClient({ egress: egress(), secrets, clock: systemClock, logger: { warn: () => {} } });

function tool(name: string) {
  const found = demoTools(simulator.url).find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no demo tool ${name}`);
  return { name, version: 1, definition: toolDefinition.parse(found.definition) };
}

const refund: JsonObject = {
  order_id: 'ORD-58213',
  amount: 20,
  currency: 'EUR',
  reason: 'The parcel came broken',
};
const ticket: JsonObject = { mail_id: 'mail-1', title: 'Broken parcel', body: 'It came broken.' };
const fault = (rule: object) => simulator.send('POST', '/control/faults', rule);

const attempt = (name: string, args: JsonObject, timeoutMs = 5_000) =>
  tools().call({ tool: tool(name), arguments: args, effectKey: 'run-1:3' }, AbortSignal.timeout(timeoutMs));
const ask = (name: string, args: JsonObject) =>
  tools().lookUp({ tool: tool(name), arguments: args, effectKey: 'run-1:3' }, AbortSignal.timeout(5_000));

describe('the demo tools', () => {
  it('are sound contracts', () => {
    for (const { name, definition } of demoTools('http://127.0.0.1:4010')) {
      const parsed = toolDefinition.parse(definition);
      expect([name, httpToolProblems(parsed)]).toEqual([name, []]);
      expect(validator.check(parsed.inputSchema)).toEqual([]);
      expect(validator.check(parsed.outputSchema ?? {})).toEqual([]);
    }
  });

  it('do what they say', async () => {
    expect(await attempt('payments.lookup', { order_id: 'ORD-58213' })).toHaveProperty('refundable');
    expect(await attempt('payments.refund', refund)).toMatchObject({
      amount: 20,
      idempotency_key: 'run-1:3',
    });
    expect(await attempt('tickets.create', ticket)).toHaveProperty('ticket_id');
    expect(await attempt('tickets.find', { mail_id: 'mail-1' })).toMatchObject({
      tickets: [{ mail_id: 'mail-1' }],
    });
    const message = { channel: '#ops', text: 'Hello', date: '2026-11-19' };
    expect(await attempt('chat.post', message)).toHaveProperty('message_id');
    expect(await attempt('chat.post', message)).toHaveProperty('message_id');
    expect(await simulator.effects('chat')).toBe(1);
  });

  it.each([
    ['payments.refund', refund, 'payments', 'refund_id'],
    ['tickets.create', ticket, 'tickets', 'ticket_id'],
  ] as const)('settle a lost answer of %s by asking', async (name, args, service, id) => {
    expect(await ask(name, args)).toBeNull();
    await fault({ service, route: service === 'payments' ? 'refund' : 'create', fault: 'lost_reply' });
    await expect(attempt(name, args)).rejects.toMatchObject({ code: 'connection_lost', class: 'unknown' });
    expect(await ask(name, args)).toHaveProperty(id);
    expect(await simulator.effects(service)).toBe(1);
  });

  it.each([
    ['late', { delayMs: 60_000 }, 'timeout', 'unknown', 1],
    ['hang', {}, 'timeout', 'unknown', 0],
    ['error_before', { status: 503 }, 'http_503', 'retryable', 0],
    ['error_after', { status: 500 }, 'http_500', 'unknown', 1],
    ['error_after', { status: 502 }, 'http_502', 'unknown', 1],
    ['rate_limited', { retryAfterS: 2 }, 'http_429', 'retryable', 0],
    ['malformed', {}, 'response_unreadable', 'unknown', 1],
    ['wrong_shape', {}, 'contract_broken', 'unknown', 1],
    ['oversized', { sizeBytes: 3_000_000 }, 'response_too_large', 'unknown', 1],
  ])(
    'tell what %s %j leaves behind: %s (%s), %i effects',
    async (kind, figures, code, errorClass, effects) => {
      await fault({ service: 'payments', route: 'refund', fault: kind, ...figures });
      const failed = attempt('payments.refund', refund, 500);
      await expect(failed).rejects.toMatchObject({
        code,
        class: errorClass,
        ...(kind === 'rate_limited' ? { retryAfterMs: 2_000 } : {}),
      });
      expect(await simulator.effects('payments')).toBe(effects);
      const found = await ask('payments.refund', refund);
      expect(found === null ? 0 : 1).toBe(effects);
    },
  );
});

describe('the scripted models', () => {
  const complete = (model: string, input: JsonObject, timeoutMs = 5_000) => {
    const definition = modelDefinition.parse({
      provider: 'openai-compatible',
      baseUrl: `${simulator.url}/v1`,
      model,
      apiKeySecret: 'MODEL_KEY',
      prices: { inputMicroUsdPerMTok: 1, outputMicroUsdPerMTok: 1 },
    });
    return models().complete(
      {
        model: { name: 'demo', version: 1, definition },
        system: 'You refund orders.',
        messages: [{ role: 'user', text: JSON.stringify(input) }],
        tools: ['payments.lookup', 'payments.refund'].map((name) => {
          const { description, inputSchema } = tool(name).definition;
          return { name, description, inputSchema };
        }),
        maxOutputTokens: 500,
      },
      AbortSignal.timeout(timeoutMs),
    );
  };
  const call = (name: string, args: object | string) => ({ name, arguments: args, decision: false });
  const scripted = (...toolCalls: object[]) => ({ script: [{ toolCalls }] }) as unknown as JsonObject; // safe because it is plain JSON

  it('answer with several calls, usage and their pinned version', async () => {
    const script = scripted(
      call('payments.lookup', { order_id: 'ORD-1' }),
      call('payments.lookup', { order_id: 'ORD-2' }),
      call('nowhere.tool', { a: 1 }),
    );
    const answer = await complete('sim-scripted-reasoning-1', script);
    expect(answer.calls.map(({ tool: name, arguments: args, malformed }) => [name, args, malformed])).toEqual(
      [
        ['payments.lookup', { order_id: 'ORD-1' }, false],
        ['payments.lookup', { order_id: 'ORD-2' }, false],
        ['nowhere.tool', { a: 1 }, false],
      ],
    );
    expect(new Set(answer.calls.map((made) => made.callId)).size).toBe(3);
    expect(answer).toMatchObject({
      finishReason: 'tool-calls',
      reportedModel: expect.stringContaining('sim-'),
    });
    expect(answer.usage.inputTokens).toBeGreaterThan(0);
    expect(answer.usage.reasoningTokens).toBeGreaterThan(0);
  });

  it('may answer with arguments that are no JSON', async () => {
    const answer = await complete('sim-scripted-1', scripted(call('payments.lookup', '{"order_id": "OR')));
    expect(answer.calls).toMatchObject([
      { tool: 'payments.lookup', arguments: '{"order_id": "OR', malformed: true },
    ]);
  });

  it.each([
    ['rate_limited', { retryAfterS: 2 }, 'http_429', 'retryable'],
    ['error_before', { status: 500 }, 'http_500', 'retryable'],
    ['malformed', {}, 'model_answer_unreadable', 'retryable'],
    ['wrong_shape', {}, 'model_answer_unreadable', 'retryable'],
    ['hang', {}, 'timeout', 'retryable'],
    ['lost_reply', {}, 'connection_lost', 'retryable'],
  ])('fail by %s %j as %s (%s)', async (kind, figures, code, errorClass) => {
    await fault({ service: 'model', route: 'chat_completions', fault: kind, ...figures });
    const failed = complete('sim-scripted-1', { script: [{ text: 'Hello' }] }, 500);
    await expect(failed).rejects.toMatchObject({ code, class: errorClass });
  });

  it('refuse an unknown model for good', async () => {
    const failed = complete('sim-nobody-1', { script: [{ text: 'Hello' }] });
    await expect(failed).rejects.toMatchObject({ code: 'http_404', class: 'fatal' });
  });
});
