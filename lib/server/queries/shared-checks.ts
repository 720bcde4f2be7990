// Long checks, a few at once: who asks the same as one that is under way shares it; refuses further ones. Knows nothing of what is checked.
import 'server-only';
import { RequestError } from '../../domain/errors';

type Running<T> = { readonly answer: Promise<T>; readonly leave: AbortController; askers: number };

const RETRY_AFTER_MS = 2_000;

export class SharedChecks<T> {
  readonly #running = new Map<string, Running<T>>();

  constructor(readonly most: number) {}

  /** It ends early when the last of its askers has left. @throws RequestError rate_limited; the signal's reason; whatever `check` throws. */
  async ask(key: string, signal: AbortSignal, check: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const running = this.#running.get(key) ?? this.#begin(key, check);
    running.askers += 1;
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        running.askers -= 1;
        if (running.askers === 0) this.#end(key, running, signal.reason);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      running.answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  #begin(key: string, check: (signal: AbortSignal) => Promise<T>): Running<T> {
    if (this.#running.size >= this.most)
      throw new RequestError('rate_limited', `${this.most} checks are under way. Wait a little.`, [], {
        retryAfterMs: RETRY_AFTER_MS,
      });
    const leave = new AbortController();
    const running: Running<T> = { answer: check(leave.signal), leave, askers: 0 };
    this.#running.set(key, running);
    const forget = () => this.#forget(key, running);
    running.answer.then(forget, forget);
    return running;
  }

  /** Whoever asks from now on begins anew: what was left answers nobody. */
  #end(key: string, running: Running<T>, reason: unknown): void {
    running.leave.abort(reason);
    this.#forget(key, running);
  }

  #forget(key: string, running: Running<T>): void {
    if (this.#running.get(key) === running) this.#running.delete(key);
  }
}
