// What the hub remembers, and when it says that it can't tell.
import { describe, expect, it } from 'vitest';
import { ChangeHub, MOST_REMEMBERED } from './change-hub';

const runs = (...ids: string[]) => ids.map((id) => ({ topic: 'runs' as const, id }));

describe('ChangeHub', () => {
  it('tells what came after a position of its own, and nothing of anybody else’s', () => {
    const hub = new ChangeHub('a');
    hub.publish(runs('r1', 'r2'));
    const after = hub.positionAt(hub.seq);
    hub.publish(runs('r3'));
    expect(hub.since(after)?.map(({ id }) => id)).toEqual(['r3']);
    expect(hub.since(hub.positionAt(0))?.map(({ id }) => id)).toEqual(['r1', 'r2', 'r3']);
    expect(hub.since(hub.positionAt(3))).toEqual([]);
    for (const strange of [null, '', 'a', 'a-', 'a--1', 'a-4', 'a-1e1', 'b-1', 'a-99999999999999999'])
      expect(hub.since(strange), String(strange)).toBeNull();
  });

  it('can not tell what came before a gap, or too long ago', () => {
    const hub = new ChangeHub('a');
    hub.publish(runs('r1'));
    const before = hub.positionAt(hub.seq);
    hub.reportGap();
    expect(hub.since(before)).toBeNull();
    const after = hub.positionAt(hub.seq);
    expect(hub.since(after)).toEqual([]);
    for (let i = 0; i <= 2 * MOST_REMEMBERED; i += 1) hub.publish(runs(`r${i}`));
    expect(hub.since(after)).toBeNull();
    expect(hub.since(hub.positionAt(hub.seq - MOST_REMEMBERED))).toHaveLength(MOST_REMEMBERED);
  });
});
