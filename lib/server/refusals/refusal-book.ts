// What was refused to whom, as the audit keeps it: each thing once a minute and how often it was asked again. Holds no more than its bounds.
import 'server-only';
import type { JsonValue } from '../../domain/json';
import { type Actor, SYSTEM_ACTOR } from '../../domain/principal';
import type { Logger } from '../../ports/logger';
import type { AuditEntry } from '../../store/append-audit';

export type KnownRefusal = {
  readonly actor: Actor;
  /** What was asked for: `GET /audit`, `page /audit`. */
  readonly access: string;
  readonly code: string;
  /** What was answered, in words. */
  readonly detail: string;
  /** The path with its ids. */
  readonly path: string | null;
  readonly requestId: string;
};

type Parts = {
  readonly write: (entry: AuditEntry) => Promise<void>;
  readonly logger: Pick<Logger, 'warn'>;
  /** ISO 8601. */
  readonly now: () => string;
};

type Repeated = { readonly refusal: KnownRefusal; times: number };
type OfActor = { readonly actor: Actor; things: number; beyond: number };

/** Different refusals of one actor in a minute, more than there are doors; beyond them theirs are counted together. A path holds what they like. */
const MOST_OF_ACTOR = 500;
/** Different refusals of known ones in a minute; more are counted together. */
const MOST_KNOWN = 5_000;
/** Addresses of unknown ones in a minute; more are counted together. */
const MOST_ADDRESSES = 1_000;
/** Addresses that are named in the minute's event, those that were refused most. */
const MOST_NAMED = 20;
const PATH_MOST = 200;

/**
 * Of a principal that is known, the first refusal of a thing is an event at once, and asking again within the minute is one more event with the
 * number; beyond a bound all further things of theirs are one event, so that nobody hides others. Of those that nobody knows, one event a minute tells how many there were and from where: whoever floods the door adds no more than
 * that to a record from which nothing is ever deleted. What the last minute counted is lost with the process.
 */
export class RefusalBook {
  #known = new Map<string, Repeated>();
  #actors = new Map<string, OfActor>();
  #beyond = 0;
  #addresses = new Map<string, number>();
  #elsewhere = 0;
  #since: string;

  constructor(private readonly parts: Parts) {
    this.#since = parts.now();
  }

  /** Never rejects: what can't be written is logged, and the refusal stands. */
  async known(refusal: KnownRefusal): Promise<void> {
    const { actor, access, code } = refusal;
    const key = JSON.stringify([actor.kind, actor.id, access, code]);
    const before = this.#known.get(key);
    if (before !== undefined) {
      before.times += 1;
      return;
    }
    if (this.#known.size >= MOST_KNOWN) {
      this.#beyond += 1;
      return;
    }
    const whose = JSON.stringify([actor.kind, actor.id]);
    const theirs = this.#actors.get(whose) ?? { actor, things: 0, beyond: 0 };
    this.#actors.set(whose, theirs);
    if (theirs.things >= MOST_OF_ACTOR) {
      theirs.beyond += 1;
      return;
    }
    theirs.things += 1;
    this.#known.set(key, { refusal, times: 0 });
    await this.#write(entryOf(refusal, { code, detail: refusal.detail, ...pathOf(refusal) }));
  }

  anonymous(address: string): void {
    const times = this.#addresses.get(address);
    if (times === undefined && this.#addresses.size >= MOST_ADDRESSES) this.#elsewhere += 1;
    else this.#addresses.set(address, (times ?? 0) + 1);
  }

  /** Writes what was counted since the last time, and begins anew. Never rejects. */
  async flush(): Promise<void> {
    const [known, actors, beyond, addresses, elsewhere] = [
      this.#known,
      this.#actors,
      this.#beyond,
      this.#addresses,
      this.#elsewhere,
    ];
    const span = { since: this.#since, until: this.parts.now() };
    this.#known = new Map();
    this.#actors = new Map();
    this.#addresses = new Map();
    [this.#beyond, this.#elsewhere, this.#since] = [0, 0, span.until];
    for (const { refusal, times } of known.values())
      if (times > 0) await this.#write(entryOf(refusal, { code: refusal.code, again: times, ...span }));
    for (const { actor, beyond: more } of actors.values())
      if (more > 0) await this.#write(counted('others', { requests: more, ...span }, actor));
    if (beyond > 0) await this.#write(counted('others', { requests: beyond, ...span }));
    const requests = [...addresses.values()].reduce((sum, times) => sum + times, elsewhere);
    if (requests === 0) return;
    const named = [...addresses].toSorted(([, a], [, b]) => b - a).slice(0, MOST_NAMED);
    const from = named.map(([address, times]) => ({ address, requests: times }));
    await this.#write(counted('anonymous', { requests, from, ...span }));
  }

  async #write(entry: AuditEntry): Promise<void> {
    try {
      await this.parts.write(entry);
    } catch (error) {
      this.parts.logger.warn('a refusal was not audited', { error, refused: entry.entity.id });
    }
  }
}

function entryOf({ actor, access, requestId }: KnownRefusal, after: JsonValue): AuditEntry {
  return { actor, action: 'access.refuse', entity: { kind: 'access', id: access }, after, requestId };
}

function counted(id: string, after: JsonValue, actor: Actor = SYSTEM_ACTOR): AuditEntry {
  return { actor, action: 'access.refuse', entity: { kind: 'access', id }, after };
}

function pathOf({ path }: KnownRefusal): { path?: string } {
  return path === null ? {} : { path: path.slice(0, PATH_MOST) };
}
