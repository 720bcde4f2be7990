import { describe, expect, it } from 'vitest';
import { CodedError } from '@/lib/domain/errors';
import { VirtualClock } from '@/lib/ports/testing/virtual-clock';
import { withinTime } from './time-limit';

async function settle<T>(clock: VirtualClock, promise: Promise<T>) {
  let outcome: { value: T } | { error: unknown } | null = null;
  promise.then(
    (value) => {
      outcome = { value };
    },
    (error: unknown) => {
      outcome = { error };
    },
  );
  await clock.runUntil(() => outcome !== null);
  return outcome as unknown as { value?: T; error?: unknown };
}

describe('withinTime', () => {
  it('gives the answer and leaves no timer behind', async () => {
    const clock = new VirtualClock();
    const outer = new AbortController();
    expect(
      await settle(
        clock,
        withinTime(clock, 1_000, outer.signal, async () => 7),
      ),
    ).toEqual({ value: 7 });
    await expect(clock.runUntil(() => false, 10_000)).rejects.toThrow('nothing is under way');
  });

  it('is unknown, not failed, when no answer comes, and aborts the call', async () => {
    const clock = new VirtualClock();
    let aborted = false;
    const deaf = withinTime(clock, 1_000, new AbortController().signal, (signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return new Promise(() => {});
    });
    const { error } = await settle(clock, deaf);
    expect(error).toMatchObject({ code: 'timeout', class: 'unknown' });
    expect(aborted).toBe(true);
  });

  it('says timeout even when the call answers the abort with an error of its own', async () => {
    const clock = new VirtualClock();
    const heeding = withinTime(
      clock,
      1_000,
      new AbortController().signal,
      (signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('closed')))),
    );
    expect((await settle(clock, heeding)).error).toMatchObject({ code: 'timeout' });
  });

  it.each([
    [
      'nothing was sent',
      () => Promise.reject(new CodedError('timeout', 'retryable', 'nothing had been sent')),
      'retryable',
    ],
    [
      'something was sent',
      () => Promise.reject(new CodedError('timeout', 'unknown', 'no answer yet')),
      'unknown',
    ],
    ['it is refused', () => Promise.reject(new CodedError('http_400', 'fatal', 'refused')), 'unknown'],
    ['an answer comes after all', () => Promise.resolve(7), 'unknown'],
  ])('when time runs out and the call says at once that %s', async (_name, end, errorClass) => {
    const clock = new VirtualClock();
    const ending = withinTime(clock, 1_000, new AbortController().signal, async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await Promise.resolve(); // its own clean-up takes a turn
      return end();
    });
    expect((await settle(clock, ending)).error).toMatchObject({ class: errorClass });
    await expect(clock.runUntil(() => false, 10_000)).rejects.toThrow('nothing is under way');
  });

  it('does not wait for the last word of a call', async () => {
    const clock = new VirtualClock();
    const startMs = clock.now();
    const slow = withinTime(clock, 1_000, new AbortController().signal, async () => {
      await clock.sleep(5_000);
      throw new CodedError('timeout', 'retryable', 'nothing had been sent');
    });
    expect((await settle(clock, slow)).error).toMatchObject({ class: 'unknown' });
    expect(clock.now() - startMs).toBeLessThan(1_100);
  });

  it('stops with the outer signal, and does not begin when that is aborted already', async () => {
    const clock = new VirtualClock();
    const outer = new AbortController();
    const waiting = withinTime(clock, 60_000, outer.signal, () => new Promise(() => {}));
    outer.abort();
    expect((await settle(clock, waiting)).error).toMatchObject({ code: 'aborted', class: 'unknown' });
    let begun = false;
    const late = withinTime(clock, 60_000, outer.signal, async () => {
      begun = true;
    });
    expect((await settle(clock, late)).error).toBeInstanceOf(CodedError);
    expect(begun).toBe(false);
  });

  it('passes on what the call threw in time', async () => {
    const clock = new VirtualClock();
    const failing = withinTime(clock, 1_000, new AbortController().signal, () =>
      Promise.reject(new Error('refused')),
    );
    expect((await settle(clock, failing)).error).toMatchObject({ message: 'refused' });
  });
});

describe('withinTime with somebody who listens on', () => {
  function listening(isSent: boolean) {
    const heard: unknown[] = [];
    const until = new AbortController();
    const terms = {
      isSent: () => isSent,
      graceMs: 5_000,
      until: until.signal,
      heard: (end: unknown) => void heard.push(end),
    };
    return { heard, until, terms };
  }
  const slow =
    (clock: VirtualClock, ms: number, seen: { aborted: boolean }) => async (signal: AbortSignal) => {
      signal.addEventListener('abort', () => {
        seen.aborted = true;
      });
      await clock.sleep(ms);
      return 7;
    };

  it('is over in time, and hears what is said afterwards, once', async () => {
    const clock = new VirtualClock();
    const seen = { aborted: false };
    const { heard, terms } = listening(true);
    const call = withinTime(clock, 1_000, new AbortController().signal, slow(clock, 4_000, seen), terms);
    expect((await settle(clock, call)).error).toMatchObject({ code: 'timeout', class: 'unknown' });
    expect(heard).toEqual([]);
    await clock.runUntil(() => heard.length > 0);
    expect(heard).toEqual([{ value: 7 }]);
    expect(seen.aborted).toBe(false);
    await expect(clock.runUntil(() => false, 60_000)).rejects.toThrow('nothing is under way');
  });

  it.each([
    ['what has not been sent', false, 0],
    ['what outlasts the grace time', true, 6_500],
  ])('aborts %s', async (_what, isSent, afterMs) => {
    const clock = new VirtualClock();
    const seen = { aborted: false };
    const { heard, terms } = listening(isSent);
    const call = withinTime(clock, 1_000, new AbortController().signal, slow(clock, 20_000, seen), terms);
    await settle(clock, call);
    if (afterMs > 0) {
      expect(seen.aborted).toBe(false);
      await clock.pass(afterMs);
    }
    expect(seen.aborted).toBe(true);
    await clock.pass(30_000);
    expect(heard).toEqual([]);
  });

  it('hears nothing more once the process stops listening', async () => {
    const clock = new VirtualClock();
    const seen = { aborted: false };
    const { heard, until, terms } = listening(true);
    await settle(
      clock,
      withinTime(clock, 1_000, new AbortController().signal, slow(clock, 4_000, seen), terms),
    );
    until.abort();
    await clock.pass(100);
    expect(seen.aborted).toBe(true);
    await clock.pass(10_000);
    expect(heard).toEqual([]);
  });
});
