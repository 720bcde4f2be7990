// Every operation of the OpenAPI document under hostile requests, for a few seconds: `npm run fuzz` is the long form.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultOf, fuzz } from './testing/fuzz/fuzz';
import type { FuzzRequest, OpenApi } from './testing/fuzz/fuzz-requests';
import { callRoute } from './testing/route-table';
import { ADMIN, OPERATOR, refundOf, startTestServer, type TestServer } from './testing/test-server';

const SEED = Number(process.env.FUZZ_SEED ?? 20_261_126);
const ROUNDS = 5;
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 10);

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  // Something to look at: runs that ended, and some that wait for a person.
  for (const [i, amount] of [40, 900, 950].entries())
    await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf(`ORD-6${i}`, amount) });
});
afterAll(() => server.close());

const MOST_TEXT = 200_000;

/** What only a person can do; everything else is asked with a key that no request of the fuzz can revoke. */
const isPersons = (path: string) => /\/(decision|sessions|password)\b/.test(path);

async function send({ method, path, headers, body }: FuzzRequest) {
  const left = new AbortController();
  const as = isPersons(path) ? ADMIN : 'key';
  const asked = await server.request(method, path, { as, signal: left.signal });
  const all = new Headers(asked.headers);
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  const startedMs = performance.now();
  const response = await callRoute(new Request(asked, { headers: all, body }));
  const type = response.headers.get('content-type') ?? '';
  const text = type.startsWith('text/event-stream') ? '' : (await response.text()).slice(0, MOST_TEXT);
  left.abort();
  return { status: response.status, type, text, ms: performance.now() - startedMs };
}

describe('the API under hostile requests', () => {
  it(
    `answers each as its description says (seed ${SEED})`,
    async () => {
      const document: OpenApi = (await server.call('GET', '/api/v1/openapi.json')).body;
      const report = await fuzz({ document, seed: SEED, seconds: SECONDS, leastRounds: ROUNDS, send });
      expect(report.findings, `seed ${SEED}`).toEqual([]);
      const unasked = [...report.reached].filter(([, { asked }]) => asked === 0);
      expect(unasked.map(([id]) => id)).toEqual([]);
      const succeeded = [...report.reached.values()].filter((count) => count.succeeded > 0).length;
      const me = report.reached.get('readMe') ?? { asked: 1, succeeded: 0 };
      expect(me.succeeded / me.asked, 'asked as somebody').toBeGreaterThan(0.4);
      expect(succeeded / report.reached.size).toBeGreaterThan(0.4);
      expect(server.app.lifecycle.phase).toBe('serving');
    },
    // It ends by its rounds, not by its speed.
    SECONDS * 1_000 + 290_000,
  );

  it('would find a fault', () => {
    const type = 'application/problem+json';
    const judged = (status: number, text = '{}', ms = 1) =>
      faultOf({ status, type, text, ms }, ['200', '400']);
    expect(judged(400)).toBeNull();
    expect(judged(503, '{"code":"halted"}')).toBeNull();
    for (const fault of [judged(500), judged(503), judged(404), judged(400, '{}', 9_000)])
      expect(fault).not.toBeNull();
    expect(judged(400, 'Error\n    at parse (/srv/lib/x.ts:1:2)')).toMatch(/insides/);
  });
});
