// Every way in goes through its wrapper: routes, pages, layouts, actions. What is listed here by name is what guards itself.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../contract/endpoint';
import { ENDPOINTS } from '../contract/endpoints';
import { ACCESS_TABLE } from './testing/access-table';
import { ROUTE_FILES, routeModule } from './testing/route-table';

const APP = fileURLToPath(new URL('../../app', import.meta.url));
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Routes that are no JSON endpoints; each says itself who may ask. */
const PLAIN_ROUTES: Readonly<Record<string, string>> = {
  '/app/api/[...rest]/route.ts': 'nobody: there is nothing',
  '/app/api/auth/[...nextauth]/route.ts': 'everybody, throttled',
  '/app/api/health/live/route.ts': 'everybody',
  '/app/api/health/ready/route.ts': 'everybody',
  '/app/api/internal/advance/route.ts': 'who knows the internal token',
  '/app/api/v1/events/route.ts': 'session or key with runs:read',
};
/** Layouts that show nothing of anybody's. */
const BARE_LAYOUTS = ['layout.tsx'];

const fileOf = (path: string) => `/app/api/v1${path.replace(/\{(\w+)\}/g, '[$1]')}/route.ts`;
const sources = readdirSync(APP, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /\.tsx?$/.test(path),
);
const named = (name: RegExp) => sources.filter((path) => name.test(path));
const textOf = (path: string) => readFileSync(join(APP, path), 'utf8');

describe('routes', () => {
  it('stand one to one for the endpoints, each handler made for its own', async () => {
    const found: string[] = [];
    for (const file of ROUTE_FILES.filter((path) => !(path in PLAIN_ROUTES))) {
      const module = await routeModule(file);
      for (const method of METHODS) {
        const { endpoint, door } = module[method] as { endpoint?: Endpoint; door?: string }; // safe because every method is exported, and functions can be read
        if (endpoint === undefined) continue; // the refusal with 405
        expect(door, endpoint.id).toBe(endpoint.download === undefined ? 'json' : 'download');
        expect([endpoint.method, fileOf(endpoint.path)], endpoint.id).toEqual([method, file]);
        found.push(endpoint.id);
      }
    }
    expect(found.toSorted()).toEqual(Object.keys(ENDPOINTS).toSorted());
  });

  it('export all methods and nothing else but how Next treats them', async () => {
    for (const file of ROUTE_FILES) {
      const names = Object.keys(await routeModule(file)).filter((name) => name !== 'dynamic');
      expect(names.toSorted(), file).toEqual(METHODS.toSorted());
    }
  });

  it('stand in the table of who may ask for what', () => {
    const accesses = Object.values(ENDPOINTS).map(({ method, path }) => `${method} ${path}`);
    expect(Object.keys(ACCESS_TABLE).toSorted()).toEqual([...accesses, 'HEAD /events'].toSorted());
  });

  it('are called by a test for each group of endpoints, which asserts that it called them all', () => {
    const groups = readdirSync(join(APP, '../lib/contract')).flatMap(
      (name) => /^(.+)-endpoints\.ts$/.exec(name)?.[1] ?? [],
    );
    for (const group of groups)
      expect(textOf(`api/${group}.api.db.test.ts`)).toContain("it('have all been called'");
  });

  it('are plain only where that is said here, and then through plainRoute', () => {
    for (const file of Object.keys(PLAIN_ROUTES)) {
      expect(ROUTE_FILES).toContain(file);
      expect(textOf(file.slice('/app/'.length))).toMatch(/plainRoute|missingRoute/);
    }
  });
});

describe('pages and layouts', () => {
  const pages = named(/(^|\/)page\.tsx$/);
  it.each(pages)('%s is made by page() or publicPage()', (path) => {
    expect(textOf(path)).toMatch(/^export default (page|publicPage)\(/m);
  });

  it('are public in one place only', () => {
    expect(pages.filter((path) => textOf(path).includes('publicPage('))).toEqual(['sign-in/page.tsx']);
  });

  it.each(named(/(^|\/)(layout|template|default)\.tsx$/).filter((path) => !BARE_LAYOUTS.includes(path)))(
    '%s is made by layout()',
    (path) => {
      expect(textOf(path)).toMatch(/^export default layout\(/m);
    },
  );
});

describe('actions', () => {
  const isAction = (path: string) => /^\s*(['"])use server\1;?\s*$/m.test(textOf(path));

  it('stand in app/actions, one a file', () => {
    expect(sources.filter((path) => isAction(path) && !path.startsWith('actions/'))).toEqual([]);
    expect(named(/^actions\//).filter((path) => !isAction(path))).toEqual([]);
  });

  it.each(named(/^actions\//))('%s acts through action()', (path) => {
    const text = textOf(path);
    expect(text.match(/^export (async function|const) /gm)).toHaveLength(1);
    expect(text).toMatch(/= action\(/);
  });
});
