// Every page asked for by everybody: each role, and whoever may not come in any more. What each is led to stands in the table, and in nothing else.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ASKED_PATH_HEADER } from '@/lib/server/auth/session-cookie';
import { RATE_DIGEST } from '@/lib/server/http/page';
import { everyRole, type Knocker, person, whoMayNotComeIn } from '@/lib/server/testing/access-principals';
import { startTestServer, type TestServer } from '@/lib/server/testing/test-server';

// What other files have loaded in this process has its own next/headers, and what is loaded here must not stay for them.
const asked = vi.hoisted(() => {
  vi.resetModules();
  return { headers: new Headers() };
});
vi.mock('next/headers', () => ({ headers: async () => asked.headers, cookies: async () => new Map() }));

type Props = { params: Promise<Record<string, unknown>>; searchParams: Promise<Record<string, string>> };
type PageModule = { default: (props: Props) => Promise<unknown> };
type Glob = (pattern: string) => Record<string, () => Promise<PageModule>>;
// safe because vite, which runs the tests, replaces this call
const FILES = (import.meta as unknown as { glob: Glob }).glob('/app/**/page.tsx');

const EVERYBODY = ['viewer', 'operator', 'approver', 'engineer', 'admin'] as const;
type Role = (typeof EVERYBODY)[number];
const ENGINEERS: readonly Role[] = ['engineer', 'admin'];
const ADMINS: readonly Role[] = ['admin'];

/** Who may see it; each page of the app is a line. */
const PAGES: Readonly<Record<string, readonly Role[]>> = {
  '/': EVERYBODY,
  '/account': EVERYBODY,
  '/agents': EVERYBODY,
  '/agents/[name]': EVERYBODY,
  '/agents/[name]/edit': ENGINEERS,
  '/agents/new': ENGINEERS,
  '/approvals/[[...id]]': EVERYBODY,
  '/approvals/calibration': EVERYBODY,
  '/approvals/metrics': EVERYBODY,
  '/audit': ADMINS,
  '/breakers': EVERYBODY,
  '/dead-letters': EVERYBODY,
  '/errors': EVERYBODY,
  '/incidents': EVERYBODY,
  '/models/[name]': EVERYBODY,
  '/models/[name]/edit': ENGINEERS,
  '/models/new': ENGINEERS,
  '/policies': EVERYBODY,
  '/runs': EVERYBODY,
  '/runs/[id]': EVERYBODY,
  '/settings/[[...section]]': EVERYBODY,
  '/spend': EVERYBODY,
  '/spend/reconciliation': EVERYBODY,
  '/tools': EVERYBODY,
  '/tools/[name]': EVERYBODY,
  '/tools/[name]/edit': ENGINEERS,
  '/tools/new': ENGINEERS,
  '/proven': EVERYBODY,
};
/** Pages of a way in: the sign-in, and what comes before anything else for who has to. */
const ENTRIES = ['/sign-in', '/choose-password', '/second-factor'];

const PARAMS = { name: 'refunds', id: '01900000-0000-7000-8000-000000000000', section: ['people'] };
const pathOf = (file: string) => file.replace(/^\/app|\/\(console\)|\/page\.tsx$/g, '') || '/';
const fileOf = new Map(Object.keys(FILES).map((file) => [pathOf(file), file]));

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 60_000);
afterAll(async () => {
  await server.close();
  vi.resetModules();
});

/** `seen`, `not found`, or where it leads. */
async function visit(path: string, { headers }: Knocker, name = PARAMS.name): Promise<string> {
  asked.headers = new Headers({ ...headers, [ASKED_PATH_HEADER]: path.replace('[name]', name) });
  const page = await FILES[fileOf.get(path) ?? '']?.();
  if (page === undefined) throw new Error(`there is no page ${path}`);
  try {
    const params = path.includes('id')
      ? { ...PARAMS, id: path.includes('...') ? [PARAMS.id] : PARAMS.id }
      : { ...PARAMS, name };
    await page.default({ params: Promise.resolve(params), searchParams: Promise.resolve({}) });
    return 'seen';
  } catch (error) {
    const digest = String((error as { digest?: unknown }).digest);
    if (digest.startsWith('NEXT_HTTP_ERROR_FALLBACK;404')) return 'not found';
    const led = /^NEXT_REDIRECT;\w+;([^;?]*)/.exec(digest)?.[1];
    if (led === undefined) throw error;
    return led;
  }
}
async function visitAll(knocker: Knocker): Promise<Record<string, string>> {
  const led: Record<string, string> = {};
  for (const path of Object.keys(PAGES)) led[path] = await visit(path, knocker);
  return led;
}
const all = (led: string) => Object.fromEntries(Object.keys(PAGES).map((path) => [path, led]));

const refusedTo = ({ actorId }: Knocker) =>
  server.app.db.prisma.auditEvent.findMany({
    where: { action: 'access.refuse', actor: { path: ['id'], equals: actorId ?? '' } },
    orderBy: { seq: 'asc' },
  });

describe('every page', () => {
  it('stands in the table', () => {
    expect([...fileOf.keys()].toSorted()).toEqual([...Object.keys(PAGES), ...ENTRIES].toSorted());
  });

  it('is seen by the roles that may, and is not there for others, which the record tells', async () => {
    for (const [role, knocker] of await everyRole(server.app)) {
      const expected = Object.entries(PAGES).map(([path, roles]) => {
        return [path, roles.some((one) => one === role) ? 'seen' : 'not found'];
      });
      expect(await visitAll(knocker), role).toEqual(Object.fromEntries(expected));
      const refused = await refusedTo(knocker);
      expect(refused.map(({ entityId }) => entityId).toSorted(), role).toEqual(
        expected.flatMap(([path, led]) => (led === 'seen' ? [] : [`page ${path}`])).toSorted(),
      );
    }
  }, 60_000);

  it('leads whoever may not come in to the sign-in', async () => {
    const knockers = await whoMayNotComeIn(server.app);
    for (const [name, knocker] of knockers) {
      // A page is asked for by a link on any site; what acts is refused to it (lib/server/access-matrix.db.test.ts).
      const led = name === 'another site' ? 'seen' : '/sign-in';
      const there = await visitAll(knocker);
      expect(there, name).toEqual(all(led));
    }
  }, 60_000);

  it('leads whoever has to do something first to where it is done', async () => {
    const [given, unproven] = [
      await person(server.app, 'given', 'admin', { temporary: true }),
      await person(server.app, 'unproven', 'admin', { mustEnrol: true }),
    ];
    expect(await visitAll(given)).toEqual(all('/choose-password'));
    expect(await visitAll(unproven)).toEqual(all('/second-factor'));
    expect(await visit('/choose-password', given)).toBe('seen');
    expect(await visit('/second-factor', unproven)).toBe('seen');
    const admin = await person(server.app, 'done', 'admin');
    for (const entry of ENTRIES) expect(await visit(entry, admin), entry).toBe('/');
  }, 60_000);

  it('is one thing in the record, whatever ids stand in its address, and waits where too much is asked for', async () => {
    const curious = await person(server.app, 'curious', 'viewer');
    for (let i = 0; i < 40; i += 1) await visit('/agents/[name]/edit', curious, `n${i}`);
    await server.app.refusals.flush();
    expect(await refusedTo(curious)).toMatchObject([
      { entityId: 'page /agents/[name]/edit', after: { path: '/agents/n0/edit' } },
      { entityId: 'page /agents/[name]/edit', after: { again: 39 } },
    ]);
    const taken = vi.spyOn(server.app.rates.principals, 'take').mockReturnValue(400);
    const slowed = visit('/tools', curious);
    await expect(slowed).rejects.toMatchObject({ code: 'rate_limited', digest: RATE_DIGEST });
    expect(taken.mock.calls).toEqual([[`user:${curious.actorId}`]]);
    taken.mockRestore();
    expect(await visit('/tools', curious)).toBe('seen');
  }, 60_000);
});
