// A server for one test file: a database of its own, the simulator, the whole app composed as in production, and its routes called in process.
import { encode } from 'next-auth/jwt';
import { readEnv } from '../../env';
import { type RunningSimulator, runSimulator } from '../../simulator/testing/running-simulator';
import { waitUntil } from '../../store/embedded/wait-until';
import { createTestDatabase, type TestDatabase } from '../../store/testing/test-database';
import { type App, uninstallApp } from '../app';
import { sessionCookieName } from '../auth/session-cookie';
import { signIn } from '../auth/sign-in';
import type { Overrides } from '../composition';
import { PEER_ADDRESS_HEADER } from '../http/arrivals';
import { startRuntime } from '../start-runtime';
import { stopRuntime } from '../stop-runtime';
import { callRoute } from './route-table';

export const ADMIN = 'admin@example.com';
export const OPERATOR = 'operator@example.com';
export const APPROVER = 'approver@example.com';
export const ENGINEER = 'engineer@example.com';
export const VIEWER = 'viewer@example.com';
export const PASSWORD = 'a long enough password';
export const API_KEY = 'an-environment-key-of-some-length';
const ORIGIN = 'http://localhost:3000';

export type Asked = {
  /** E-mail of a person, `key` for the environment's key, nothing for nobody. */
  readonly as?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
};
export type Answered = {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads answers of every shape and asserts what it reads
  readonly body: any;
};

export type TestServer = {
  readonly app: App;
  readonly test: TestDatabase;
  readonly simulator: RunningSimulator;
  readonly logged: { readonly level: string; readonly message: string; readonly fields: unknown }[];
  /** Signs in once per person and keeps the session; with a password, signs in anew. */
  cookieOf(email: string, password?: string): Promise<string>;
  request(method: string, path: string, asked?: Asked): Promise<Request>;
  call(method: string, path: string, asked?: Asked): Promise<Answered>;
  close(): Promise<void>;
};

export type ServerOptions = Overrides & {
  readonly environment?: Readonly<Record<string, string>>;
  /** Puts something between the app and its database. @returns the address that the app uses. */
  readonly between?: (databaseUrl: string) => Promise<string>;
};

/** Started like `npm start` in demo mode; resolves when it serves. */
export async function startTestServer({
  environment,
  between,
  ...overrides
}: ServerOptions = {}): Promise<TestServer> {
  const [test, simulator] = await Promise.all([createTestDatabase(), runSimulator()]);
  const env = readEnv(
    {
      DATABASE_URL: between === undefined ? test.appUrl : await between(test.appUrl),
      BULKHEAD_URL: ORIGIN,
      BULKHEAD_ADMIN_EMAIL: ADMIN,
      BULKHEAD_ADMIN_PASSWORD: PASSWORD,
      BULKHEAD_DEMO_PASSWORD: PASSWORD,
      BULKHEAD_API_KEY: API_KEY,
      BULKHEAD_MASTER_KEY: '11'.repeat(32),
      NEXTAUTH_SECRET: 'a secret of the tests, long enough for them',
      BULKHEAD_DEMO: 'on',
      SIMULATOR_URL: simulator.url,
      ...environment,
    },
    '/tmp',
  );
  const logged: TestServer['logged'] = [];
  const note = (level: string) => (message: string, fields: unknown) =>
    logged.push({ level, message, fields });
  const logger = { info: note('info'), warn: note('warn'), error: note('error') };
  const app = startRuntime(env, { logger, ...overrides });
  const serves = await waitUntil(() => app.lifecycle.phase === 'serving', { withinMs: 30_000 });
  if (serves === undefined) throw new Error(`does not serve: ${JSON.stringify(logged.map(String))}`);

  const cookies = new Map<string, Promise<string>>();
  const cookieOf = (email: string, password?: string) => {
    if (password !== undefined) return newCookie(app, email, password);
    const known = cookies.get(email) ?? newCookie(app, email);
    cookies.set(email, known);
    return known;
  };
  const request = async (method: string, path: string, asked: Asked = {}) => {
    const headers = new Headers({
      origin: ORIGIN,
      host: 'localhost:3000',
      [PEER_ADDRESS_HEADER]: '127.0.0.1',
    });
    if (asked.as === 'key') headers.set('authorization', `Bearer ${API_KEY}`);
    else if (asked.as !== undefined) headers.set('cookie', await cookieOf(asked.as));
    const isJson = asked.body !== undefined && typeof asked.body !== 'string';
    if (asked.body !== undefined) headers.set('content-type', 'application/json');
    for (const [name, value] of Object.entries(asked.headers ?? {})) headers.set(name, value);
    return new Request(`${ORIGIN}${path}`, {
      method,
      headers,
      body: isJson ? JSON.stringify(asked.body) : ((asked.body as string | undefined) ?? null), // safe because of the line above
      signal: asked.signal ?? null,
    });
  };
  return {
    app,
    test,
    simulator,
    logged,
    cookieOf,
    request,
    async call(method, path, asked) {
      const response = await callRoute(await request(method, path, asked));
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: bodyOf(text, response.headers.get('content-type')),
      };
    },
    async close() {
      await stopRuntime(app, 5_000);
      uninstallApp();
      await simulator.remove();
      await test.drop();
    },
  };
}

/** What is no JSON (a download as CSV) stays text. */
function bodyOf(text: string, contentType: string | null): unknown {
  if (text === '') return null;
  return /[/+]json\b/.test(contentType ?? '') ? JSON.parse(text) : text;
}

async function newCookie(app: App, email: string, password = PASSWORD): Promise<string> {
  const result = await signIn(app, { email, password }, { address: null, userAgent: 'tests' });
  if (result.status !== 'signed_in') throw new Error(`${email} can not sign in: ${result.status}`);
  const token = await encode({ token: { sid: result.sessionId }, secret: app.sessionSecret });
  return `${sessionCookieName(app.env.url)}=${token}`;
}

/** A refund as the form sends it. */
export const refundOf = (orderId: string, amount: number) => ({
  agent: 'refunds',
  input: { orderId, amount, reason: 'The lamp came cracked, photos are attached' },
});
