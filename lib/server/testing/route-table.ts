// Finds the route file behind an address the way Next does: literal before parameter before the rest.
type RouteModule = Readonly<Record<string, unknown>>;
type Handler = (request: Request, context: { params: Promise<Record<string, unknown>> }) => Promise<Response>;

type Glob = (pattern: string) => Record<string, () => Promise<RouteModule>>;
// safe because vite, which runs the tests, replaces this call
const FILES = (import.meta as unknown as { glob: Glob }).glob('/app/api/**/route.ts');

export const ROUTE_FILES: readonly string[] = Object.keys(FILES);

export async function routeModule(file: string): Promise<RouteModule> {
  const load = FILES[file];
  if (load === undefined) throw new Error(`there is no ${file}`);
  return load();
}

type Match = { readonly file: string; readonly params: Record<string, unknown>; readonly rank: string };

function matchOf(file: string, segments: readonly string[]): Match | null {
  const pattern = file
    .replace(/^\/app\//, '')
    .replace(/\/route\.ts$/, '')
    .split('/');
  const params: Record<string, unknown> = {};
  let rank = '';
  for (const [i, part] of pattern.entries()) {
    const rest = /^\[\.\.\.(\w+)\]$/.exec(part)?.[1];
    if (rest !== undefined)
      return i < segments.length
        ? { file, params: { ...params, [rest]: segments.slice(i) }, rank: `${rank}2` }
        : null;
    const segment = segments[i];
    const name = /^\[(\w+)\]$/.exec(part)?.[1];
    if (segment === undefined || (name === undefined && part !== segment)) return null;
    if (name !== undefined) params[name] = decodeURIComponent(segment);
    rank += name === undefined ? '0' : '1';
  }
  return pattern.length === segments.length ? { file, params, rank } : null;
}

/** Answers a request by calling the very handler that Next would call. */
export async function callRoute(request: Request): Promise<Response> {
  const segments = new URL(request.url).pathname.split('/').filter((part) => part !== '');
  const matches = ROUTE_FILES.flatMap((file) => matchOf(file, segments) ?? []);
  const [best] = matches.toSorted((a, b) => a.rank.localeCompare(b.rank));
  if (best === undefined) throw new Error(`no route file for ${request.url}`);
  const method = request.method === 'HEAD' ? 'GET' : request.method; // as Next does, which leaves the body away
  const handler = (await routeModule(best.file))[method] as Handler | undefined; // safe because route files export handlers by method
  if (handler === undefined) throw new Error(`${best.file} exports no ${request.method}`);
  return handler(request, { params: Promise.resolve(best.params) });
}
