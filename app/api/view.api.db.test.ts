// The endpoints of saved views, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOST_VIEWS } from '@/lib/contract/view';
import { VIEW_ENDPOINTS } from '@/lib/contract/view-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ADMIN,
  ENGINEER,
  OPERATOR,
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
const failed = (name: string, shared = false) => ({ page: 'runs', name, query: 'status=failed', shared });
const create = (as: string, body: unknown) => ask('createView', '/views', { as, body });
const replace = (as: string, id: string, body: unknown, headers = {}) =>
  ask('replaceView', `/views/${id}`, { as, body, headers });
const names = async (as: string, page = 'runs') =>
  (await ask('listViews', `/views?page=${page}`, { as })).body.items.map(
    (view: { name: string }) => view.name,
  );
const audited = async () =>
  (
    await server.app.db.prisma.auditEvent.findMany({ where: { entityKind: 'view' }, orderBy: { seq: 'asc' } })
  ).map(({ action, before, after }) => ({ action, before, after }));

describe('the view endpoints', () => {
  it('keep a view to its owner, by page and by name', async () => {
    const made = await create(OPERATOR, failed('Failed'));
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Failed', own: true, mayChange: true, version: 1 },
    });
    await create(OPERATOR, {
      page: 'approvals',
      name: 'Refunds',
      query: 'tool=payments.refund',
      shared: false,
    });
    expect(await names(OPERATOR)).toEqual(['Failed']);
    expect(await names(OPERATOR, 'approvals')).toEqual(['Refunds']);
    expect(await names(VIEWER)).toEqual([]);
    const { id } = made.body;
    const body = { name: 'x', query: 'q=1', shared: true };
    for (const other of [VIEWER, ADMIN]) {
      expect((await replace(other, id, body)).status).toBe(404);
      expect((await ask('deleteView', `/views/${id}`, { as: other })).status).toBe(404);
    }
    expect(await audited()).toEqual([]);
  });

  it('are kept of the record only by who may read it, of agents and tools by everybody, with their own filters', async () => {
    const record = { page: 'audit', name: 'Sign-ins', query: 'action=session.create', shared: false };
    expect((await create(ENGINEER, record)).status).toBe(403);
    expect((await ask('listViews', '/views?page=audit', { as: ENGINEER })).status).toBe(403);
    expect((await create(ADMIN, record)).status).toBe(201);
    expect(await names(ADMIN, 'audit')).toEqual(['Sign-ins']);
    expect((await create(VIEWER, { page: 'agents', name: 'R', query: 'q=r', shared: false })).status).toBe(
      201,
    );
    const models = { page: 'tools', name: 'Models', query: 'tab=models', shared: false };
    expect((await create(VIEWER, models)).status).toBe(201);
    const foreign = await create(VIEWER, { ...models, name: 'Open', query: 'event=3' });
    expect(foreign.body).toMatchObject({ errors: [{ path: '/query' }] });
  });

  it('show a shared one to all; its owner or an administrator changes it, and the audit tells', async () => {
    const { id } = (await create(OPERATOR, failed('For all', true))).body;
    const seen = await ask('listViews', '/views?page=runs', { as: VIEWER });
    expect(seen.body.items).toMatchObject([{ id, own: false, mayChange: false, shared: true }]);
    const body = { name: 'For everyone', query: 'agent=refunds&status=failed', shared: true };
    expect((await replace(VIEWER, id, body)).status).toBe(403);
    expect((await ask('deleteView', `/views/${id}`, { as: VIEWER })).status).toBe(403);
    const changed = await replace(ADMIN, id, body, { 'if-match': '"1"' });
    expect(changed.body).toMatchObject({ version: 2, query: 'status=failed&agent=refunds', own: false });
    expect((await replace(OPERATOR, id, body)).body.version).toBe(2);
    expect((await ask('deleteView', `/views/${id}`, { as: ADMIN })).status).toBe(204);
    expect(await names(VIEWER)).toEqual([]);
    expect(await audited()).toMatchObject([
      { action: 'view.put', before: null, after: { name: 'For all' } },
      { action: 'view.put', before: { name: 'For all' }, after: { name: 'For everyone' } },
      { action: 'view.delete', before: { name: 'For everyone' }, after: null },
    ]);
  });

  it('refuse what is no filter of the page, a name that is taken, and an owner who is nobody', async () => {
    const at = async (query: string) => {
      const { status, body } = await create(OPERATOR, { ...failed('Odd'), query });
      expect(status, query).toBe(400);
      return body.errors[0];
    };
    expect(await at('')).toMatchObject({
      path: '/query',
      message: expect.stringContaining('must hold a filter'),
    });
    expect((await at('start=refunds')).message).toBe('start is no filter of this page');
    expect((await at('status=failed&status=queued')).message).toBe('names a filter twice');
    expect((await at('q=%00')).message).toContain('q says nothing');
    expect((await at('agent=')).message).toContain('agent says nothing');
    expect((await at(`q=${'ä'.repeat(900)}`)).message).toBe('is too long');
    expect((await create(OPERATOR, failed('  failed '))).body.code).toBe('conflict');
    expect((await create(OPERATOR, { ...failed('Odd'), name: 'two\nlines' })).status).toBe(400);
    const wanted = { name: 'machine', scopes: ['runs:read'], expiresAt: null };
    const key = await server.call('POST', '/api/v1/api-keys', { as: 'key', body: wanted });
    const headers = { authorization: `Bearer ${key.body.key}` };
    const asNobody = await ask('createView', '/views', { headers, body: failed('Odd') });
    expect(asNobody.body).toMatchObject({ code: 'forbidden', detail: expect.stringContaining('no person') });
    const seen = await ask('listViews', '/views?page=runs', { headers });
    expect(seen.body.items).toEqual([]);
    const closed = await ask('listViews', '/views?page=approvals', { headers });
    expect(closed.body).toMatchObject({
      code: 'forbidden',
      detail: expect.stringContaining('approvals:read'),
    });
    expect((await ask('listViews', '/views?page=nothing', { as: OPERATOR })).status).toBe(400);
  });

  it('end at a number that a list can show', async () => {
    for (let made = 0; made < MOST_VIEWS; made += 1)
      expect((await create(VIEWER, failed(`View ${made}`))).status).toBe(201);
    expect((await create(VIEWER, failed('One more'))).body.code).toBe('conflict');
    const first = await ask('listViews', '/views?page=runs&limit=30', { as: VIEWER });
    const cursor = encodeURIComponent(first.body.nextCursor);
    const rest = await ask('listViews', `/views?page=runs&limit=30&cursor=${cursor}`, { as: VIEWER });
    const ids = [...first.body.items, ...rest.body.items].map((view: { id: string }) => view.id);
    expect(new Set(ids).size).toBe(MOST_VIEWS);
    expect(rest.body.nextCursor).toBeNull();
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(VIEW_ENDPOINTS)));
  });
});
