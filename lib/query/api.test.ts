// The browser's calls: addresses, headers, and what becomes of every kind of answer.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CONSOLE_ENDPOINTS } from '../contract/console-endpoints';
import { RUN_ENDPOINTS } from '../contract/run-endpoints';
import { api, apiPath } from './api';
import {
  ApiProblem,
  ConnectionError,
  retryWaitMs,
  UnreadableAnswerError,
  worthRetrying,
} from './problem-error';

const RUN_ID = '019aa000-0000-7000-8000-000000000001';
const PROBLEM = {
  type: 'about:blank',
  title: 'Conflict',
  status: 409,
  code: 'already_decided',
  detail: 'Grace Lind approved this a minute ago.',
  errors: [{ path: '/arguments/amount', message: 'must be a number' }],
  requestId: 'r1',
};

function answers(response: () => Response | Promise<Response>) {
  const fetched = vi.fn((_url: string, _init: RequestInit) => Promise.resolve(response()));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}
afterEach(() => vi.unstubAllGlobals());

describe('apiPath', () => {
  it('fills in parameters and joins lists, leaving out what is empty', () => {
    expect(
      apiPath(RUN_ENDPOINTS.listRuns, {}, { status: ['failed', 'waiting'], q: '', agent: undefined }),
    ).toBe('/api/v1/runs?status=failed%2Cwaiting');
    expect(apiPath(RUN_ENDPOINTS.readRun, { id: 'a/b' })).toBe('/api/v1/runs/a%2Fb');
  });
});

describe('api', () => {
  it('sends body, intent and version, and parses the answer', async () => {
    const fetched = answers(() => Response.json({ items: [], nextCursor: null }));
    const page = await api(RUN_ENDPOINTS.listRuns, { query: { limit: 5 } });
    expect(page).toEqual({ items: [], nextCursor: null });
    expect(fetched.mock.calls[0]?.[0]).toBe('/api/v1/runs?limit=5');

    answers(() => Response.json(PROBLEM, { status: 409 }));
    const sent = answers(() => Response.json(PROBLEM, { status: 409 }));
    await api(RUN_ENDPOINTS.cancelRun, {
      params: { id: RUN_ID },
      body: { reason: 'wrong order' },
      intent: 'k1',
    }).catch(() => undefined);
    const init = sent.mock.calls[0]?.[1];
    expect(init?.headers).toMatchObject({ 'idempotency-key': 'k1', 'content-type': 'application/json' });
    expect(init?.body).toBe('{"reason":"wrong order"}');
  });

  it('turns a problem into ApiProblem with its code, fields and wait', async () => {
    answers(() => Response.json(PROBLEM, { status: 409, headers: { 'retry-after': '2' } }));
    const error = await api(CONSOLE_ENDPOINTS.readMe, {}).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ApiProblem);
    const problem = error as ApiProblem; // safe because of the line above
    expect([problem.code, problem.status, problem.retryAfterMs]).toEqual(['already_decided', 409, 2_000]);
    expect(problem.messageAt('/arguments/amount')).toBe('must be a number');
    expect(worthRetrying(0, problem)).toBe(false);
  });

  it('refuses an answer of another shape instead of showing half of it', async () => {
    answers(() => Response.json({ items: 'none' }));
    await expect(api(RUN_ENDPOINTS.listRuns, {})).rejects.toBeInstanceOf(UnreadableAnswerError);
  });

  it('takes a proxy’s own error page for a lost connection, which may be tried again', async () => {
    answers(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    const error = await api(CONSOLE_ENDPOINTS.readMe, {}).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(worthRetrying(0, error as Error)).toBe(true);
    expect(worthRetrying(4, error as Error)).toBe(false);
  });

  it('says that nothing came back when the network is away', async () => {
    answers(() => Promise.reject(new TypeError('fetch failed')));
    await expect(api(CONSOLE_ENDPOINTS.readMe, {})).rejects.toBeInstanceOf(ConnectionError);
  });

  it('passes on the reason of an abort by the caller', async () => {
    vi.stubGlobal('fetch', (_: string, init: RequestInit) => Promise.reject(init.signal?.reason));
    const abort = new AbortController();
    abort.abort(new Error('page left'));
    await expect(api(CONSOLE_ENDPOINTS.readMe, { signal: abort.signal })).rejects.toThrow('page left');
  });
});

describe('waits between tries', () => {
  it('follows Retry-After, else doubles, and never exceeds ten seconds', () => {
    expect(retryWaitMs(0, new ConnectionError('x'))).toBe(300);
    expect(retryWaitMs(2, new ConnectionError('x'))).toBe(1_200);
    expect(retryWaitMs(0, new ApiProblem({ ...PROBLEM, code: 'unavailable' }, 2_000))).toBe(2_000);
    expect(retryWaitMs(0, new ApiProblem({ ...PROBLEM, code: 'rate_limited' }, 60_000))).toBe(10_000);
  });
});
