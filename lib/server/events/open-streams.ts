// How many event streams each principal holds open in this process; refuses one too many.
import 'server-only';
import { RequestError } from '../../domain/errors';
import type { Principal } from '../../domain/principal';

/** A browser shares one among its tabs, so this is many browsers or programs. */
export const MOST_STREAMS = 20;

export class OpenStreams {
  readonly #counts = new Map<string, number>();

  /** @returns what gives the place back; a second call changes nothing. @throws RequestError rate_limited */
  enter({ kind, id }: Pick<Principal, 'kind' | 'id'>): () => void {
    const key = `${kind}:${id}`;
    const present = this.#counts.get(key) ?? 0;
    if (present >= MOST_STREAMS)
      throw new RequestError(
        'rate_limited',
        `At most ${MOST_STREAMS} event streams may be open at once. Close one first.`,
        [],
        { retryAfterMs: 5_000 },
      );
    this.#counts.set(key, present + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const others = (this.#counts.get(key) ?? 1) - 1;
      if (others === 0) this.#counts.delete(key);
      else this.#counts.set(key, others);
    };
  }
}
