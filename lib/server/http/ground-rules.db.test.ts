// The ground rules of the API at the door of every endpoint there is: who, how it is said, and what is said to those who got it wrong.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Endpoint } from '../../contract/endpoint';
import { ENDPOINTS } from '../../contract/endpoints';
import { EXAMPLE_BODIES } from '../../contract/openapi-examples';
import { describeParameter } from '../../contract/openapi-schemas';
import type { Scope } from '../../domain/principal';
import { Known, schemaValue } from '../testing/fuzz/schema-values';
import { callRoute } from '../testing/route-table';
import { ADMIN, type Asked, refundOf, startTestServer, type TestServer } from '../testing/test-server';

let server: TestServer;
const keys = new Map<Scope, string>();
beforeAll(async () => {
  server = await startTestServer();
  for (const scope of ['runs:read', 'audit:read'] as const) {
    const body = { name: scope, scopes: [scope] };
    keys.set(scope, (await server.call('POST', '/api/v1/api-keys', { as: ADMIN, body })).body.key);
  }
});
afterAll(async () => {
  const failed = server.logged.filter((line) => line.message === 'request failed');
  await server.close();
  expect(failed).toEqual([]);
});

const endpoints: readonly Endpoint[] = Object.values(ENDPOINTS);
const withBody = endpoints.filter(({ body, bodyText }) => body !== undefined && bodyText === undefined);
const withText = endpoints.filter(({ bodyText }) => bodyText !== undefined);

/** Where a parameter takes what its schema can't tell, a text that it takes is added here. */
const NAMES = new Known(['model:sim-refunds', 'x', 'global', 'X_KEY']);

/** The path with a value in each place that its schema takes; there is nothing under it. */
function pathOf({ id, path, params }: Endpoint): string {
  const shape = (params?.shape ?? {}) as Readonly<Record<string, z.ZodType>>; // safe because a ZodObject's shape is made of schemas
  const filled = Object.entries(shape).reduce((filling, [name, schema]) => {
    const values = fc.sample(schemaValue(describeParameter(schema), {}, NAMES), { seed: 1, numRuns: 50 });
    const fitting = values.find((value) => schema.safeParse(String(value)).success);
    if (fitting === undefined) throw new Error(`nothing fits {${name}} of ${id}`);
    return filling.replace(`{${name}}`, encodeURIComponent(String(fitting)));
  }, path);
  return `/api/v1${filled}`;
}

async function ask(endpoint: Endpoint, asked: Asked = {}, search = '') {
  const answer = await server.call(endpoint.method, `${pathOf(endpoint)}${search}`, asked);
  if (answer.status >= 400) {
    expect(answer.headers.get('content-type'), endpoint.id).toBe('application/problem+json');
    expect(answer.body.requestId, endpoint.id).toBe(answer.headers.get('x-request-id'));
    expect(answer.body.status, endpoint.id).toBe(answer.status);
  }
  const paths = (answer.body?.errors ?? []).map((error: { path: string }) => error.path) as string[];
  return { ...answer, code: answer.body?.code as string | undefined, paths };
}

/** What is one of several kinds has its fields by its kind. */
function kindOf({ id }: Endpoint): Record<string, unknown> {
  const example = z.looseObject({ kind: z.string() }).safeParse(EXAMPLE_BODIES[id]).data;
  return example === undefined ? {} : { kind: example.kind };
}

describe('every endpoint', () => {
  it('asks who is asking', async () => {
    for (const endpoint of endpoints.filter(({ scope }) => scope !== 'public')) {
      const answer = await ask(endpoint);
      expect([answer.status, answer.code], endpoint.id).toEqual([401, 'unauthenticated']);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  it('asks for its scope, and says which one', async () => {
    for (const endpoint of endpoints.filter(({ scope }) => scope !== 'public' && scope !== 'signed-in')) {
      const key = keys.get(endpoint.scope === 'runs:read' ? 'audit:read' : 'runs:read');
      const answer = await ask(endpoint, { headers: { authorization: `Bearer ${key}` } });
      expect([answer.status, answer.code], endpoint.id).toEqual([403, 'forbidden']);
      expect(answer.body.detail).toContain(endpoint.scope);
    }
  });

  it('refuses a change that another site made a browser send', async () => {
    for (const endpoint of endpoints.filter(({ method, scope }) => method !== 'GET' && scope !== 'public')) {
      const answer = await ask(endpoint, { as: ADMIN, headers: { origin: 'https://elsewhere.example' } });
      expect([answer.status, answer.code], endpoint.id).toEqual([403, 'forbidden']);
    }
  });

  it('names every parameter that it does not know', async () => {
    for (const endpoint of endpoints) {
      const answer = await ask(endpoint, { as: 'key' }, '?colour=red');
      expect([answer.status, answer.code], endpoint.id).toEqual([400, 'invalid_request']);
      expect(answer.paths, endpoint.id).toContain('/query/colour');
    }
  });

  it('takes a body as JSON, of a bounded size, and names every field that it does not know', async () => {
    for (const endpoint of withBody) {
      const type = await ask(endpoint, { as: 'key', body: '{}', headers: { 'content-type': 'text/plain' } });
      expect([type.status, type.code], endpoint.id).toEqual([415, 'unsupported_media_type']);
      const large = await ask(endpoint, { as: 'key', body: `"${'x'.repeat(1_050_000)}"` });
      expect([large.status, large.code], endpoint.id).toEqual([413, 'too_large']);
      const broken = await ask(endpoint, { as: 'key', body: '{"a":' });
      expect([broken.status, broken.code], endpoint.id).toEqual([400, 'invalid_request']);
      const unknown = await ask(endpoint, { as: 'key', body: { ...kindOf(endpoint), 'no/such~field': 1 } });
      expect([unknown.status, unknown.code], endpoint.id).toEqual([400, 'invalid_request']);
      expect(unknown.paths, endpoint.id).toContain('/no~1such~0field');
    }
  });

  it('takes a body as text of its own kind alone, of a bounded size', async () => {
    expect(withText.map(({ id }) => id)).toEqual(['importUsage']);
    for (const endpoint of withText) {
      const { mediaType = '', mostBytes = 0 } = endpoint.bodyText ?? {};
      const sent = (body: string, type: string) =>
        ask(endpoint, { as: 'key', body, headers: { 'content-type': type } }, '?file=usage.csv');
      const json = await sent('{}', 'application/json');
      expect([json.status, json.code], endpoint.id).toEqual([415, 'unsupported_media_type']);
      const large = await sent('x'.repeat(mostBytes + 1), mediaType);
      expect([large.status, large.code], endpoint.id).toEqual([413, 'too_large']);
      const nothing = await sent('x', mediaType);
      expect([nothing.status, nothing.code], endpoint.id).toEqual([400, 'invalid_request']);
    }
  });

  it('refuses an Idempotency-Key and an If-Match that are none', async () => {
    for (const endpoint of endpoints.filter(({ idempotent, body }) => idempotent && body === undefined)) {
      const answer = await ask(endpoint, { as: 'key', headers: { 'idempotency-key': 'two words' } });
      expect([answer.status, answer.code], endpoint.id).toEqual([400, 'invalid_request']);
    }
    for (const endpoint of endpoints.filter(({ method }) => method === 'PUT')) {
      const answer = await ask(endpoint, { as: 'key', body: {}, headers: { 'if-match': '"first"' } });
      expect([answer.status, answer.code], endpoint.id).toEqual([400, 'invalid_request']);
      expect(answer.body.detail, endpoint.id).toContain('If-Match');
    }
  });

  it('answers other methods at its address with those that there are', async () => {
    const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
    for (const path of new Set(endpoints.map((endpoint) => endpoint.path))) {
      const there = endpoints.filter((endpoint) => endpoint.path === path);
      const allowed = there.map(({ method }) => method as string);
      const [some] = there;
      if (some === undefined) continue;
      for (const method of METHODS.filter((name) => !allowed.includes(name))) {
        const answer = await callRoute(await server.request(method, pathOf(some), { as: 'key' }));
        expect(answer.status, `${method} ${path}`).toBe(405);
        expect(answer.headers.get('allow')?.split(', ').toSorted()).toEqual(allowed.toSorted());
      }
    }
  });
});

describe('lists', () => {
  const keyOf = ({ id, name, email, scope, period, seq, key }: Record<string, unknown>) =>
    JSON.stringify([id, name, email, scope, period, seq, key]);
  const pageOf = async (path: string) => (await server.call('GET', path, { as: 'key' })).body;

  /** What a list can't do without. */
  const NEEDED: Readonly<Record<string, string>> = { listPolicyDifferences: 'version=1&' };

  async function walk(path: string, meanwhile: () => Promise<unknown> = async () => undefined, needed = '') {
    const items: Record<string, unknown>[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await pageOf(`${path}?${needed}limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(page.items.length, path).toBeLessThanOrEqual(1);
      items.push(...page.items);
      cursor = page.nextCursor;
      await meanwhile();
    }
    return items.map(keyOf);
  }

  it('are the same page by page as at once', async () => {
    for (let i = 0; i < 3; i += 1)
      await server.call('POST', '/api/v1/runs', { as: 'key', body: refundOf(`ORD-90${i}`, 900) });
    const lists = endpoints.filter(
      ({ method, query, path, scope }) =>
        method === 'GET' &&
        scope !== 'signed-in' &&
        !path.includes('{') &&
        query !== undefined &&
        isList(query),
    );
    expect(lists.length).toBeGreaterThan(6);
    // These two grow and shrink by themselves: with each answer that is audited, and with each call under way.
    const ownTime: readonly string[] = ['listAudit', 'listHolds'];
    for (const { path, id } of lists.filter((list) => !ownTime.includes(list.id))) {
      const needed = NEEDED[id] ?? '';
      const whole = await pageOf(`/api/v1${path}?${needed}limit=500`);
      expect(await walk(`/api/v1${path}`, undefined, needed), id).toEqual(whole.items.map(keyOf));
    }
  });

  it('lose nothing and repeat nothing while others come and go', async () => {
    const before = (await pageOf('/api/v1/runs?limit=500')).items.map(keyOf);
    let made = 0;
    const walked = await walk('/api/v1/runs', async () => {
      made += 1;
      if (made > 3) return;
      const body = refundOf(`ORD-91${made}`, 40);
      expect((await server.call('POST', '/api/v1/runs', { as: 'key', body })).status).toBe(201);
    });
    expect(walked).toEqual(before);
  });
});

function isList(query: z.ZodType): boolean {
  return 'shape' in query && 'cursor' in (query.shape as object); // safe because only a name in it is looked for
}
