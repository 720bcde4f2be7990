// Knows the hints that processes give each other through PostgreSQL: what changed, which run to wake. Promises no delivery: polling is enough.
import type { Pool } from 'pg';
import { z } from 'zod';
import { changeEvent } from '../contract/events';
import type { Change, ChangeFeed } from '../ports/change-feed';
import { openListener } from './notify-listener';

export const CHANNEL = 'bulkhead';

export type HintListener = {
  readonly onChanges: (changes: readonly Change[]) => void;
  readonly onWake: (runIds: readonly string[]) => void;
  /** The connection that brings hints was lost and is back: some may have been missed. */
  readonly onGap: () => void;
};

export type HintsOptions = {
  readonly pool: Pool;
  /** Past a pooler: LISTEN needs a connection of its own. */
  readonly directUrl: string;
  /** Names this process, so that it does not hear its own voice. */
  readonly originId: string;
  readonly listener: HintListener;
  readonly onError?: (error: Error) => void;
};

export interface Hints extends ChangeFeed {
  /** Tells this process at once and the others soon; what repeats in between is said once. Never rejects. */
  publish(changes: readonly Change[]): void;
  /** For starts, decisions and signals only: never for commits, where a NOTIFY each took two thirds of the speed when tried. */
  wake(runId: string): void;
  /** Whether hints of other processes arrive at present. */
  readonly listening: boolean;
  start(): void;
  /** Says what is left to say and closes its connection. */
  stop(): Promise<void>;
}

const COALESCE_MS = 100;
/** PostgreSQL takes less than 8 000 bytes. */
const PAYLOAD_MOST_BYTES = 7_000;

const message = z.strictObject({
  from: z.string(),
  changes: z.array(changeEvent),
  wake: z.array(z.string()),
});

export function createHints({ pool, directUrl, originId, listener, onError }: HintsOptions): Hints {
  let changes = new Map<string, Change>();
  let wakes = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const payloads = payloadsOf(originId, [...changes.values()], [...wakes]);
    changes = new Map();
    wakes = new Set();
    for (const payload of payloads) {
      sending = sending.then(async () => {
        await pool.query({ name: 'notify', text: 'SELECT pg_notify($1, $2)', values: [CHANNEL, payload] });
      });
      sending = sending.catch((error: Error) => onError?.(error));
    }
  };

  const hear = (payload: string) => {
    const parsed = message.safeParse(parseJson(payload));
    if (!parsed.success || parsed.data.from === originId) return;
    if (parsed.data.changes.length > 0) listener.onChanges(parsed.data.changes);
    if (parsed.data.wake.length > 0) listener.onWake(parsed.data.wake);
  };

  const ear = openListener({ url: directUrl, channel: CHANNEL, hear, onGap: listener.onGap, onError });

  return {
    publish(news) {
      if (news.length === 0) return;
      listener.onChanges(news);
      for (const change of news) changes.set(`${change.topic}\n${change.id}`, change);
      timer ??= setTimeout(flush, COALESCE_MS);
    },
    wake(runId) {
      listener.onWake([runId]);
      wakes.add(runId);
      flush();
    },
    get listening() {
      return ear.listening;
    },
    start: () => ear.start(),
    async stop() {
      flush();
      await sending;
      await ear.stop();
    },
  };
}

function payloadsOf(from: string, changes: readonly Change[], wake: readonly string[]): string[] {
  if (changes.length === 0 && wake.length === 0) return [];
  const payload = JSON.stringify({ from, changes, wake });
  if (Buffer.byteLength(payload) <= PAYLOAD_MOST_BYTES) return [payload];
  if (changes.length + wake.length === 1) return []; // one hint too long for the channel; polling covers it
  const [c, w] = [Math.ceil(changes.length / 2), Math.ceil(wake.length / 2)];
  return [
    ...payloadsOf(from, changes.slice(0, c), wake.slice(0, w)),
    ...payloadsOf(from, changes.slice(c), wake.slice(w)),
  ];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // somebody else speaks on our channel
  }
}
