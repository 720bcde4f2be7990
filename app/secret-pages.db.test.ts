// Every page is drawn on the server for an administrator after secrets came back in every form; what it shows, and what it hands to the browser, is searched.
import { text } from 'node:stream/consumers';
import { NuqsTestingAdapter } from 'nuqs/adapters/testing';
import { Tooltip } from 'radix-ui';
import { createElement as h, type ReactNode } from 'react';
import { prerenderToNodeStream } from 'react-dom/static';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ServerClockProvider } from '@/components/ui/server-clock';
import { createQueryClient } from '@/lib/query/query-client';
import { queryKeys } from '@/lib/query/query-keys';
import { SETTINGS_SECTIONS } from '@/lib/routes';
import { ASKED_PATH_HEADER } from '@/lib/server/auth/session-cookie';
import { type Knocker, person } from '@/lib/server/testing/access-principals';
import { hostileForms } from '@/lib/server/testing/planted-secrets';
import { ENVIRONMENT_KEY, type PlantedServer, startPlantedServer } from '@/lib/server/testing/planted-server';

// What other files have loaded in this process has its own next/headers, and what is loaded here must not stay for them.
const asked = vi.hoisted(() => {
  vi.resetModules();
  return { headers: new Headers(), query: '', handed: [] as unknown[] };
});
vi.mock('next/headers', () => ({ headers: async () => asked.headers, cookies: async () => new Map() }));
vi.mock('next/navigation', async (original) => ({
  ...(await original<typeof import('next/navigation')>()),
  useRouter: () => ({ push: () => {}, replace: () => {}, refresh: () => {}, prefetch: () => {} }),
  usePathname: () => '/',
  useSearchParams: () => new URLSearchParams(asked.query),
}));
vi.mock('@tanstack/react-query', async (original) => {
  const real = await original<typeof import('@tanstack/react-query')>();
  const HydrationBoundary = (props: Parameters<typeof real.HydrationBoundary>[0]) => {
    asked.handed.push(JSON.parse(JSON.stringify(props.state ?? null)));
    return h(real.HydrationBoundary, props);
  };
  return { ...real, HydrationBoundary };
});
const { QueryClientProvider } = await import('@tanstack/react-query');

type Params = Readonly<Record<string, string | readonly string[]>>;
type Props = { params: Promise<Params>; searchParams: Promise<Record<string, string>> };
type PageModule = { default: (props: Props) => Promise<ReactNode> };
type Glob = (pattern: string) => Record<string, () => Promise<PageModule>>;
// safe because vite, which runs the tests, replaces this call
const FILES = (import.meta as unknown as { glob: Glob }).glob('/app/**/page.tsx');
const SETTINGS = '/settings/[[...section]]';
const CONSOLE = '/app/(console)';
const fileOf = new Map(
  Object.keys(FILES)
    .filter((file) => file.startsWith(CONSOLE))
    .map((file) => [file.slice(CONSOLE.length, -'/page.tsx'.length) || '/', file]),
);

let at: PlantedServer;
let reader: Knocker;
let me: unknown;
beforeAll(async () => {
  at = await startPlantedServer();
  reader = await person(at.server.app, 'reader', 'admin');
  me = (await at.server.call('GET', '/api/v1/me', { headers: { ...reader.headers } })).body;
}, 120_000);
afterAll(async () => {
  await at.close();
  vi.resetModules();
});

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', '#x27': "'", lt: '<', gt: '>', amp: '&' };
const read = (html: string) =>
  html
    .replaceAll('<!-- -->', '')
    .replace(/&(quot|#x27|lt|gt|amp);/g, (whole, name: string) => ENTITIES[name] ?? whole);

/** What a person reads, and everything that goes to the browser with it. */
async function drawn(path: string, params: Params, query: Record<string, string> = {}) {
  const page = await FILES[fileOf.get(path) ?? '']?.();
  if (page === undefined) throw new Error(`there is no page ${path}`);
  const faults: unknown[] = [];
  Object.assign(asked, { query: new URLSearchParams(query).toString(), handed: [] });
  asked.headers = new Headers({ ...reader.headers, [ASKED_PATH_HEADER]: path });
  const content = await page.default({
    params: Promise.resolve(params),
    searchParams: Promise.resolve(query),
  });
  const tips = h(Tooltip.Provider, null, content);
  // biome-ignore lint/correctness/noChildrenProp: its type asks for them among the properties
  const clock = h(ServerClockProvider, { serverNowMs: Date.now(), children: tips });
  // biome-ignore lint/correctness/noChildrenProp: as above
  const address = h(NuqsTestingAdapter, { searchParams: asked.query, children: clock });
  const client = createQueryClient({ onSignedOut: () => {} });
  client.setQueryData(queryKeys.me(), me); // by the layout around every page
  const around = h(QueryClientProvider, { client }, address);
  const { prelude } = await prerenderToNodeStream(around, { onError: (error) => void faults.push(error) });
  const html = await text(prelude);
  expect(faults, path).toEqual([]);
  return { html, seen: read(html), handed: [...asked.handed] };
}

function expectClean(where: string, { html, seen, handed }: Awaited<ReturnType<typeof drawn>>): void {
  for (const secrets of [at.planted, at.access])
    expect(secrets.foundIn([html, seen, handed]), where).toEqual([]);
}

describe('a planted secret', () => {
  it('stands on no page, and in nothing that a page hands to the browser', async () => {
    const params: Readonly<Record<string, Params>> = {
      '/agents/[name]': { name: 'hostile' },
      '/agents/[name]/edit': { name: 'hostile' },
      '/models/[name]': { name: 'hostile' },
      '/models/[name]/edit': { name: 'hostile' },
      '/tools/[name]': { name: 'hostile.read' },
      '/tools/[name]/edit': { name: 'hostile.read' },
      '/runs/[id]': { id: at.runId },
    };
    for (const path of fileOf.keys()) {
      const page = await drawn(path, params[path] ?? {});
      expect(page.html.length, path).toBeGreaterThan(200);
      expectClean(path, page);
    }
  }, 120_000);

  it('stands in no section of the settings', async () => {
    for (const section of SETTINGS_SECTIONS) {
      const page = await drawn(SETTINGS, { section: [section] });
      expectClean(section, page);
      expect(page.handed, section).not.toEqual([null]);
      // That it was drawn, and not the place where it will be.
      if (section === 'secrets') expect(page.seen).toContain('VAULT_KEY');
    }
  }, 120_000);

  it('stands in no step of its run, where marks are in its place', async () => {
    const steps = await at.server.call('GET', `/api/v1/runs/${at.runId}/steps`, { headers: ENVIRONMENT_KEY });
    let marks = 0;
    for (const { step } of steps.body.items as { step: number }[])
      for (const tab of ['decision', 'io', 'attempts', 'raw']) {
        const page = await drawn('/runs/[id]', { id: at.runId }, { step: String(step), tab });
        expectClean(`step ${step} ${tab}`, page);
        marks += page.seen.split('[secret:VAULT_KEY]').length - 1;
      }
    expect(marks).toBeGreaterThan(10);
  }, 120_000);

  it('would be found on a page that showed one, in each form, in what is read and in what is handed on', async () => {
    const { pool } = at.server.app.db;
    const value = at.values.VAULT_KEY;
    for (const [nth, form] of hostileForms(value).entries()) {
      // Past everything that takes secrets out.
      await pool.query(
        `WITH said AS (INSERT INTO tool_version (name, version, definition, hash, created_at, created_by)
           SELECT name, version + 1, jsonb_set(definition::jsonb, '{description}', to_jsonb($1::text)), $2, now(), created_by
           FROM tool_version WHERE name = 'hostile.read' ORDER BY version DESC LIMIT 1 RETURNING name, version)
         UPDATE tool SET active_version = version, latest_version = version FROM said WHERE tool.name = said.name`,
        [form, `planted ${nth}`],
      );
      const page = await drawn('/tools/[name]', { name: 'hostile.read' });
      expect(page.seen).toContain(form);
      for (const part of [page.seen, page.handed])
        expect(at.planted.foundIn(part), form).toContainEqual(expect.stringContaining('VAULT_KEY as'));
      expect(() => expectClean('hostile.read', page)).toThrow('hostile.read: expected [');
    }
  }, 120_000);
});
