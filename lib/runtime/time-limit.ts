// Bounds how long one call may take; what answers later is not taken as a result.
import { CodedError } from '@/lib/domain/errors';
import type { Clock } from '@/lib/ports/clock';

/** How long a call may take to say what its abort met; long enough for the event loop, too short to matter to anyone. */
const LAST_WORD_MS = 10;

/**
 * Runs `call` with a signal that is aborted after `timeoutMs` or with `outer`. Settles then at once (after LAST_WORD_MS at the latest), whether or
 * not the call heeds the signal.
 * @throws what a call that ran out of time says at once, where that is `retryable`: its own word that nothing happened.
 * @throws CodedError `timeout` or `aborted`, both `unknown`: the call was begun, and what became of it can't be told from here.
 */
export async function withinTime<T>(
  clock: Clock,
  timeoutMs: number,
  outer: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (outer.aborted) throw new CodedError('aborted', 'unknown', 'The run was stopped before the call.');
  const inner = new AbortController();
  const settled = new AbortController();
  const stop = () => inner.abort(outer.reason);
  outer.addEventListener('abort', stop, { once: true });
  let answer: Promise<T> | null = null;
  try {
    const aborted = new Promise<never>((_, reject) => {
      inner.signal.addEventListener('abort', () => reject(inner.signal.reason), { once: true });
    });
    aborted.catch(() => undefined); // it may lose the race and reject later
    const late = clock.sleep(timeoutMs, settled.signal).then(() => {
      if (settled.signal.aborted) return;
      inner.abort(new CodedError('timeout', 'unknown', `No answer within ${timeoutMs} ms.`));
    });
    late.catch(() => undefined);
    answer = call(inner.signal);
    answer.catch(() => undefined); // a late failure is nobody's error
    return await Promise.race([answer, aborted]);
  } catch (cause) {
    // A call that heeds the signal rejects with an error of its own; the reason it was stopped is what counts, unless it proves more.
    if (!inner.signal.aborted) throw cause;
    if (inner.signal.reason instanceof CodedError) {
      throw (answer && (await harmlessEnd(clock, answer))) ?? inner.signal.reason;
    }
    throw new CodedError('aborted', 'unknown', 'The call was stopped before an answer came.', { cause });
  } finally {
    settled.abort();
    outer.removeEventListener('abort', stop);
  }
}

/** The error that an aborted call ends with, where it proves that nothing happened; null for everything else, a late answer too. */
async function harmlessEnd(clock: Clock, answer: Promise<unknown>): Promise<CodedError | null> {
  const over = new AbortController();
  const end = answer.then(
    () => null,
    (cause: unknown) => (cause instanceof CodedError && cause.class === 'retryable' ? cause : null),
  );
  const first = await Promise.race([end, clock.sleep(LAST_WORD_MS, over.signal).then(() => null)]);
  over.abort();
  return first;
}
