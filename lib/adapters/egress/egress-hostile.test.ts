// Hostile addresses, rebinding and redirects against a real listener on loopback that nobody may reach: not one connection arrives there.
import { createServer, get as plainGet } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { egressClient, endWithTest, failure, get, serve, text } from '../testing/egress-fixture';
import { HOSTILE_FORMS, type HostileForm } from '../testing/hostile-urls';

/** Counts whoever connects, before anything is read. */
async function listening(host = '127.0.0.1') {
  const seen = { connections: 0 };
  const server = createServer((_request, response) => void response.end('inside'));
  server.on('connection', () => {
    seen.connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  endWithTest({ close: () => server.close().closeAllConnections() });
  const { port } = server.address() as AddressInfo; // safe because it listens on a TCP port
  return { seen, port, urlOf: ({ url }: Pick<HostileForm, 'url'>) => url.replaceAll('PORT', String(port)) };
}

const unguarded = (url: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    plainGet(new URL(url), { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });

describe('hostile forms', () => {
  it('are more than a hundred, each once', () => {
    const urls = new Set(HOSTILE_FORMS.map(({ url }) => url));
    expect(urls.size).toBe(HOSTILE_FORMS.length);
    expect(HOSTILE_FORMS.length).toBeGreaterThanOrEqual(100);
  });

  it.each(HOSTILE_FORMS)('refuses $what: $url', async (form) => {
    const inside = await listening();
    const resolver = async () => form.answers ?? Promise.reject(new Error('nobody may be asked'));
    const client = egressClient({ allow: [], resolver });
    const error = await failure(client.request(get(inside.urlOf(form))));
    expect(error).toMatchObject({ code: form.code, class: 'fatal', sent: false });
    expect(inside.seen.connections).toBe(0);
  });

  it('lead to the listener where nobody guards: the forms marked so are real', async () => {
    const inside = await listening('0.0.0.0');
    const real = HOSTILE_FORMS.filter(({ leads }) => leads);
    expect(real.length).toBeGreaterThanOrEqual(30);
    for (const form of real)
      expect([form.what, await unguarded(inside.urlOf(form))]).toEqual([form.what, 200]);
    expect(inside.seen.connections).toBe(real.length);
  });

  it('are let through by the guard too once an operator allows the address, and only then', async () => {
    const inside = await listening();
    const client = egressClient({ allow: [`127.0.0.1:${inside.port}`] });
    const response = await client.request(get(`http://2130706433:${inside.port}/`));
    expect(text(response.body)).toBe('inside');
    expect(inside.seen.connections).toBe(1);
  });
});

describe('rebinding', () => {
  it('between the check and the connection finds no second look-up', async () => {
    const [front, inside] = [
      await serve((_request, response) => void response.end('front')),
      await listening(),
    ];
    const answers = [['127.0.0.1'], ['::1'], ['169.254.169.254']];
    let asked = 0;
    const resolver = async () => answers[asked++] ?? [];
    const client = egressClient({ allow: [`127.0.0.1:${front.port}`], resolver });
    const response = await client.request(get(`http://api.test:${front.port}/`));
    expect([text(response.body), asked]).toEqual(['front', 1]);
    const error = await failure(client.request(get(`http://api.test:${front.port}/`)));
    expect(error).toMatchObject({ code: 'address_refused', sent: false });
    expect(inside.seen.connections).toBe(0);
  });

  it.each([
    [['8.8.8.8', '127.0.0.1']],
    [['127.0.0.1', '8.8.8.8']],
    [['2606:4700::1', '127.0.0.1', '10.0.0.1']],
  ])('of a name with the answers %j is refused as a whole, on a port that is open', async (answers) => {
    const inside = await listening();
    const client = egressClient({ allow: [], resolver: async () => answers });
    const error = await failure(client.request(get(`http://mixed.test:${inside.port}/`)));
    expect(error).toMatchObject({ code: 'address_refused', sent: false });
    expect(inside.seen.connections).toBe(0);
  });
});

type Redirect = readonly [what: string, location: string, hosts: readonly string[], code: string];

/** INSIDE stands for the port of the listener that nobody may reach; `inside.test` resolves to it. */
const REDIRECTS: readonly Redirect[] = [
  ['a private address', 'http://127.0.0.1:INSIDE/', [], 'redirect_refused'],
  ['a private address among its hosts', 'http://127.0.0.1:INSIDE/', ['127.0.0.1'], 'address_refused'],
  ['a private address as a number', 'http://2130706433:INSIDE/', ['127.0.0.1'], 'address_refused'],
  ['a private address without scheme', '//127.0.0.1:INSIDE/', ['127.0.0.1'], 'address_refused'],
  ['a private address behind backslashes', '\\\\127.0.0.1:INSIDE/', ['127.0.0.1'], 'address_refused'],
  ['a foreign name', 'http://inside.test:INSIDE/', [], 'redirect_refused'],
  ['a name below its own', 'http://inside.front.test:INSIDE/', [], 'redirect_refused'],
  ['a name that its own begins', 'http://front.test.inside.test:INSIDE/', [], 'redirect_refused'],
  [
    'a name among its hosts that is private',
    'http://inside.test:INSIDE/',
    ['inside.test'],
    'address_refused',
  ],
  ['its own name at a port that is not allowed', 'http://front.test:INSIDE/', [], 'address_refused'],
  ['its own name, spelt otherwise', 'http://FRONT.test.:INSIDE/', [], 'address_refused'],
  ['its own name as user', 'http://front.test@127.0.0.1:INSIDE/', [], 'redirect_refused'],
  ['credentials at its own name', 'http://user:pw@front.test:INSIDE/', [], 'url_refused'],
  ['instance metadata', 'http://169.254.169.254/latest', ['169.254.169.254'], 'address_refused'],
  ['mapped loopback', 'http://[::ffff:127.0.0.1]:INSIDE/', ['[::ffff:7f00:1]'], 'address_refused'],
  ['a file', 'file:///etc/passwd', [], 'url_refused'],
  ['gopher', 'gopher://127.0.0.1:INSIDE/_x', ['127.0.0.1'], 'url_refused'],
  ['data', 'data:text/plain,x', [], 'url_refused'],
  ['no URL', 'http://[::1', [], 'redirect_refused'],
];

describe('redirects', () => {
  const fronted = async (locationOf: (path: string) => string, insidePort: number) => {
    const front = await serve((request, response) => {
      response
        .writeHead(302, { location: locationOf(request.url).replace('INSIDE', String(insidePort)) })
        .end();
    });
    const resolver = async () => ['127.0.0.1'];
    return { front, client: egressClient({ allow: [`127.0.0.1:${front.port}`], resolver }) };
  };

  it.each(REDIRECTS)('to %s (%s, hosts %j) are %s', async (_what, location, hosts, code) => {
    const inside = await listening();
    const { front, client } = await fronted(() => location, inside.port);
    const error = await failure(client.request(get(`http://front.test:${front.port}/`, { hosts })));
    expect(error).toMatchObject({ code, sent: true, repeat: 'fatal' });
    expect(front.seen).toHaveLength(1);
    expect(inside.seen.connections).toBe(0);
  });

  it('that end inside after two harmless hops stop before it', async () => {
    const inside = await listening();
    const next: Record<string, string> = {
      '/': '/one',
      '/one': '/two',
      '/two': 'http://inside.test:INSIDE/',
    };
    const { front, client } = await fronted((path) => next[path] ?? '/', inside.port);
    for (const [hosts, code] of [
      [[], 'redirect_refused'],
      [['inside.test'], 'address_refused'],
    ] as const) {
      const error = await failure(client.request(get(`http://front.test:${front.port}/`, { hosts })));
      expect(error).toMatchObject({ code, sent: true });
    }
    expect(front.seen.map(({ url }) => url)).toEqual(['/', '/one', '/two', '/', '/one', '/two']);
    expect(inside.seen.connections).toBe(0);
  });

  it('are not followed a fourth time, wherever it leads', async () => {
    const inside = await listening();
    const { front, client } = await fronted(
      (path) => (path === '/xxx' ? 'http://127.0.0.1:INSIDE/' : `${path}x`),
      inside.port,
    );
    const error = await failure(client.request(get(`http://front.test:${front.port}/`)));
    expect(error).toMatchObject({ code: 'redirect_refused', sent: true });
    expect(error.message).toContain('more than 3 times');
    expect(inside.seen.connections).toBe(0);
  });

  it('lead to a host of the list, without what may be a credential', async () => {
    const other = await serve((_request, response) => void response.end('the file'));
    const front = await serve(
      (_request, response) =>
        void response.writeHead(302, { location: `http://cdn.test:${other.port}/f` }).end(),
    );
    const client = egressClient({ resolver: async () => ['127.0.0.1'] });
    const headers = { authorization: 'Bearer x' };
    const request = get(`http://front.test:${front.port}/`, { headers, hosts: ['cdn.test'] });
    expect(text((await client.request(request)).body)).toBe('the file');
    expect(other.seen[0]?.headers).not.toHaveProperty('authorization');
  });
});
