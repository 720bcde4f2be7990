// A browser as far as signing in at an issuer needs one: cookies, redirects, and the form's two requests. Draws nothing.
import { createRequire } from 'node:module';
import type { Answered, TestServer } from './test-server';

type Jar = Map<string, string>;
const PEER = { 'x-bulkhead-peer': '127.0.0.1' };

/** next-auth asks Next for the request's headers and cookies, and there is no Next here: it is told them of the one request under way. */
const next = createRequire(import.meta.url)('next/headers') as {
  headers: () => Promise<Headers>;
  cookies: () => Promise<{ getAll(): { name: string; value: string }[] }>;
};
function tellNext(jar: Jar): void {
  next.headers = async () => new Headers();
  next.cookies = async () => ({
    getAll: () => [...jar].map(([name, value]) => ({ name, value: decodeURIComponent(value) })),
  });
}

export type IssuerBrowser = {
  readonly cookies: Jar;
  /** The address at the issuer that the sign-in leads to; the page's with `?error=` where it leads nowhere. */
  begin(query?: string): Promise<string>;
  /** Walks through the issuer. @returns path and query of the callback. */
  walk(url: string): Promise<string>;
  /** Comes back. @returns where it leads. */
  comeBack(callback: string): Promise<string>;
  /** All three. */
  signIn(query?: string): Promise<string>;
  headers(): { readonly cookie: string };
};

export function issuerBrowser(server: TestServer): IssuerBrowser {
  const cookies: Jar = new Map();
  const written = (jar: Jar) => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const ask = async (method: string, path: string, body?: string) => {
    tellNext(cookies);
    const answer = await server.call(method, path, {
      headers: {
        ...PEER,
        cookie: written(cookies),
        ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(body === undefined ? {} : { body }),
    });
    keep(cookies, answer.headers);
    return answer;
  };
  const browser: IssuerBrowser = {
    cookies,
    headers: () => ({ cookie: written(cookies) }),
    async begin(query = '') {
      const { csrfToken } = (await ask('GET', '/api/auth/csrf')).body as { csrfToken: string };
      const form = new URLSearchParams({ csrfToken, callbackUrl: '/', json: 'true' });
      const answer = await ask('POST', `/api/auth/signin/oidc${query}`, form.toString());
      return answer.body.url;
    },
    async walk(url) {
      const issuers: Jar = new Map();
      let next = url;
      for (let hop = 0; hop < 10; hop += 1) {
        const answer = await fetch(next, { redirect: 'manual', headers: { cookie: written(issuers) } });
        keep(issuers, answer.headers);
        const location = answer.headers.get('location');
        if (location === null) throw new Error(`the issuer answers ${answer.status}: ${await answer.text()}`);
        next = new URL(location, next).href;
        if (next.includes('/api/auth/callback/')) return next.slice(new URL(next).origin.length);
      }
      throw new Error('the issuer leads in circles');
    },
    async comeBack(callback) {
      let answer = await ask('GET', callback);
      // next-auth's own address for errors leads on to the page.
      for (let to = locationOf(answer); to.startsWith('/api/auth/'); to = locationOf(answer))
        answer = await ask('GET', to);
      return locationOf(answer);
    },
    signIn: async (query) => browser.comeBack(await browser.walk(await browser.begin(query))),
  };
  return browser;
}

/** Path and query on this server. */
function locationOf({ headers, status }: Answered): string {
  const to = headers.get('location');
  return to === null ? `${status}` : to.replace('http://localhost:3000', '');
}

function keep(jar: Jar, headers: Headers): void {
  for (const line of headers.getSetCookie()) {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (value === '' || /max-age=0/i.test(line)) jar.delete(name);
    else jar.set(name, value);
  }
}
