// The stream's three states, over a source that tests drive by hand.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EventSourceLike, openEventStream, SILENCE_MS, type StreamMessage } from './event-stream';

class Source implements EventSourceLike {
  static opened: Source[] = [];
  readyState = 1;
  onerror: ((event: Event) => void) | null = null;
  closed = false;
  readonly #listeners = new Map<string, (event: MessageEvent<string>) => void>();
  constructor(readonly path: string) {
    Source.opened.push(this);
  }
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void) {
    this.#listeners.set(type, listener);
  }
  close() {
    this.closed = true;
  }
  send(type: string, data: unknown, lastEventId = '') {
    this.#listeners.get(type)?.(new MessageEvent(type, { data: JSON.stringify(data), lastEventId }));
  }
  fail(readyState: number) {
    this.readyState = readyState;
    this.onerror?.(new Event('error'));
  }
}

const NOW = { now: '2026-11-19T14:32:08.000Z' };
let states: string[];
let messages: StreamMessage[];
let close: () => void;
const last = () => Source.opened.at(-1) ?? new Source('');

beforeEach(() => {
  vi.useFakeTimers();
  Source.opened = [];
  states = [];
  messages = [];
  close = openEventStream(
    { onState: (state) => states.push(state), onMessage: (message) => messages.push(message) },
    { open: (path) => new Source(path) },
  );
});
afterEach(() => {
  close();
  vi.useRealTimers();
});

describe('openEventStream', () => {
  it('is live from the first reset and passes changes on', () => {
    last().send('reset', NOW);
    last().send('change', { topic: 'runs', id: 'r1' });
    expect(states).toEqual(['live']);
    expect(messages.map((message) => message.type)).toEqual(['reset', 'change']);
  });

  it('drops what it does not know', () => {
    last().send('reset', NOW);
    last().send('change', { topic: 'weather', id: 'r1' });
    expect(messages).toHaveLength(1);
  });

  it('is lost at an error and live again at the next reset, by the same source while the browser reconnects', () => {
    last().send('reset', NOW);
    last().fail(0);
    expect(states).toEqual(['live', 'lost']);
    last().send('reset', NOW);
    expect(states).toEqual(['live', 'lost', 'live']);
    expect(Source.opened).toHaveLength(1);
  });

  it('is live again without a reset where the server still knows what was missed', () => {
    last().send('reset', NOW, 'e-1');
    last().fail(0);
    last().send('change', { topic: 'runs', id: 'r1' }, 'e-2');
    last().send('heartbeat', NOW, 'e-2');
    expect(states).toEqual(['live', 'lost', 'live']);
    expect(messages.map((message) => message.type)).toEqual(['reset', 'change', 'heartbeat']);
  });

  it('asks for what it missed when it has to open anew', () => {
    expect(last().path).toBe('/api/v1/events');
    last().send('reset', NOW, 'e/1');
    last().send('change', { topic: 'runs', id: 'r1' }, 'e/2');
    last().fail(2);
    vi.advanceTimersByTime(1_000);
    expect(last().path).toBe('/api/v1/events?lastEventId=e%2F2');
  });

  it('opens anew with doubling waits when the browser has given up', () => {
    last().fail(2);
    vi.advanceTimersByTime(1_000);
    expect(Source.opened).toHaveLength(2);
    last().fail(2);
    vi.advanceTimersByTime(1_000);
    expect(Source.opened).toHaveLength(2);
    vi.advanceTimersByTime(1_000);
    expect(Source.opened).toHaveLength(3);
  });

  it('takes silence for a lost connection, since a half-open one reports nothing', () => {
    last().send('reset', NOW);
    vi.advanceTimersByTime(SILENCE_MS - 1);
    last().send('heartbeat', NOW);
    vi.advanceTimersByTime(SILENCE_MS - 1);
    expect(states).toEqual(['live']);
    vi.advanceTimersByTime(1);
    expect(states).toEqual(['live', 'lost']);
    expect(Source.opened[0]?.closed).toBe(true);
    expect(Source.opened).toHaveLength(2);
  });

  it('is silent once closed', () => {
    close();
    last().send('reset', NOW);
    vi.advanceTimersByTime(SILENCE_MS * 3);
    expect([states, messages, Source.opened.length]).toEqual([[], [], 1]);
  });
});
