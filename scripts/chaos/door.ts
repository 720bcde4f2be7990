// How people and programs reach Bulkhead here: its own routes, called in this process, again with the same key until there is an answer.
import { setTimeout as pause } from 'node:timers/promises';
import { encode } from 'next-auth/jwt';
import { PUT as putAgent } from '../../app/api/v1/agents/[name]/route';
import { POST as decide } from '../../app/api/v1/approvals/[id]/decision/route';
import { GET as approvals } from '../../app/api/v1/approvals/route';
import { PUT as putBudget } from '../../app/api/v1/budgets/[scope]/route';
import { GET as budgets } from '../../app/api/v1/budgets/route';
import { POST as redrive } from '../../app/api/v1/dead-letters/[id]/redrive/route';
import { GET as deadLetters } from '../../app/api/v1/dead-letters/route';
import { PUT as putModel } from '../../app/api/v1/models/[name]/route';
import { POST as cancel } from '../../app/api/v1/runs/[id]/cancel/route';
import { POST as compensate } from '../../app/api/v1/runs/[id]/compensate/route';
import { POST as pauseRun } from '../../app/api/v1/runs/[id]/pause/route';
import { POST as resume } from '../../app/api/v1/runs/[id]/resume/route';
import { GET as readRun } from '../../app/api/v1/runs/[id]/route';
import { POST as startRun } from '../../app/api/v1/runs/route';
import { POST as signal } from '../../app/api/v1/signals/route';
import { PUT as putTool } from '../../app/api/v1/tools/[name]/route';
import type { App } from '../../lib/server/app';
import { sessionCookieName } from '../../lib/server/auth/session-cookie';
import { signIn } from '../../lib/server/auth/sign-in';
import { ADMIN, API_KEY, ORIGIN } from './installation';

export const ROUTES = {
  putAgent: { route: putAgent, method: 'PUT', path: '/agents/{name}' },
  putModel: { route: putModel, method: 'PUT', path: '/models/{name}' },
  putTool: { route: putTool, method: 'PUT', path: '/tools/{name}' },
  putBudget: { route: putBudget, method: 'PUT', path: '/budgets/{scope}' },
  budgets: { route: budgets, method: 'GET', path: '/budgets' },
  startRun: { route: startRun, method: 'POST', path: '/runs' },
  readRun: { route: readRun, method: 'GET', path: '/runs/{id}' },
  cancel: { route: cancel, method: 'POST', path: '/runs/{id}/cancel' },
  compensate: { route: compensate, method: 'POST', path: '/runs/{id}/compensate' },
  pause: { route: pauseRun, method: 'POST', path: '/runs/{id}/pause' },
  resume: { route: resume, method: 'POST', path: '/runs/{id}/resume' },
  signal: { route: signal, method: 'POST', path: '/signals' },
  approvals: { route: approvals, method: 'GET', path: '/approvals' },
  decide: { route: decide, method: 'POST', path: '/approvals/{id}/decision' },
  deadLetters: { route: deadLetters, method: 'GET', path: '/dead-letters' },
  redrive: { route: redrive, method: 'POST', path: '/dead-letters/{id}/redrive' },
} as const;

export type Asked = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly key?: string;
};
/** `status` below 300: accepted. Other answers are refusals for good, such as a conflict with what happened meanwhile. */
export type Answered = { readonly status: number; readonly body: unknown };

/** Longer than the store itself waits for a statement before it says that it is away. */
const ANSWERS_WITHIN_MS = 30_000;
const PATIENCE_MS = 120_000;
const UNHELD = { ref: false };

/** The first request with this key was given up by its caller and is still at work. */
const IN_FLIGHT = /"code":"in_flight"/;

export class Door {
  /** Requests that were asked again because there was no answer, or one that said so. */
  askedAgain = 0;
  /** Answers that no caller can act on. */
  readonly bewildering: string[] = [];

  private constructor(private readonly cookie: string) {}

  static async open(app: App): Promise<Door> {
    const result = await signIn(app, ADMIN, { address: null, userAgent: 'chaos' });
    if (result.status !== 'signed_in') throw new Error(`nobody can sign in: ${result.status}`);
    const token = await encode({ token: { sid: result.sessionId }, secret: app.sessionSecret });
    return new Door(`${sessionCookieName(app.env.url)}=${token}`);
  }

  /**
   * Asks until it is answered; as a person where a session is what it takes.
   * @throws Error when nothing but silence and "later" came for two minutes.
   */
  async ask(name: keyof typeof ROUTES, asked: Asked = {}): Promise<Answered> {
    const sinceMs = performance.now();
    for (;;) {
      const answer = await Promise.race([this.once(name, asked), pause(ANSWERS_WITHIN_MS, null, UNHELD)]);
      const { status, text } = answer ?? { status: null, text: '' };
      const comesLater = status === 503 || status === 429 || (status === 409 && IN_FLIGHT.test(text));
      if (status !== null && status < 500 && !comesLater)
        return { status, body: text === '' ? null : JSON.parse(text) };
      if (status === null)
        this.bewildering.push(`${name}: no answer for ${ANSWERS_WITHIN_MS / 1_000} seconds`);
      else if (!comesLater) this.bewildering.push(`${name}: ${status} ${text.slice(0, 200)}`);
      if (performance.now() - sinceMs > PATIENCE_MS)
        throw new Error(`${name} was not answered in time: ${status} ${text}`);
      this.askedAgain += 1;
      await pause(250);
    }
  }

  private async once(name: keyof typeof ROUTES, { params = {}, query = '', body, key }: Asked) {
    const { route, method, path } = ROUTES[name];
    const identity = name === 'decide' ? { cookie: this.cookie } : { authorization: `Bearer ${API_KEY}` };
    const place = path.replace(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(params[part] ?? ''));
    const request = new Request(`${ORIGIN}/api/v1${place}${query}`, {
      method,
      headers: {
        ...identity,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        origin: ORIGIN,
        host: new URL(ORIGIN).host,
        'content-type': 'application/json',
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const response = await route(request, { params: Promise.resolve(params as never) }); // safe because the path names them
    return { status: response.status, text: await response.text() };
  }
}
