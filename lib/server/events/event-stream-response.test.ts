// The event stream as its reader gets it: order, heartbeats, bounds, and how it ends.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HEARTBEAT_MS } from '../../contract/events';
import type { Change } from '../../ports/change-feed';
import type { Clock } from '../../ports/clock';
import { ChangeHub } from './change-hub';
import { eventStreamResponse } from './event-stream-response';

/** A clock that sleeps until it is told to go on. */
function handClock() {
  const sleepers: { ms: number; wake: () => void }[] = [];
  const clock: Clock = {
    now: () => 0,
    monotonicMs: () => 0,
    sleep: (ms, signal) =>
      new Promise((wake) => {
        sleepers.push({ ms, wake });
        if (signal?.aborted) wake();
        signal?.addEventListener('abort', () => wake());
      }),
  };
  return { clock, beat: () => sleepers.shift()?.wake(), sleepers };
}

let left = new AbortController();
beforeEach(() => {
  left = new AbortController();
});
afterEach(() => left.abort());

type Opened = {
  hub?: ChangeHub;
  mayListen?: () => Promise<boolean>;
  topics?: Change['topic'][];
  after?: string;
};
function open({ hub = new ChangeHub('epoch'), mayListen = async () => true, ...asked }: Opened = {}) {
  const hand = handClock();
  const { signal } = left;
  const response = eventStreamResponse({ hub, clock: hand.clock, signal, mayListen, ...asked });
  const reader = response.body?.getReader();
  if (reader === undefined) throw new Error('a stream has a body');
  const ids: string[] = [];
  const next = async () => {
    const { value, done } = await reader.read();
    if (done) return 'end';
    const [, id = '', event = '', data = ''] =
      /^id: (epoch-\d+)\nevent: (\w+)\ndata: (.*)\n\n$/.exec(new TextDecoder().decode(value)) ?? [];
    ids.push(id);
    return `${event} ${data}`;
  };
  return { ids, hub, hand, response, next };
}
const change = (id: string, topic: Change['topic'] = 'runs'): Change => ({ topic, id });

describe('eventStreamResponse', () => {
  it('says reset first, then each change, and is not transformed on its way', async () => {
    const { hub, next, response } = open();
    hub.publish([change('r1'), change('a1', 'approvals')]);
    expect(await next()).toBe('reset {"now":"1970-01-01T00:00:00.000Z"}');
    expect(await next()).toBe('change {"topic":"runs","id":"r1"}');
    expect(await next()).toBe('change {"topic":"approvals","id":"a1"}');
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('cache-control')).toContain('no-transform');
  });

  it('is over at once for a reader who left before it opened, and says when it is over', async () => {
    left.abort();
    const { next } = open();
    expect([await next(), await next()]).toContain('end');
    const hub = new ChangeHub('epoch');
    const stays = new AbortController();
    let ends = 0;
    const onEnd = () => {
      ends += 1;
    };
    const mayListen = async () => true;
    eventStreamResponse({ hub, clock: handClock().clock, signal: stays.signal, mayListen, onEnd });
    expect([ends, hub.listenerCount]).toEqual([0, 1]);
    stays.abort();
    expect([ends, hub.listenerCount]).toEqual([1, 0]);
  });

  it('beats while nothing happens', async () => {
    const { next, hand } = open();
    await next();
    expect(hand.sleepers[0]?.ms).toBe(HEARTBEAT_MS);
    hand.beat();
    expect(await next()).toMatch(/^heartbeat /);
  });

  it('gives a reader who does not read one reset for everything it missed', async () => {
    const { hub, next } = open();
    for (let i = 0; i < 2_000; i += 1) hub.publish([change(`r${i}`)]);
    const seen = [await next()];
    const resets = () => seen.filter((frame) => frame.startsWith('reset')).length;
    while (resets() < 2) seen.push(await next());
    expect(seen.length).toBeLessThan(300);
    hub.publish([change('after')]);
    expect(await next()).toMatch(/after/);
  });

  it('names a thing once, however often it changes before it is read', async () => {
    const { hub, next } = open();
    for (let i = 0; i < 100; i += 1) hub.publish([change('r1')]);
    const seen = [await next()];
    hub.publish([change('r2')]);
    while (!seen.at(-1)?.includes('r2')) seen.push(await next());
    expect(seen.length).toBeLessThan(25);
  });

  it('says reset when the connection that brings changes had a gap', async () => {
    const { hub, next } = open();
    await next();
    hub.reportGap();
    expect(await next()).toMatch(/^reset /);
  });

  it('ends for a reader whose session is over, at once when sessions change', async () => {
    let allowed = true;
    const { hub, next } = open({ mayListen: async () => allowed });
    await next();
    allowed = false;
    hub.publish([change('s1', 'sessions')]);
    expect(await next()).toBe('change {"topic":"sessions","id":"any"}');
    expect(await next()).toBe('end');
    expect(hub.listenerCount).toBe(0);
  });

  it('listens on while nobody can say whether it may', async () => {
    const { hub, next } = open({ mayListen: () => Promise.reject(new Error('database away')) });
    await next();
    hub.publish([change('s1', 'sessions')]);
    await next();
    hub.publish([change('r1')]);
    expect(await next()).toMatch(/r1/);
  });

  it('tells a reader who comes back what it missed, and only then the time', async () => {
    const { hub, next, ids } = open();
    hub.publish([change('r1'), change('r2')]);
    await next();
    await next();
    left.abort();
    left = new AbortController();
    hub.publish([change('r3'), change('r1')]);
    const back = open({ hub, after: ids[1] ?? '' });
    expect([await back.next(), await back.next(), await back.next(), await back.next()]).toEqual([
      'change {"topic":"runs","id":"r2"}',
      'change {"topic":"runs","id":"r3"}',
      'change {"topic":"runs","id":"r1"}',
      'heartbeat {"now":"1970-01-01T00:00:00.000Z"}',
    ]);
    hub.publish([change('r4')]);
    expect(await back.next()).toMatch(/^change .*r4/);
  });

  it('is never past something untold, whatever changed again meanwhile', async () => {
    const { hub, next, ids } = open();
    for (let i = 0; i < 30; i += 1) hub.publish([change(`r${i % 20}`)]);
    const told = new Map<string, string>();
    for (let frame = await next(); told.size < 20; frame = await next())
      if (frame.startsWith('change')) told.set(frame, ids.at(-1) ?? '');
    const places = ids.map((id) => Number(id.split('-')[1]));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('says reset to one who comes from another process, was away too long, or missed a gap', async () => {
    expect(await open({ after: 'other-3' }).next()).toMatch(/^reset /);
    const { hub, next, ids } = open();
    await next();
    hub.reportGap();
    expect(await open({ hub, after: ids[0] ?? '' }).next()).toMatch(/^reset /);
    const busy = open();
    await busy.next();
    for (let i = 0; i < 300; i += 1) busy.hub.publish([change(`r${i}`)]);
    expect(await open({ hub: busy.hub, after: busy.ids[0] ?? '' }).next()).toMatch(/^reset /);
  });

  it('tells of the topics that were asked for, and lets the position go on over the others', async () => {
    const { hub, hand, next, ids } = open({ topics: ['approvals'] });
    await next();
    hub.publish([change('r1'), change('a1', 'approvals'), change('r2')]);
    expect(await next()).toBe('change {"topic":"approvals","id":"a1"}');
    hand.beat();
    expect(await next()).toMatch(/^heartbeat /);
    expect(ids.at(-1)).toBe('epoch-3');
  });

  it('ends when the process goes down, also for those who come later', async () => {
    const { hub, next } = open();
    await next();
    hub.close();
    expect(await next()).toBe('end');
    const hand = handClock();
    const late = eventStreamResponse({
      hub,
      clock: hand.clock,
      signal: left.signal,
      mayListen: async () => true,
    });
    expect((await late.body?.getReader().read())?.done).toBe(true);
  });
});
