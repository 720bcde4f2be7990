// Knows one dedicated connection that listens, and comes back when it is lost. Refuses to believe a silent connection for long.
import { Client, escapeIdentifier } from 'pg';

export type ListenerOptions = {
  readonly url: string;
  readonly channel: string;
  readonly hear: (payload: string) => void;
  /** Listening again after a loss. */
  readonly onGap: () => void;
  readonly onError?: ((error: Error) => void) | undefined;
};

export interface Listener {
  readonly listening: boolean;
  start(): void;
  stop(): Promise<void>;
}

const RECONNECT_FIRST_MS = 250;
const RECONNECT_MOST_MS = 5_000;
const PROBE_EVERY_MS = 15_000;
const PROBE_WITHIN_MS = 5_000;

export function openListener(options: ListenerOptions): Listener {
  let client: Client | undefined;
  let connecting: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = true;
  let listening = false;
  let heardBefore = false;
  let failures = 0;

  const lost = (which: Client, error?: Error) => {
    if (which !== client) return;
    client = undefined;
    listening = false;
    clearTimeout(timer);
    which.end().catch(() => {}); // it is gone already
    if (stopped) return;
    if (error) options.onError?.(error);
    const waitMs = Math.min(RECONNECT_MOST_MS, RECONNECT_FIRST_MS * 2 ** failures);
    failures += 1;
    timer = setTimeout(connect, waitMs);
  };

  const probe = (which: Client) => {
    timer = setTimeout(() => {
      which.query('SELECT 1').then(
        () => which === client && probe(which),
        (error: Error) => lost(which, error),
      );
    }, PROBE_EVERY_MS);
    timer.unref();
  };

  const connect = () => {
    const fresh = new Client({
      connectionString: options.url,
      application_name: 'bulkhead listen',
      connectionTimeoutMillis: PROBE_WITHIN_MS,
      query_timeout: PROBE_WITHIN_MS,
      keepAlive: true,
    });
    client = fresh;
    fresh.on('notification', ({ payload }) => options.hear(payload ?? ''));
    fresh.on('error', (error) => lost(fresh, error));
    fresh.on('end', () => lost(fresh));
    connecting = listenOn(fresh).catch((error: Error) => lost(fresh, error));
  };

  const listenOn = async (fresh: Client) => {
    await fresh.connect();
    await fresh.query(`LISTEN ${escapeIdentifier(options.channel)}`);
    if (fresh !== client) return;
    listening = true;
    failures = 0;
    if (heardBefore) options.onGap();
    heardBefore = true;
    probe(fresh);
  };

  return {
    get listening() {
      return listening;
    },
    start() {
      if (!stopped) return;
      stopped = false;
      connect();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await connecting;
      clearTimeout(timer);
      const open = client;
      client = undefined;
      listening = false;
      await open?.end().catch(() => {}); // it is gone already
    },
  };
}
