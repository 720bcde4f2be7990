// What this browser heard of the event stream lately: whether an answer that came with a page was overtaken on its way to the page.
import { partialMatchKey } from '@tanstack/react-query';
import type { ChangeEvent } from '../contract/events';
import type { StreamMessage } from './event-stream';
import { figureKeysOf, type Key, keysOf } from './invalidation';

/** Minutes of a busy installation; what is older counts as overtaken. */
const MOST_HEARD = 1_000;

type Place = { readonly epoch: string; readonly seq: number };

/** A position of the stream is the name of a process's order and a place in it; null for none. */
function placeOf(position: string): Place | null {
  const [, epoch, digits] = /^(.+)-(\d{1,15})$/.exec(position) ?? [];
  return epoch === undefined ? null : { epoch, seq: Number(digits) };
}

export class HeardChanges {
  /** From where on every change was heard; undefined: nothing was heard yet, and the reset that comes first asks for everything. */
  #since: Place | null | undefined;
  #changes: { readonly seq: number; readonly change: ChangeEvent }[] = [];

  hear(message: StreamMessage): void {
    const place = placeOf(message.id);
    if (message.type === 'reset' || (place !== null && place.epoch !== this.#since?.epoch)) {
      this.#since = place;
      this.#changes = [];
    }
    if (message.type !== 'change' || place === null) return;
    this.#changes.push({ seq: place.seq, change: message.change });
    if (this.#changes.length <= 2 * MOST_HEARD) return;
    this.#changes = this.#changes.slice(-MOST_HEARD);
    const first = this.#changes[0];
    if (first !== undefined) this.#since = { epoch: place.epoch, seq: first.seq };
  }

  /**
   * Whether an answer under `queryKey` that was read at `position` (where the server's stream was before it read) may be older than a change that was
   * heard since. Where that can't be told, it may.
   */
  overtook(position: string, queryKey: Key): boolean {
    if (this.#since === undefined) return false;
    const asked = placeOf(position);
    if (asked === null || asked.epoch !== this.#since?.epoch || asked.seq < this.#since.seq) return true;
    return this.#changes.some(
      ({ seq, change }) =>
        seq > asked.seq &&
        [...keysOf(change), ...figureKeysOf(change)].some((touched) => partialMatchKey(queryKey, touched)),
    );
  }
}

/** Of this document's stream. */
export const heardChanges = new HeardChanges();
