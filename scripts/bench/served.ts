// The app as it serves, composed in this process, with an agent whose model and tool are the bench's own receiver; its routes are called directly.

import { encode } from 'next-auth/jwt';
import { PUT as putAgent } from '../../app/api/v1/agents/[name]/route';
import { POST as decide } from '../../app/api/v1/approvals/[id]/decision/route';
import { GET as approvals } from '../../app/api/v1/approvals/route';
import { PUT as putModel } from '../../app/api/v1/models/[name]/route';
import { POST as startRun } from '../../app/api/v1/runs/route';
import { PUT as putTool } from '../../app/api/v1/tools/[name]/route';
import { readEnv } from '../../lib/env';
import type { App } from '../../lib/server/app';
import { sessionCookieName } from '../../lib/server/auth/session-cookie';
import { signIn } from '../../lib/server/auth/sign-in';
import { startRuntime } from '../../lib/server/start-runtime';
import { stopRuntime } from '../../lib/server/stop-runtime';
import type { Ground } from './ground';

const ADMIN = { email: 'admin@example.com', password: 'a password of the bench' };
const ORIGIN = 'http://localhost:3000';
const API_KEY = 'a-key-for-the-bench-of-some-length';

export const environmentOf = (appUrl: string, receiverUrl: string, role: 'all' | 'web' | 'worker') => ({
  NODE_ENV: 'production' as const,
  DATABASE_URL: appUrl,
  BULKHEAD_ROLE: role,
  BULKHEAD_DEMO: 'off',
  BULKHEAD_URL: ORIGIN,
  BULKHEAD_ADMIN_EMAIL: ADMIN.email,
  BULKHEAD_ADMIN_PASSWORD: ADMIN.password,
  BULKHEAD_API_KEY: API_KEY,
  BULKHEAD_MASTER_KEY: '11'.repeat(32),
  BULKHEAD_PRIVATE_HOSTS: new URL(receiverUrl).host,
  NEXTAUTH_SECRET: 'a secret of the bench, long enough for it',
  BULKHEAD_LOG_LEVEL: 'error',
});

export type Served = {
  /** Starts a run of the agent that acts at once (`notes`) or asks a person first (`asking-notes`). */
  start(agent: string): Promise<string>;
  /** The newest open approval. */
  approval(): Promise<{ id: string; payloadHash: string }>;
  approve(approval: { id: string; payloadHash: string }): Promise<void>;
  stop(): Promise<void>;
};

export async function serve(ground: Ground, receiverUrl: string, role: 'all' | 'web'): Promise<Served> {
  const app = startRuntime(readEnv(environmentOf(ground.appUrl, receiverUrl, role), ground.dataDir));
  while (app.lifecycle.phase !== 'serving' || !app.hints.listening)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await configure(receiverUrl);
  const cookie = await cookieOf(app);
  return {
    async start(agent) {
      const { id } = await ask<{ id: string }>(startRun, 'POST', '/runs', {}, { agent, input: {} });
      return id;
    },
    async approval() {
      for (;;) {
        const { items } = await ask<{ items: { id: string; payloadHash: string }[] }>(
          approvals,
          'GET',
          '/approvals?status=pending',
          {},
        );
        if (items[0] !== undefined) return items[0];
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async approve({ id, payloadHash }) {
      await ask(
        decide,
        'POST',
        `/approvals/${id}/decision`,
        { id },
        { decision: 'approve', payloadHash },
        cookie,
      );
    },
    stop: () => stopRuntime(app, 1_000),
  };
}

async function configure(receiverUrl: string): Promise<void> {
  const prices = { inputMicroUsdPerMTok: 0, outputMicroUsdPerMTok: 0 };
  const model = { provider: 'openai-compatible', baseUrl: `${receiverUrl}/v1`, model: 'bench-1', prices };
  await ask(putModel, 'PUT', '/models/bench', { name: 'bench' }, model);
  const inputSchema = { type: 'object', properties: { number: { type: 'integer' } } };
  const tool = {
    kind: 'http',
    description: 'Adds a note.',
    inputSchema,
    effect: 'idempotent',
    http: { method: 'POST', url: `${receiverUrl}/notes` },
    timeoutMs: 120_000,
  };
  await ask(putTool, 'PUT', '/tools/notes.add', { name: 'notes.add' }, tool);
  const agent = {
    description: 'Adds notes.',
    prompt: 'Add one note.',
    model: 'bench',
    tools: [{ name: 'notes.add' }],
    inputSchema: { type: 'object' },
  };
  await ask(putAgent, 'PUT', '/agents/notes', { name: 'notes' }, agent);
  const escalation = { alwaysAsk: ['notes.add'], selfApproval: 'allow' };
  await ask(putAgent, 'PUT', '/agents/asking-notes', { name: 'asking-notes' }, { ...agent, escalation });
}

/** A decision is a person's. */
async function cookieOf(app: App): Promise<string> {
  const result = await signIn(app, ADMIN, { address: null, userAgent: 'bench' });
  if (result.status !== 'signed_in') throw new Error(`nobody can sign in: ${result.status}`);
  const token = await encode({ token: { sid: result.sessionId }, secret: app.sessionSecret });
  return `${sessionCookieName(app.env.url)}=${token}`;
}

type Route = (request: Request, context: { params: Promise<never> }) => Promise<Response>;

async function ask<T>(
  route: Route,
  method: string,
  path: string,
  params: object,
  body?: unknown,
  cookie?: string,
): Promise<T> {
  const identity = cookie === undefined ? { authorization: `Bearer ${API_KEY}` } : { cookie };
  const request = new Request(`${ORIGIN}/api/v1${path}`, {
    method,
    headers: { ...identity, origin: ORIGIN, host: new URL(ORIGIN).host, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const response = await route(request, { params: Promise.resolve(params as never) }); // safe because the path names them
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T; // safe because the contract says so
}
