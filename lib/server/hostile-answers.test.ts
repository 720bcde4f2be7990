// Answers of receivers that can hardly be kept, from the HTTP client to the journal.
import { describe, expect, it } from 'vitest';
import { systemClock } from '../adapters/system/system-clock';
import { egressClient, serve } from '../adapters/testing/egress-fixture';
import { HttpToolClient } from '../adapters/tools/http-tool-client';
import { AjvValidator } from '../adapters/validation/ajv-validator';
import type { JsonValue } from '../domain/json';
import { KillableProcess } from '../runtime/testing/killable-process';
import { REFUND, toolVersion } from '../runtime/testing/runtime-bench';
import { refund, watchBenches } from '../runtime/testing/watched-bench';

const openBench = watchBenches();
const client = new HttpToolClient({
  egress: egressClient(),
  validator: new AjvValidator(),
  clock: systemClock,
  secrets: { read: async () => '' },
});

type Answered = { readonly value: JsonValue } | { readonly error: unknown };

/** What the adapter makes of a real answer; the runtime then gets the same, in its own time. */
async function answered(body: string, type = 'application/json'): Promise<Answered> {
  const server = await serve(
    (_request, response) => void response.writeHead(200, { 'content-type': type }).end(body),
  );
  const tool = toolVersion(REFUND, { http: { method: 'POST', url: `${server.url}/refunds` } });
  const request = { tool, arguments: refund().arguments, effectKey: 'run-1:2' };
  return client.call(request, AbortSignal.timeout(10_000)).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

async function runOn(given: Answered) {
  const bench = openBench({
    tools: [toolVersion(REFUND, { effect: 'idempotent', retry: { maxAttempts: 2 } })],
  });
  const { receiver } = bench;
  const call = receiver.call.bind(receiver);
  receiver.call = async (request, signal) => {
    await call(request, signal);
    if ('error' in given) throw given.error;
    return given.value;
  };
  await new KillableProcess(bench).start();
  const runId = await bench.start();
  await bench.clock.runUntil(() => ['succeeded', 'waiting'].includes(bench.status(runId) ?? ''));
  return { bench, runId };
}

describe('adversarial: oversized, non-JSON, NUL-holding response:', () => {
  it.each([
    ['oversized', JSON.stringify({ text: 'x'.repeat(20_000_000) }), 'application/json'],
    ['non-JSON', '{"refund', 'application/json'],
  ])(
    '%s: it happened, what it yielded can not be read, and a person is asked once the key brought nothing better',
    async (_what, body, type) => {
      const given = await answered(body, type);
      expect(given).toMatchObject({ error: { class: 'unknown' } });
      const { bench, runId } = await runOn(given);
      expect(bench.store.runs.get(runId)?.waiting?.reason).toBe('unknown_outcome');
      expect(bench.receiver.effects).toHaveLength(1);
      expect(new Set(bench.receiver.calls.map(({ effectKey }) => effectKey))).toEqual(
        new Set([`${runId}:2`]),
      );
    },
  );

  it('NUL-holding: kept to the letter in the journal and in the ledger', async () => {
    const given = await answered('{"refund":"R\\u0000-1","nul\\u0000key":[null]}');
    const value = { refund: 'R\u0000-1', 'nul\u0000key': [null] };
    expect(given).toEqual({ value });
    const { bench, runId } = await runOn(given);
    expect(bench.toolStep(runId).result).toEqual(value);
    expect(bench.store.effects.read({ scope: 'run', key: `${runId}:2` })?.response).toEqual(value);
    expect(bench.status(runId)).toBe('succeeded');
  });
});
