// An answer that came with a page is asked for again exactly where a change overtook it.
import { describe, expect, it } from 'vitest';
import { HeardChanges } from './heard-changes';
import { queryKeys } from './query-keys';

const reset = (id: string) => ({ id, type: 'reset', serverNowMs: 0 }) as const;
const ran = (id: string, run: string) =>
  ({ id, type: 'change', change: { topic: 'runs', id: run } }) as const;
const STEPS = queryKeys.runs.steps('r1');

describe('HeardChanges', () => {
  it('tells a change that came after the answer was read from one before it, and from one about something else', () => {
    const heard = new HeardChanges();
    heard.hear(reset('a-0-5'));
    heard.hear(ran('a-0-6', 'r1'));
    heard.hear(ran('a-0-7', 'r2'));
    expect(heard.overtook('a-0-5', STEPS)).toBe(true);
    expect(heard.overtook('a-0-6', STEPS)).toBe(false);
    expect(heard.overtook('a-0-6', queryKeys.runs.steps('r2'))).toBe(true);
    expect(heard.overtook('a-0-5', queryKeys.settings())).toBe(false);
    expect(heard.overtook('a-0-6', queryKeys.spend.all())).toBe(true);
  });

  it('takes what can’t be told for overtaken: read before a reset, in another process, before what is remembered', () => {
    const heard = new HeardChanges();
    heard.hear(reset('a-5'));
    for (const position of ['a-4', 'b-9', 'nothing', '']) expect(heard.overtook(position, STEPS)).toBe(true);
    expect(heard.overtook('a-5', STEPS)).toBe(false);
    for (let seq = 6; seq < 3_000; seq += 1) heard.hear(ran(`a-${seq}`, 'other'));
    expect(heard.overtook('a-5', STEPS)).toBe(true);
    expect(heard.overtook('a-2990', STEPS)).toBe(false);
  });

  it('leaves everything to the reset that comes first, and to one without a position', () => {
    const heard = new HeardChanges();
    expect(heard.overtook('a-1', STEPS)).toBe(false);
    heard.hear(reset(''));
    expect(heard.overtook('a-1', STEPS)).toBe(true);
  });

  it('goes on where another tab’s stream is: a change of a process that it did not hear before begins anew', () => {
    const heard = new HeardChanges();
    heard.hear(reset('a-5'));
    heard.hear(ran('b-2', 'r1'));
    expect(heard.overtook('b-2', STEPS)).toBe(false);
    expect(heard.overtook('b-1', STEPS)).toBe(true);
    expect(heard.overtook('a-5', STEPS)).toBe(true);
  });
});
