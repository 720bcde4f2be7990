// One open event stream: what was missed or a reset, then changes and heartbeats; bounded, so that a slow reader costs a reset, never memory.
import 'server-only';
import { EVENT_CHANGE, EVENT_HEARTBEAT, EVENT_RESET, HEARTBEAT_MS } from '../../contract/events';
import type { ChangeTopic } from '../../ports/change-feed';
import { type Clock, isoAt } from '../../ports/clock';
import type { ChangeHub, NumberedChange } from './change-hub';

/** Distinct changes kept for a reader that does not read; one more and it gets a reset instead. */
const MOST_PENDING = 256;
/** Frames handed to the socket before its reader has to catch up. */
const MOST_IN_FLIGHT = 16;

export const EVENT_STREAM_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  // Tells proxies such as nginx not to collect the stream.
  'x-accel-buffering': 'no',
};

export type EventStreamOptions = {
  readonly hub: ChangeHub;
  readonly clock: Clock;
  /** The request's: aborted when the reader leaves. */
  readonly signal: AbortSignal;
  /** Asked at each heartbeat and when a session changes: whether the reader may still listen. A failure to find out lets it listen on. */
  readonly mayListen: () => Promise<boolean>;
  /** The only topics it tells of; all of them when absent. */
  readonly topics?: readonly ChangeTopic[] | undefined;
  /** The id of the last event that the reader has: what came since is told instead of a reset, where it is still known. */
  readonly after?: string | null;
  /** Called when the stream is over, however it ended; perhaps twice. */
  readonly onEnd?: () => void;
};

export function eventStreamResponse(options: EventStreamOptions): Response {
  const { hub, clock, signal, mayListen, topics, after = null, onEnd = () => {} } = options;
  const encoder = new TextEncoder();
  const ended = new AbortController();
  const missed = hub.since(after);
  let pending = new Map<string, NumberedChange>();
  let resetDue = missed === null;
  // One who goes on where it was learns by it that the stream is open, and what time it is.
  let heartbeatDue = missed !== null;
  let leave = onEnd;
  let pull = () => {};

  /** `seq`: everything up to it has been told, or will be told again under a higher one. */
  const frame = (event: string, seq: number, data: unknown) =>
    encoder.encode(`id: ${hub.positionAt(seq)}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

  /** In the order of seq: what changes again moves to the end, so that no id on the wire is past something untold. */
  function add(changes: readonly NumberedChange[]): void {
    for (const change of changes.map(forEverybody)) {
      if (topics !== undefined && !topics.includes(change.topic)) continue;
      const key = `${change.topic} ${change.id}`;
      pending.delete(key);
      pending.set(key, change);
    }
    if (pending.size <= MOST_PENDING) return;
    pending = new Map();
    resetDue = true;
  }

  function nextFrame(): Uint8Array | undefined {
    if (resetDue) {
      resetDue = false;
      pending.clear();
      return frame(EVENT_RESET, hub.seq, { now: isoAt(clock.now()) });
    }
    const [first] = pending;
    if (first !== undefined) {
      const [key, { topic, id, seq }] = first;
      pending.delete(key);
      return frame(EVENT_CHANGE, seq, { topic, id });
    }
    if (!heartbeatDue) return undefined;
    heartbeatDue = false;
    return frame(EVENT_HEARTBEAT, hub.seq, { now: isoAt(clock.now()) });
  }

  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const flush = () => {
          while (!ended.signal.aborted && (controller.desiredSize ?? 0) > 0) {
            const next = nextFrame();
            if (next === undefined) return;
            controller.enqueue(next);
          }
        };
        const end = () => {
          if (ended.signal.aborted) return;
          ended.abort();
          leave();
          controller.close();
        };
        const checkReader = async () => {
          const allowed = await mayListen().catch(() => true);
          if (!allowed) end();
        };
        const unsubscribe = hub.subscribe({
          onChanges(changes) {
            add(changes);
            if (changes.some((change) => change.topic === 'sessions')) void checkReader();
            flush();
          },
          onGap() {
            resetDue = true;
            flush();
          },
          onClose: end,
        });
        leave = () => {
          unsubscribe();
          onEnd();
        };
        signal.addEventListener('abort', end, { once: true });
        if (signal.aborted) end();
        add(missed ?? []);
        void beat(clock, ended.signal, () => {
          heartbeatDue = true;
          flush();
          void checkReader();
        });
        flush();
        pull = flush;
      },
      pull: () => pull(),
      cancel() {
        ended.abort();
        leave();
      },
    },
    { highWaterMark: MOST_IN_FLIGHT },
  );
  return new Response(stream, { headers: EVENT_STREAM_HEADERS });
}

async function beat(clock: Clock, signal: AbortSignal, onBeat: () => void): Promise<void> {
  for (;;) {
    await clock.sleep(HEARTBEAT_MS, signal);
    if (signal.aborted) return;
    onBeat();
  }
}

/** Topics whose ids are not for everybody who may listen: addresses of people, names of secrets, sessions. That one changed is enough. */
const UNNAMED: ReadonlySet<NumberedChange['topic']> = new Set(['sessions', 'people', 'secrets', 'api_keys']);

function forEverybody(change: NumberedChange): NumberedChange {
  return UNNAMED.has(change.topic) ? { ...change, id: 'any' } : change;
}
