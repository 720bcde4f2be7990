// Every endpoint asked by everybody: each role, each scope, and whoever may not come in any more. What was refused stands in the audit.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PEER_ADDRESS_HEADER } from './http/arrivals';
import {
  everyRole,
  everyScope,
  type Knocker,
  key,
  person,
  whoMayNotComeIn,
} from './testing/access-principals';
import { ACCESS_TABLE } from './testing/access-table';
import { startTestServer, type TestServer } from './testing/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 60_000);
afterAll(() => server.close());

const NOWHERE: Readonly<Record<string, string>> = {
  id: '01900000-0000-7000-8000-000000000000',
  name: 'nothing-there',
  version: '999999',
  seq: '999999999',
  email: 'nobody@example.com',
  scope: 'agent:nothing-there',
  key: 'tool:nothing-there',
};
/** What would end the very session that asks on. */
const QUERIES: Readonly<Record<string, string>> = { 'DELETE /sessions': '?keep=current' };
const pathOf = (template: string) =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(NOWHERE[name] ?? 'missing'));

let asked = 0;
async function ask(access: string, { headers }: Knocker): Promise<{ status: number; code: unknown }> {
  const [method = '', template = ''] = access.split(' ');
  asked += 1;
  // An address of its own, so that those whom nobody knows are told apart and none of them is slowed down.
  const peer = `10.${(asked >> 16) & 255}.${(asked >> 8) & 255}.${asked & 255}`;
  const hasBody = method === 'POST' || method === 'PUT';
  const answer = await server.call(method, `/api/v1${pathOf(template)}${QUERIES[access] ?? ''}`, {
    ...(hasBody ? { body: {} } : {}),
    headers: { [PEER_ADDRESS_HEADER]: peer, ...headers },
  });
  return { status: answer.status, code: answer.body?.code };
}

/** What each was answered, as far as it is about access. */
async function askAll(knocker: Knocker): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const access of Object.keys(ACCESS_TABLE)) {
    const { status } = await ask(access, knocker);
    answers[access] = status === 401 || status === 403 ? String(status) : status >= 500 ? 'fault' : 'in';
  }
  return answers;
}

const expected = (
  answer: (row: (typeof ACCESS_TABLE)[string], access: string) => string,
): Record<string, string> =>
  Object.fromEntries(Object.entries(ACCESS_TABLE).map(([access, row]) => [access, answer(row, access)]));

/** Of each that was refused, exactly one event that names who and what. */
async function expectAudited(
  knockers: ReadonlyMap<string, Knocker>,
  answers: Map<string, Record<string, string>>,
) {
  for (const [name, { actorId }] of knockers) {
    if (actorId === null) continue;
    const refused = Object.entries(answers.get(name) ?? {}).filter(([, answer]) => answer !== 'in');
    const { rows } = await server.app.db.pool.query<{ id: string; code: string }>(
      `SELECT entity_id AS id, after->>'code' AS code FROM audit_event
       WHERE action = 'access.refuse' AND actor->>'id' = $1 ORDER BY seq`,
      [actorId],
    );
    const told = rows.map(({ id, code }) => `${id} ${code === 'unauthenticated' ? 401 : 403}`);
    expect(told.toSorted(), name).toEqual(
      refused.map(([access, answer]) => `${access} ${answer}`).toSorted(),
    );
  }
}

describe('every endpoint', () => {
  it('is open to the roles that may, and to no other', async () => {
    const people = await everyRole(server.app);
    const answers = new Map<string, Record<string, string>>();
    for (const [role, knocker] of people) {
      answers.set(role, await askAll(knocker));
      expect(answers.get(role), role).toEqual(
        expected(({ roles }) => (roles === null || roles.some((one) => one === role) ? 'in' : '403')),
      );
    }
    await expectAudited(people, answers);
  }, 120_000);

  it('is open to keys with the scope, and to no other', async () => {
    const keys = new Map(await everyScope(server.app));
    const viewer = await person(server.app, 'owner', 'viewer');
    const narrow = await key(server.app, 'of a viewer', ['runs:read', 'runs:write'], {
      userId: viewer.actorId ?? '',
    });
    keys.set('the key of a viewer, who may not write', { ...narrow, scopes: ['runs:read'] });
    const answers = new Map<string, Record<string, string>>();
    for (const [name, knocker] of keys) {
      answers.set(name, await askAll(knocker));
      const has = (scope: string) => knocker.scopes?.some((one) => one === scope || one === 'admin') === true;
      expect(answers.get(name), name).toEqual(
        expected(({ scope }) => (scope === null || (scope !== 'person' && has(scope)) ? 'in' : '403')),
      );
    }
    await expectAudited(keys, answers);
  }, 240_000);

  it('is closed to whoever may not come in any more', async () => {
    const knockers = await whoMayNotComeIn(server.app);
    const answers = new Map<string, Record<string, string>>();
    for (const [name, knocker] of knockers) {
      answers.set(name, await askAll(knocker));
      const isForeign = name === 'another site';
      // What only reads tells another site nothing: the browser keeps the answer from it.
      const no = (access: string) => (isForeign ? (/^(GET|HEAD) /.test(access) ? 'in' : '403') : '401');
      expect(answers.get(name), name).toEqual(
        expected(({ roles }, access) => (roles === null ? 'in' : no(access))),
      );
    }
    await expectAudited(knockers, answers);
  }, 240_000);

  it.each([
    ['a password that somebody else gave', 'new', { temporary: true }],
    ['who has to set up a second factor', 'unproven', { mustEnrol: true }],
  ])(
    'is closed to %s, but for what everybody signed in may ask',
    async (_who, name, over) => {
      const knocker = await person(server.app, name, 'admin', over);
      expect(await askAll(knocker)).toEqual(
        expected(({ roles, scope }) =>
          roles === null || scope === null || scope === 'person' ? 'in' : '403',
        ),
      );
    },
    60_000,
  );
});

describe('what is somebody else’s', () => {
  it('is kept from others as if it were not there, and the record says who asked', async () => {
    const { app } = server;
    // Every door was asked as everybody within this minute, and beyond a bound refusals are counted together.
    await app.refusals.flush();
    const [owner, other] = [await person(app, 'has', 'viewer'), await person(app, 'has-not', 'engineer')];
    const body = { page: 'runs', name: 'mine', query: 'status=failed', shared: false };
    const made = await server.call('POST', '/api/v1/views', { headers: owner.headers, body });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const { page: _, ...changed } = { ...body, name: 'theirs' };
    const tries: [method: string, path: string, access: string, body?: unknown][] = [
      ['DELETE', `/sessions/${owner.sessionId}`, 'DELETE /sessions/{id}'],
      ['PUT', `/views/${made.body.id}`, 'PUT /views/{id}', changed],
      ['DELETE', `/views/${made.body.id}`, 'DELETE /views/{id}'],
    ];
    for (const [method, path, , sent] of tries) {
      const asked = { headers: other.headers, ...(sent === undefined ? {} : { body: sent }) };
      const [theirs, nothing] = [
        await server.call(method, `/api/v1${path}`, asked),
        await server.call(method, `/api/v1${path.replace(/[^/]+$/, NOWHERE.id ?? '')}`, asked),
      ];
      expect([theirs.status, theirs.body.detail], path).toEqual([404, nothing.body.detail]);
    }
    const sessions = await server.call('GET', '/api/v1/sessions?user=has@access.test', {
      headers: other.headers,
    });
    expect(sessions.status).toBe(403);
    const { rows } = await app.db.pool.query<{ id: string; path: string }>(
      `SELECT entity_id AS id, after->>'path' AS path FROM audit_event
       WHERE action = 'access.refuse' AND actor->>'id' = $1 ORDER BY seq`,
      [other.actorId],
    );
    expect(rows).toEqual([
      ...tries.map(([, path, access]) => ({ id: access, path })),
      { id: 'GET /sessions', path: '/sessions' },
    ]);
    const still = await server.call('GET', '/api/v1/views?page=runs', { headers: owner.headers });
    expect(still.body.items).toMatchObject([{ name: 'mine' }]);
    expect((await server.call('GET', '/api/v1/me', { headers: owner.headers })).status).toBe(200);
  });
});

it('tells of those whom nobody knows by their addresses', async () => {
  await server.app.refusals.flush();
  for (let i = 0; i < 3; i += 1)
    await server.call('GET', '/api/v1/runs', { headers: { [PEER_ADDRESS_HEADER]: `2001:db8:1:2::${i}` } });
  await server.app.refusals.flush();
  const last = await server.app.db.prisma.auditEvent.findFirst({ orderBy: { seq: 'desc' } });
  expect(last).toMatchObject({
    action: 'access.refuse',
    entityId: 'anonymous',
    after: { requests: 3, from: [{ address: '2001:db8:1:2::/64', requests: 3 }] },
  });
});
