// Bounds how long one call may take; what answers later is not its result, though it may still be listened to.
import { CodedError } from '@/lib/domain/errors';
import type { Clock } from '@/lib/ports/clock';

/** How long a call may take to say what its abort met; long enough for the event loop, too short to matter to anyone. */
const LAST_WORD_MS = 10;

/** Who wants to know what a call says after its time is over. */
export type Listening<T> = {
  /** Whether anything has left, asked when the time is over: what has not is aborted, so that it never leaves. */
  readonly isSent: () => boolean;
  readonly graceMs: number;
  /** Ends it earlier. */
  readonly until: AbortSignal;
  /** At most once; not for what ends because nobody listens any more. */
  readonly heard: (end: { readonly value: T } | { readonly error: unknown }) => void;
};

/**
 * Runs `call` with a signal that is aborted after `timeoutMs` or with `outer`. Settles then at once (after LAST_WORD_MS at the latest), whether or
 * not the call heeds the signal. With `listening` a call that was sent goes on for a while, and is aborted then.
 * @throws what a call that ran out of time says at once, where that is `retryable`: its own word that nothing happened.
 * @throws CodedError `timeout` or `aborted`, both `unknown`: the call was begun, and what became of it can't be told from here.
 */
export async function withinTime<T>(
  clock: Clock,
  timeoutMs: number,
  outer: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
  listening?: Listening<T>,
): Promise<T> {
  if (outer.aborted) throw new CodedError('aborted', 'unknown', 'The run was stopped before the call.');
  const inner = new AbortController();
  const settled = new AbortController();
  let giveUp: (reason: unknown) => void = () => {};
  const stop = () => giveUp(outer.reason);
  outer.addEventListener('abort', stop, { once: true });
  let answer: Promise<T> | null = null;
  try {
    const aborted = new Promise<never>((_, reject) => {
      inner.signal.addEventListener('abort', () => reject(inner.signal.reason), { once: true });
      giveUp = (reason) => {
        if (answer === null || listening?.isSent() !== true) return inner.abort(reason);
        void listenOn(clock, answer, inner, listening);
        reject(new OutOfTime(reason));
      };
    });
    aborted.catch(() => undefined); // it may lose the race and reject later
    const late = clock.sleep(timeoutMs, settled.signal).then(() => {
      if (settled.signal.aborted) return;
      giveUp(new CodedError('timeout', 'unknown', `No answer within ${timeoutMs} ms.`));
    });
    late.catch(() => undefined);
    answer = call(inner.signal);
    answer.catch(() => undefined); // a late failure is nobody's error
    return await Promise.race([answer, aborted]);
  } catch (cause) {
    // A call that heeds the signal rejects with an error of its own; the reason it was stopped is what counts, unless it proves more.
    const isListenedTo = cause instanceof OutOfTime;
    if (!inner.signal.aborted && !isListenedTo) throw cause;
    const reason: unknown = isListenedTo ? cause.reason : inner.signal.reason;
    if (reason instanceof CodedError) {
      throw (!isListenedTo && answer && (await harmlessEnd(clock, answer))) || reason;
    }
    throw new CodedError('aborted', 'unknown', 'The call was stopped before an answer came.', { cause });
  } finally {
    settled.abort();
    outer.removeEventListener('abort', stop);
  }
}

/** The call goes on without its caller. */
class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
  constructor(readonly reason: unknown) {
    super('the call is out of time');
  }
}

async function listenOn<T>(
  clock: Clock,
  answer: Promise<T>,
  inner: AbortController,
  { graceMs, until, heard }: Listening<T>,
): Promise<void> {
  const over = new AbortController();
  const end = () => over.abort();
  until.addEventListener('abort', end, { once: true });
  const silence = clock.sleep(graceMs, over.signal).then(() => null);
  const said = answer.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  const first = await Promise.race([said, silence]);
  until.removeEventListener('abort', end);
  over.abort();
  if (first !== null) heard(first);
  else inner.abort(new CodedError('aborted', 'unknown', 'Nobody listens any more.'));
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
