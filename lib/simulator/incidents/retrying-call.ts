// Knows how most code calls a service: a timeout, a few tries, backoff with jitter, and no key. Refuses nothing that it should.
import type { HttpCall, RetryPolicy } from '../../domain/tool';

export interface CallAttempt {
  readonly attempt: number;
  readonly startedMs: number;
  readonly finishedMs: number;
  readonly ok: boolean;
  /** "201", "429", "timeout", "connection closed" */
  readonly outcome: string;
}

export interface CallClock {
  now(): number;
  sleep(ms: number): Promise<void>;
  /** In [0, 1). */
  random(): number;
}

export interface RetryingCall {
  readonly http: HttpCall;
  readonly args: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
}

const RETRYABLE = new Set([408, 429, 500, 502, 503, 504]);

function requestOf({ http, args }: RetryingCall): { url: string; init: RequestInit } {
  const used = new Set<string>();
  const path = http.url.replace(/\{(\w+)\}/g, (_, name: string) => {
    used.add(name);
    return encodeURIComponent(String(args[name]));
  });
  const url = new URL(path);
  const headers = { 'content-type': 'application/json' };
  if (http.method !== 'GET')
    return { url: url.href, init: { method: http.method, headers, body: JSON.stringify(args) } };
  for (const [name, value] of Object.entries(args))
    if (!used.has(name)) url.searchParams.set(name, String(value));
  return { url: url.href, init: { method: 'GET' } };
}

/**
 * Tries up to `retry.maxAttempts` times. A timeout and a lost connection are taken for "it did not happen", as such code does.
 * @returns the text of the answer, or of the last error, for the model to read.
 */
export async function callWithRetries(
  call: RetryingCall,
  clock: CallClock,
  onAttempt: (attempt: CallAttempt) => void,
): Promise<string> {
  const { url, init } = requestOf(call);
  const { maxAttempts, baseMs, capMs } = call.retry;
  for (let attempt = 1; ; attempt += 1) {
    const startedMs = clock.now();
    const { ok, retryable, outcome, text } = await tryOnce(url, init, call.timeoutMs);
    onAttempt({ attempt, startedMs, finishedMs: clock.now(), ok, outcome });
    if (ok) return text;
    if (!retryable || attempt === maxAttempts)
      return JSON.stringify({ error: { code: 'failed', message: outcome } });
    await clock.sleep(clock.random() * Math.min(capMs, baseMs * 2 ** attempt));
  }
}

type Tried = {
  readonly ok: boolean;
  readonly retryable: boolean;
  readonly outcome: string;
  readonly text: string;
};

async function tryOnce(url: string, init: RequestInit, timeoutMs: number): Promise<Tried> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { ...init, signal });
    const text = await response.text();
    const { ok, status } = response;
    return { ok, retryable: RETRYABLE.has(status), outcome: String(status), text };
  } catch {
    // The receiver's words are all that is known; what became of the effect is not.
    const outcome = signal.aborted ? 'timeout' : 'connection closed';
    return { ok: false, retryable: true, outcome, text: '' };
  }
}
