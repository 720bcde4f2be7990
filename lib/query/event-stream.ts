// One event stream to the server: says what came in and whether it can be relied on; reopens by itself and never gives up.
import {
  type ChangeEvent,
  changeEvent,
  EVENT_CHANGE,
  EVENT_HEARTBEAT,
  EVENT_RESET,
  HEARTBEAT_MS,
  heartbeatEvent,
} from '../contract/events';

/** `id`: the place after this message, from which another stream can go on; empty when it has none. */
export type StreamMessage = { readonly id: string } & (
  | { readonly type: 'change'; readonly change: ChangeEvent }
  /** Events may have been missed: everything shown has to be asked for again. */
  | { readonly type: 'reset'; readonly serverNowMs: number }
  | { readonly type: 'heartbeat'; readonly serverNowMs: number }
);

export type StreamState = 'connecting' | 'live' | 'lost';

export type StreamHandlers = {
  onMessage: (message: StreamMessage) => void;
  onState: (state: StreamState) => void;
};

export const EVENTS_PATH = '/api/v1/events';
/** Two heartbeats and a half without a sign: a half-open connection, which no error event ever reports. */
export const SILENCE_MS = 2.5 * HEARTBEAT_MS;
const REOPEN_LEAST_MS = 1_000;
const REOPEN_MOST_MS = 15_000;

/** What this file needs of the browser's EventSource; tests bring their own. */
export type EventSourceLike = {
  readonly readyState: number;
  onerror: ((event: Event) => void) | null;
  addEventListener: (type: string, listener: (event: MessageEvent<string>) => void) => void;
  close: () => void;
};
const CLOSED = 2;

export type StreamOptions = {
  /** The id of the last message that was heard, by whatever stream. */
  readonly after?: string;
  readonly open?: (path: string) => EventSourceLike;
};

/**
 * Opens the stream and keeps it open. `lost` is said at the first error and lasts until the next message: a `reset`, or what was missed and a
 * `heartbeat` where the server still knows it. The browser reconnects by itself after a cut; after an answer that is no stream (503 at a restart,
 * 401) it gives up, and this opens anew with doubling waits, from the last id.
 */
export function openEventStream(handlers: StreamHandlers, options: StreamOptions = {}): () => void {
  const { open = (path) => new EventSource(path) } = options;
  let after = options.after ?? '';
  let source: EventSourceLike | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let reopening: ReturnType<typeof setTimeout> | undefined;
  let state: StreamState = 'connecting';
  let waitMs = REOPEN_LEAST_MS;
  let ended = false;

  const say = (next: StreamState) => {
    if (next === state) return;
    state = next;
    handlers.onState(next);
  };
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      say('lost');
      connect();
    }, SILENCE_MS);
  };
  const reopenLater = () => {
    clearTimeout(silence);
    clearTimeout(reopening);
    reopening = setTimeout(connect, waitMs);
    waitMs = Math.min(REOPEN_MOST_MS, waitMs * 2);
  };
  function connect(): void {
    if (ended) return;
    source?.close();
    // A new source knows no earlier id, and no header can be set on it.
    const current = open(
      after === '' ? EVENTS_PATH : `${EVENTS_PATH}?lastEventId=${encodeURIComponent(after)}`,
    );
    source = current;
    heard();
    current.onerror = () => {
      if (source !== current || ended) return;
      say('lost');
      if (current.readyState === CLOSED) reopenLater();
    };
    for (const type of [EVENT_RESET, EVENT_CHANGE, EVENT_HEARTBEAT]) {
      current.addEventListener(type, (event) => {
        if (source !== current || ended) return;
        const message = parseMessage(type, event);
        if (message === undefined) return;
        heard();
        if (message.id !== '') after = message.id;
        waitMs = REOPEN_LEAST_MS;
        say('live');
        handlers.onMessage(message);
      });
    }
  }

  connect();
  return () => {
    ended = true;
    clearTimeout(silence);
    clearTimeout(reopening);
    source?.close();
  };
}

/** undefined for what this page doesn't know: a newer server may send more. */
function parseMessage(
  type: string,
  { data, lastEventId: id }: MessageEvent<string>,
): StreamMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (type === EVENT_CHANGE) {
    const parsed = changeEvent.safeParse(value);
    return parsed.success ? { id, type: 'change', change: parsed.data } : undefined;
  }
  const parsed = heartbeatEvent.safeParse(value);
  if (!parsed.success) return undefined;
  const serverNowMs = Date.parse(parsed.data.now);
  return type === EVENT_RESET ? { id, type: 'reset', serverNowMs } : { id, type: 'heartbeat', serverNowMs };
}
