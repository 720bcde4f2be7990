// Fans out "something changed" inside this process: to open event streams and to requests that wait; knows no database.
import 'server-only';
import type { Change, ChangeFeed } from '../../ports/change-feed';

export type ChangeListener = {
  readonly onChanges: (changes: readonly Change[]) => void;
  /** Changes may have been missed (the connection that brings them was lost and is back). */
  readonly onGap: () => void;
  /** The process is going down: end what is open. */
  readonly onClose: () => void;
};

export class ChangeHub implements ChangeFeed {
  readonly #listeners = new Set<ChangeListener>();
  #closed = false;

  publish(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    for (const listener of this.#listeners) listener.onChanges(changes);
  }

  /** Tells everybody that changes may have been missed. */
  reportGap(): void {
    for (const listener of this.#listeners) listener.onGap();
  }

  /** Listens until the returned function is called. After `close` a new listener is told to end at once. */
  subscribe(listener: ChangeListener): () => void {
    if (this.#closed) {
      listener.onClose();
      return () => undefined;
    }
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  close(): void {
    this.#closed = true;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener.onClose();
  }
}
