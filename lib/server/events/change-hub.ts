// Fans out "something changed" inside this process: to open event streams and to requests that wait. Remembers the last changes under
// positions, so that a reader who lost its connection goes on where it was; knows no database.
import 'server-only';
import type { Change, ChangeFeed } from '../../ports/change-feed';

/** A change and its place in this process's order. */
export type NumberedChange = Change & { readonly seq: number };

export type ChangeListener = {
  readonly onChanges: (changes: readonly NumberedChange[]) => void;
  /** Changes may have been missed (the connection that brings them was lost and is back). */
  readonly onGap: () => void;
  /** The process is going down: end what is open. */
  readonly onClose: () => void;
};

/** Some minutes of a busy installation; a reader that was away for longer is told to ask for everything again. */
export const MOST_REMEMBERED = 4_096;

export class ChangeHub implements ChangeFeed {
  readonly #listeners = new Set<ChangeListener>();
  #closed = false;
  #seq = 0;
  #remembered: NumberedChange[] = [];
  /** The lowest seq from which nothing is missing. */
  #floor = 0;

  /** `epoch` names this process's order: a position of another process means nothing here. */
  constructor(private readonly epoch: string) {}

  publish(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    const numbered = changes.map(({ topic, id }) => {
      this.#seq += 1;
      return { topic, id, seq: this.#seq };
    });
    this.#remember(numbered);
    for (const listener of this.#listeners) listener.onChanges(numbered);
  }

  /** Tells everybody that changes may have been missed; positions from before can't be gone on from. */
  reportGap(): void {
    this.#seq += 1;
    this.#floor = this.#seq;
    this.#remembered = [];
    for (const listener of this.#listeners) listener.onGap();
  }

  /** The seq of the last change. */
  get seq(): number {
    return this.#seq;
  }

  /** How a reader names the place after that change. */
  positionAt(seq: number): string {
    return `${this.epoch}-${seq}`;
  }

  /** What came after a position; null when that can't be told: another process's, too long ago, or no position at all. */
  since(position: string | null): readonly NumberedChange[] | null {
    const [, epoch, digits = ''] = /^(.+)-(\d{1,15})$/.exec(position ?? '') ?? [];
    const seq = Number(digits);
    if (epoch !== this.epoch || seq < this.#floor || seq > this.#seq) return null;
    return this.#remembered.filter((change) => change.seq > seq);
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

  /** Trimmed by halves, so that remembering costs no copy each time. */
  #remember(changes: readonly NumberedChange[]): void {
    this.#remembered.push(...changes);
    if (this.#remembered.length <= 2 * MOST_REMEMBERED) return;
    this.#remembered = this.#remembered.slice(-MOST_REMEMBERED);
    this.#floor = (this.#remembered[0]?.seq ?? 1) - 1;
  }
}
