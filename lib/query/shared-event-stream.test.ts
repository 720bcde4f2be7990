// Several tabs, one stream: who leads, who hears, who takes over.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SILENCE_MS, type StreamHandlers, type StreamMessage, type StreamState } from './event-stream';
import { openSharedEventStream, type Surroundings } from './shared-event-stream';

type Waiting = { run: () => Promise<unknown>; settle: () => void };

/** Web Locks of one name, without modes. */
class Locks {
  #held: { fail: (cause: Error) => void } | undefined;
  #queue: Waiting[] = [];
  readonly request = ((_name: string, options: LockOptions, callback: () => Promise<unknown>) =>
    new Promise<void>((resolve, reject) => {
      const waiting: Waiting = {
        run: callback,
        settle: () => {
          const own = { fail: reject };
          this.#held = own;
          callback().then(() => {
            if (this.#held === own) {
              this.#held = undefined;
              this.#next();
            }
            resolve();
          });
        },
      };
      options.signal?.addEventListener('abort', () => {
        this.#queue = this.#queue.filter((other) => other !== waiting);
        reject(new Error('aborted'));
      });
      if (options.steal) {
        const loser = this.#held;
        waiting.settle();
        loser?.fail(new Error('stolen'));
      } else if (this.#held === undefined) waiting.settle();
      else this.#queue.push(waiting);
    })) as unknown as LockManager['request']; // safe because the code under test uses this overload only
  #next() {
    this.#queue.shift()?.settle();
  }
}

/** Delivers to every other channel at once. */
class Channel {
  static all: Channel[] = [];
  onmessage: ((event: MessageEvent) => void) | null = null;
  muted = false;
  constructor() {
    Channel.all.push(this);
  }
  postMessage(data: unknown) {
    if (this.muted) return;
    for (const other of Channel.all)
      if (other !== this) other.onmessage?.(new MessageEvent('message', { data }));
  }
  close() {
    Channel.all = Channel.all.filter((other) => other !== this);
  }
}

const streams: { handlers: StreamHandlers; after: string; closed: boolean }[] = [];
const locks = new Locks();

function openTab() {
  const heard: StreamMessage['type'][] = [];
  const states: StreamState[] = [];
  const channel = new Channel();
  const surroundings: Surroundings = {
    locks,
    openChannel: () => channel as unknown as BroadcastChannel, // safe because only these members are used
    open: (handlers, after) => {
      const stream = { handlers, after, closed: false };
      streams.push(stream);
      return () => {
        stream.closed = true;
      };
    },
  };
  const close = openSharedEventStream(
    { onMessage: (message) => heard.push(message.type), onState: (state) => states.push(state) },
    surroundings,
  );
  return { heard, states, close, channel };
}
const reset: StreamMessage = { id: 'e-1', type: 'reset', serverNowMs: 0 };
const change: StreamMessage = { id: 'e-2', type: 'change', change: { topic: 'runs', id: 'r1' } };
const settle = () => vi.advanceTimersByTimeAsync(0);

afterEach(() => {
  vi.useRealTimers();
  streams.length = 0;
  Channel.all = [];
});

describe('openSharedEventStream', () => {
  it('opens one stream for two tabs, tells both, and hands it over when the first closes', async () => {
    vi.useFakeTimers();
    const first = openTab();
    await settle();
    streams[0]?.handlers.onState('live');
    streams[0]?.handlers.onMessage(reset);
    const second = openTab();
    expect(streams).toHaveLength(1);
    expect(second.states).toEqual(['live']);
    expect(second.heard).toEqual(['reset']);
    streams[0]?.handlers.onMessage(change);
    expect(first.heard).toEqual(['reset', 'change']);
    expect(second.heard).toEqual(['reset', 'change']);

    first.close();
    await settle();
    expect(streams.map((stream) => stream.closed)).toEqual([true, false]);
    expect(streams.map((stream) => stream.after)).toEqual(['', 'e-2']);
    streams[1]?.handlers.onMessage(change);
    expect(second.heard).toEqual(['reset', 'change', 'change']);
    second.close();
    await settle();
  });

  it('takes the lock from a tab that has gone silent', async () => {
    vi.useFakeTimers();
    const frozen = openTab();
    await settle();
    frozen.channel.muted = true;
    const second = openTab();
    expect(streams).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(SILENCE_MS + 5_000);
    expect(second.states).toEqual(['lost']);
    expect(streams).toHaveLength(2);
    expect(streams[0]?.closed).toBe(true);
    streams[1]?.handlers.onState('live');
    expect(second.states).toEqual(['lost', 'live']);
    second.close();
    frozen.close();
    await settle();
  });

  it('gives each tab its own stream where there are no locks', () => {
    const open = vi.fn(() => () => undefined);
    openSharedEventStream(
      { onMessage: () => undefined, onState: () => undefined },
      {
        locks: undefined,
        openChannel: undefined,
        open,
      },
    );
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('opens nothing when the lock is granted to a tab that has just closed', async () => {
    const open = vi.fn(() => () => undefined);
    let grant: (() => Promise<unknown>) | undefined;
    const request = (_name: string, _options: LockOptions, lead: () => Promise<unknown>) => {
      grant = lead;
      return new Promise(() => undefined);
    };
    const close = openSharedEventStream(
      { onMessage: () => undefined, onState: () => undefined },
      {
        locks: { request } as unknown as LockManager, // safe because the code under test uses this overload only
        openChannel: () => new Channel() as unknown as BroadcastChannel, // safe because it is used as one
        open,
      },
    );
    close();
    await grant?.();
    expect(open).not.toHaveBeenCalled();
  });
});
