// One event stream for all tabs of a browser: HTTP/1.1 allows six connections to a host, and six open tabs must not use them up.
// The tab that holds the lock listens and tells the others; when it closes, the next one takes over where the last message was.
import {
  openEventStream,
  SILENCE_MS,
  type StreamHandlers,
  type StreamMessage,
  type StreamState,
} from './event-stream';

const NAME = 'bulkhead-events';

type Told =
  | { readonly type: 'hello' }
  | { readonly type: 'state'; readonly state: StreamState }
  | { readonly type: 'message'; readonly message: StreamMessage };

export type Surroundings = {
  readonly locks: Pick<LockManager, 'request'> | undefined;
  readonly openChannel: (() => BroadcastChannel) | undefined;
  /** `after`: the id of the last message that this tab heard, from whichever tab listened then; empty when it heard none. */
  readonly open: (handlers: StreamHandlers, after: string) => () => void;
};

/** Web Locks exist on https and localhost only; elsewhere each tab has a stream of its own. */
export function browserSurroundings(): Surroundings {
  return {
    locks: 'locks' in navigator ? navigator.locks : undefined,
    openChannel: typeof BroadcastChannel === 'function' ? () => new BroadcastChannel(NAME) : undefined,
    open: (handlers, after) => openEventStream(handlers, { after }),
  };
}

/** As openEventStream, over whichever tab listens. A tab that joins gets a `reset` first, since it may have missed events. */
export function openSharedEventStream(
  handlers: StreamHandlers,
  surroundings: Surroundings = browserSurroundings(),
): () => void {
  const { locks, openChannel, open } = surroundings;
  if (locks === undefined || openChannel === undefined) return open(handlers, '');

  const channel = openChannel();
  let ended = false;
  let leaveQueue = () => {};
  let closeOwn: (() => void) | undefined;
  let joined = false;
  let after = '';
  let state: StreamState = 'connecting';
  let silence: ReturnType<typeof setTimeout> | undefined;
  const tell = (told: Told) => channel.postMessage(told);
  const setState = (next: StreamState) => {
    if (next === state) return;
    state = next;
    handlers.onState(next);
  };

  const hear = (message: StreamMessage) => {
    joined = true;
    if (message.id !== '') after = message.id;
    handlers.onMessage(message);
  };

  const lead = () =>
    new Promise<void>((release) => {
      // Granted in the moment in which this tab gave its place up.
      if (ended) return release();
      clearTimeout(silence);
      const own: StreamHandlers = {
        onMessage: (message) => {
          hear(message);
          tell({ type: 'message', message });
        },
        onState: (next) => {
          setState(next);
          tell({ type: 'state', state: next });
        },
      };
      const closeStream = open(own, after);
      closeOwn = () => {
        closeOwn = undefined;
        closeStream();
        release();
      };
    });

  /** Waits for its turn; the rejection says that another tab took the lock (this one was thought frozen), or that the place in the queue was given up. */
  const queue = () => {
    const place = new AbortController();
    leaveQueue = () => place.abort();
    hold({ signal: place.signal }, () => place.signal.aborted);
  };
  const hold = (options: LockOptions, gaveUp: () => boolean) => {
    locks.request(NAME, options, lead).catch(() => {
      if (gaveUp()) return;
      closeOwn?.();
      if (ended) return;
      expectSigns();
      queue();
    });
  };
  const expectSigns = () => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      setState('lost');
      leaveQueue();
      hold({ steal: true }, () => false);
    }, SILENCE_MS + 5_000);
  };

  channel.onmessage = ({ data }: MessageEvent<Told>) => {
    if (data.type === 'hello') {
      if (closeOwn !== undefined) tell({ type: 'state', state });
      return;
    }
    if (closeOwn !== undefined) return; // two leaders for a moment after a steal: each believes its own stream
    expectSigns();
    if (data.type === 'state') {
      setState(data.state);
      if (data.state === 'live' && !joined) {
        joined = true;
        handlers.onMessage({ id: '', type: 'reset', serverNowMs: Number.NaN });
      }
      return;
    }
    setState('live');
    hear(data.message);
  };

  expectSigns();
  tell({ type: 'hello' });
  queue();
  return () => {
    ended = true;
    leaveQueue();
    clearTimeout(silence);
    closeOwn?.();
    channel.close();
  };
}
