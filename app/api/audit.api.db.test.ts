// The audit endpoints of API v1, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUDIT_ENDPOINTS } from '@/lib/contract/audit-endpoints';
import { sealJournals } from '@/lib/server/seals/seal-journals';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ADMIN,
  APPROVER,
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);
type Event = { seq: number; action: string; actor: { label: string }; entity: object; hash: string };
const list = async (query = '') => {
  const answer = await ask('listAudit', `/audit${query}`, { as: ADMIN });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.items as Event[]; // safe because the answer was held to its description
};

describe('the audit endpoints', () => {
  it('are for administrators and for keys that were given the scope', async () => {
    for (const as of [VIEWER, OPERATOR, APPROVER, ENGINEER]) {
      expect((await ask('listAudit', '/audit', { as })).status).toBe(403);
      expect((await ask('verifyAudit', '/audit/verify', { as })).status).toBe(403);
    }
    expect((await ask('listAudit', '/audit')).status).toBe(401);
    const body = { name: 'auditor', scopes: ['audit:read'] };
    const made = await server.call('POST', '/api/v1/api-keys', { as: ADMIN, body });
    const headers = { authorization: `Bearer ${made.body.key}` };
    expect((await ask('listAudit', '/audit', { headers })).status).toBe(200);
    expect((await ask('verifyAudit', '/audit/verify', { headers })).body.ok).toBe(true);
    expect((await server.call('GET', '/api/v1/runs', { headers })).status).toBe(403);
  });

  it('list newest first, dense, page by page while more comes', async () => {
    const first = await ask('listAudit', '/audit?limit=2', { as: ADMIN });
    await server.call('PUT', '/api/v1/secrets/PAGED', { as: ADMIN, body: { value: 'between two pages' } });
    const second = await ask('listAudit', `/audit?limit=2&cursor=${first.body.nextCursor}`, { as: ADMIN });
    const seqs = [...first.body.items, ...second.body.items].map(({ seq }: Event) => seq);
    expect(seqs).toEqual([0, 1, 2, 3].map((less) => (seqs[0] ?? 0) - less));
    expect((await ask('listAudit', '/audit?cursor=WyJ4Il0', { as: ADMIN })).status).toBe(400);
  });

  it('find by actor, action, entity, period and text', async () => {
    await server.call('PUT', '/api/v1/secrets/FOUND_ME', {
      as: ENGINEER,
      body: { value: 'a value to find' },
    });
    const { body: me } = await server.call('GET', '/api/v1/me', { as: ENGINEER });
    const [put] = await list('?entity=secret:FOUND_ME');
    expect(put).toMatchObject({ action: 'secret.put', actor: { label: me.name }, after: { version: 1 } });
    for (const actor of [ENGINEER, me.id, me.name, ENGINEER.toUpperCase()]) {
      const found = await list(`?actor=${encodeURIComponent(actor)}`);
      expect(found.map(({ seq }) => seq)).toContain(put?.seq);
      expect(new Set(found.map((event) => event.actor.label))).toEqual(new Set([me.name]));
    }
    expect(await list('?actor=nobody')).toEqual([]);
    const actions = new Set((await list('?action=secret.put,session.create')).map(({ action }) => action));
    expect(actions).toEqual(new Set(['secret.put', 'session.create']));
    expect((await list('?entity=secret')).length).toBeGreaterThanOrEqual(2);
    expect((await list('?q=found_m')).map(({ seq }) => seq)).toEqual([put?.seq]);
    expect(await list('?q=%25')).toEqual([]);
    const at = (put as unknown as { at: string }).at; // safe because every event has one
    expect((await list(`?since=${at}&entity=secret:FOUND_ME`)).length).toBe(1);
    expect(await list(`?until=${at}&entity=secret:FOUND_ME`)).toEqual([]);
    for (const bad of ['action=nothing', 'entity=Agent:x', 'since=yesterday', 'unknown=1'])
      expect((await ask('listAudit', `/audit?${bad}`, { as: ADMIN })).status, bad).toBe(400);
  });

  it('read one event, and say where there is none', async () => {
    const [newest] = await list('?limit=1');
    expect((await ask('readAuditEvent', `/audit/${newest?.seq}`, { as: ADMIN })).body).toEqual(newest);
    for (const seq of ['9007199254740991', '0', 'first'])
      expect((await ask('readAuditEvent', `/audit/${seq}`, { as: ADMIN })).status, seq).toBe(404);
    expect((await ask('readAuditEvent', '/audit/1', { as: ENGINEER })).status).toBe(403);
  });

  it('name what an id alone does not tell', async () => {
    const [session] = await list('?action=session.create');
    expect(session?.entity).toMatchObject({ kind: 'session', name: expect.any(String) });
    const [key] = await list('?action=api_key.create');
    expect(key?.entity).toMatchObject({ kind: 'api_key', name: 'auditor' });
  });

  it('show no value that has become a secret since', async () => {
    const value = 'a label that was harmless';
    await server.call('PUT', '/api/v1/settings', { as: ADMIN, body: { displayName: value } });
    const shown = async () => JSON.stringify(await list('?action=settings.put'));
    expect(await shown()).toContain(value);
    await server.call('PUT', '/api/v1/secrets/LATER', { as: ADMIN, body: { value } });
    expect(await shown()).not.toContain(value);
    expect(await shown()).toContain('[secret:LATER]');
  });

  it('export exactly what is filtered, as JSON and as CSV', async () => {
    const filter = 'action=secret.put,settings.put';
    const shown = await list(`?${filter}&limit=500`);
    const json = await ask('exportAudit', `/audit/export?${filter}&format=json`, { as: ADMIN });
    expect(json.body).toEqual(shown);
    const csv = await ask('exportAudit', `/audit/export?${filter}`, { as: ADMIN });
    const lines = csv.body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(shown.length + 1);
    expect(lines[0]).toMatch(/^seq,at,actorKind/);
    expect(csv.body).not.toContain('a label that was harmless');
    expect((await ask('exportAudit', '/audit/export', { as: ENGINEER })).status).toBe(403);
  });

  it('verify the chain, and say what can’t be seen without a head', async () => {
    const plain = await ask('verifyAudit', '/audit/verify', { as: ADMIN });
    const [newest] = await list('?limit=1');
    expect(plain.body).toMatchObject({
      ok: true,
      checked: newest?.seq,
      firstBroken: null,
      head: newest?.hash,
      expectedHead: 'not_given',
      detail: expect.stringContaining('cut off'),
    });
    const known = await ask('verifyAudit', `/audit/verify?expectedHead=${newest?.hash}`, { as: ADMIN });
    expect(known.body).toMatchObject({ ok: true, expectedHead: 'found' });
    const other = await ask('verifyAudit', `/audit/verify?expectedHead=${'f'.repeat(64)}`, { as: ADMIN });
    expect(other.body).toMatchObject({ ok: false, firstBroken: null, expectedHead: 'missing' });
    expect((await ask('verifyAudit', '/audit/verify?expectedHead=f', { as: ADMIN })).status).toBe(400);
  });

  it('check journals piece by piece, and the record with the heads that were sealed of them', async () => {
    for (const [i, as] of [OPERATOR, OPERATOR].entries()) {
      const run = await server.call('POST', '/api/v1/runs', { as, body: refundOf(`ORD-86${i}`, 40) });
      await server.call('GET', `/api/v1/runs/${run.body.id}?wait=30`, { as });
    }
    await sealJournals(server.app);
    const { seals, detail } = (await ask('verifyAudit', '/audit/verify', { as: ADMIN })).body;
    const [event] = await list('?action=journal.seal&limit=1');
    expect(seals).toMatchObject({
      checked: 1,
      newest: { seq: event?.seq },
      firstBroken: null,
      unopened: 0,
    });
    expect(detail).toContain(`up to event ${event?.seq} they are under a signature`);

    const evidence = `/runs/${(await server.call('GET', '/api/v1/runs?limit=1', { as: ADMIN })).body.items[0].id}/evidence`;
    expect((await ask('exportEvidence', evidence, { as: ADMIN })).body).toContain('Evidence of one run');
    expect((await ask('exportEvidence', `${evidence}?format=jsonl`, { as: ADMIN })).body).toMatch(
      /^{"part":"about"/,
    );
    expect((await ask('exportEvidence', evidence, { as: ENGINEER })).status).toBe(403);

    const first = await ask('verifyJournals', '/audit/verify/journals?limit=1', { as: ADMIN });
    expect(first.body).toMatchObject({ ok: true, runs: 1, erased: 0, broken: [] });
    const second = await ask('verifyJournals', `/audit/verify/journals?after=${first.body.next}`, {
      as: ADMIN,
    });
    expect(second.body).toMatchObject({ ok: true, runs: 1, next: null });
    for (const query of ['after=x', 'limit=0', 'limit=9999'])
      expect((await ask('verifyJournals', `/audit/verify/journals?${query}`, { as: ADMIN })).status).toBe(
        400,
      );
    expect((await ask('verifyJournals', '/audit/verify/journals', { as: ENGINEER })).status).toBe(403);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(AUDIT_ENDPOINTS)));
  });
});
