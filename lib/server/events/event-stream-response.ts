// One open event stream: reset first, then changes and heartbeats; bounded, so that a slow reader costs a reset and never memory.
import 'server-only';
import { EVENT_CHANGE, EVENT_HEARTBEAT, EVENT_RESET, HEARTBEAT_MS } from '../../contract/events';
import type { Change } from '../../ports/change-feed';
import { type Clock, isoAt } from '../../ports/clock';
import type { ChangeHub } from './change-hub';

/** Distinct changes kept for a reader that does not read; one more and it gets a reset instead. */
const MOST_PENDING = 256;
/** Frames handed to the socket before its reader has to catch up. */
const MOST_IN_FLIGHT = 16;

export type EventStreamOptions = {
  readonly hub: ChangeHub;
  readonly clock: Clock;
  /** The request's: aborted when the reader leaves. */
  readonly signal: AbortSignal;
  /** Asked at each heartbeat and when a session changes: whether the reader may still listen. A failure to find out lets it listen on. */
  readonly mayListen: () => Promise<boolean>;
  /** Called when the stream is over, however it ended; perhaps twice. */
  readonly onEnd?: () => void;
};

export function eventStreamResponse(options: EventStreamOptions): Response {
  const { hub, clock, signal, mayListen, onEnd = () => {} } = options;
  const encoder = new TextEncoder();
  const ended = new AbortController();
  let pending = new Map<string, Change>();
  let resetDue = true;
  let heartbeatDue = false;
  let leave = onEnd;
  let pull = () => {};

  const frame = (event: string, data: unknown) =>
    encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

  function nextFrame(): Uint8Array | undefined {
    if (resetDue) {
      resetDue = false;
      pending.clear();
      return frame(EVENT_RESET, { now: isoAt(clock.now()) });
    }
    const [first] = pending;
    if (first !== undefined) {
      pending.delete(first[0]);
      return frame(EVENT_CHANGE, first[1]);
    }
    if (!heartbeatDue) return undefined;
    heartbeatDue = false;
    return frame(EVENT_HEARTBEAT, { now: isoAt(clock.now()) });
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
            for (const change of changes.map(forEverybody))
              pending.set(`${change.topic} ${change.id}`, change);
            if (pending.size > MOST_PENDING) {
              pending = new Map();
              resetDue = true;
            }
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
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // Tells proxies such as nginx not to collect the stream.
      'x-accel-buffering': 'no',
    },
  });
}

async function beat(clock: Clock, signal: AbortSignal, onBeat: () => void): Promise<void> {
  for (;;) {
    await clock.sleep(HEARTBEAT_MS, signal);
    if (signal.aborted) return;
    onBeat();
  }
}

/** Whose session began or ended is nobody else's business; that one did is enough to look at one's own. */
function forEverybody(change: Change): Change {
  return change.topic === 'sessions' ? { topic: 'sessions', id: 'any' } : change;
}
