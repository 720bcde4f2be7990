import { describe, expect, it } from 'vitest';
import { isoAt } from '@/lib/ports/clock';
import { VirtualClock } from '@/lib/ports/testing/virtual-clock';
import { BudgetBook } from './budget-book';
import type { Reservation } from './budgets';
import { MemoryBudgets } from './testing/memory-budgets';

const GLOBAL = { scope: 'global', period: 'total' } as const;
const CENTS_10 = 100_000;

function office(limitMicroUsd = 5_000_000) {
  const clock = new VirtualClock();
  const dead = new Set<string>();
  const ledger = new MemoryBudgets(clock, (workerId) => !dead.has(workerId));
  ledger.put(GLOBAL, limitMicroUsd);
  const logger = { info: () => {}, warn: () => {}, error: () => {} };
  const book = (workerId: string) =>
    new BudgetBook(workerId, { ledger, clock, random: { next: () => 0.5 }, logger });
  /** In virtual time. */
  const done = async <T>(work: Promise<T>): Promise<T> => {
    let isOver = false;
    const watched = work.finally(() => {
      isOver = true;
    });
    watched.catch(() => {});
    await clock.runUntil(() => isOver);
    return watched;
  };
  let runs = 0;
  /** As a commit does it. */
  const commit = (of: Reservation): Reservation => {
    if (of.status !== 'reserved') return of;
    const { allowances, microUsd: heldMicroUsd } = of;
    const called = { called: 'model', name: 'm', version: 1 } as const;
    const which = { runId: `run-${runs++}`, step: 1, attempt: 1, at: isoAt(clock.now()) };
    ledger.holds.take({ holds: [{ ...which, ...called, allowances, heldMicroUsd }], settlements: [] });
    of.committed();
    return of;
  };
  const period = () => ledger.periodsOf(GLOBAL)[0];
  return { clock, dead, ledger, book, done, commit, period };
}

const want = (microUsd: number, scopes: readonly string[] = ['global']) => ({
  scopes,
  mostMicroUsd: microUsd,
  leastMicroUsd: microUsd,
});
const held = (all: readonly Reservation[]) => all.filter(({ status }) => status === 'reserved').length;

describe('the book of a worker', () => {
  it('lets exactly as many pass as there is room for, over four workers that ask all at once', async () => {
    const { book, done, commit, period } = office();
    const books = ['a', 'b', 'c', 'd'].map(book);
    const asking = Array.from({ length: 1_000 }, (_, i) =>
      books[i % 4]?.reserve(want(CENTS_10)).then(commit),
    );
    const all = await done(Promise.all(asking));
    expect(held(all.filter((one) => one !== undefined))).toBe(50);
    expect(period()?.heldMicroUsd).toBe(5_000_000);
  });

  it('asks the ledger rarely while there is plenty', async () => {
    const { book, done, ledger } = office(1_000_000_000);
    const one = book('a');
    let asked = 0;
    const { grant } = ledger;
    ledger.grant = (request) => {
      asked += 1;
      return grant.call(ledger, request);
    };
    for (let i = 0; i < 200; i++) {
      const taken = await done(one.reserve(want(1_000)));
      if (taken.status === 'reserved') taken.committed();
    }
    expect(asked).toBeLessThan(20);
  });

  it('gives the room of what was never begun to the next one', async () => {
    const { book, done } = office(CENTS_10);
    const one = book('a');
    const first = await done(one.reserve(want(CENTS_10)));
    if (first.status === 'reserved') first.release();
    expect(await done(one.reserve(want(CENTS_10)))).toMatchObject({ status: 'reserved' });
    expect(await done(one.reserve(want(1)))).toMatchObject({ status: 'refused', budget: GLOBAL });
  });

  it('shortens what is wanted to what there is, down to the least', async () => {
    const { book, done } = office(700);
    const one = book('a');
    const scopes = ['global'];
    const cut = await done(one.reserve({ scopes, mostMicroUsd: 1_000, leastMicroUsd: 500 }));
    expect(cut).toMatchObject({ status: 'reserved', microUsd: 700 });
    if (cut.status === 'reserved') cut.release();
    expect(await done(one.reserve({ scopes, mostMicroUsd: 1_000, leastMicroUsd: 701 }))).toMatchObject({
      status: 'refused',
    });
  });

  it('gets what another worker has and does not use, before it is refused', async () => {
    const { book, done, ledger, period } = office(10_000);
    const rich = book('rich');
    const taken = await done(rich.reserve(want(100)));
    if (taken.status === 'reserved') taken.release();
    await ledger.grant({ workerId: 'rich', scopes: ['global'], leastMicroUsd: 9_900, mostMicroUsd: 9_900 });
    expect(period()?.heldMicroUsd).toBeGreaterThan(9_000);
    expect(await done(book('poor').reserve(want(9_950)))).toMatchObject({ status: 'reserved' });
  });

  it('asks no more once its lease is over, also while it waits for others', async () => {
    const { book, done, ledger } = office(10_000);
    await ledger.grant({ workerId: 'rich', scopes: ['global'], leastMicroUsd: 10_000, mostMicroUsd: 10_000 });
    const poor = book('poor');
    let asked = 0;
    const { grant } = ledger;
    ledger.grant = async (request) => {
      asked += 1;
      const answer = await grant.call(ledger, request);
      poor.close();
      return answer;
    };
    await expect(done(poor.reserve(want(5_000)))).rejects.toMatchObject({ name: 'LeaseLostError' });
    expect(asked).toBe(1);
  });

  it('takes what a dead worker left', async () => {
    const { book, done, ledger, dead } = office(10_000);
    await ledger.grant({ workerId: 'gone', scopes: ['global'], leastMicroUsd: 10_000, mostMicroUsd: 10_000 });
    dead.add('gone');
    expect(await done(book('heir').reserve(want(10_000)))).toMatchObject({ status: 'reserved' });
  });

  it('gives back what it has not used for a while', async () => {
    const { book, done, clock, period } = office();
    const taken = await done(book('a').reserve(want(CENTS_10)));
    if (taken.status === 'reserved') taken.release();
    await clock.pass(5_000);
    expect(period()?.heldMicroUsd).toBe(0);
  });

  it('is bounded by the scope above where its own has no budget, and by all that apply', async () => {
    const { book, done, ledger } = office(1_000);
    ledger.put({ scope: 'agent:refunds', period: 'total' }, 300);
    const one = book('a');
    expect(await done(one.reserve(want(1_001, ['global', 'agent:other'])))).toMatchObject({
      status: 'refused',
    });
    expect(await done(one.reserve(want(301, ['global', 'agent:refunds'])))).toMatchObject({
      status: 'refused',
      budget: { scope: 'agent:refunds' },
    });
    expect(await done(one.reserve(want(300, ['global', 'agent:refunds'])))).toMatchObject({
      status: 'reserved',
    });
  });

  it('obeys a budget that is new, or lower, within two seconds', async () => {
    const { book, done, ledger, clock } = office();
    const one = book('a');
    expect(await done(one.reserve(want(10, ['global', 'label:team=x'])))).toMatchObject({
      status: 'reserved',
    });
    ledger.put({ scope: 'label:team=x', period: 'day' }, 5);
    ledger.put(GLOBAL, 20);
    await clock.pass(2_000);
    expect(await done(one.reserve(want(10, ['global', 'label:team=x'])))).toMatchObject({
      status: 'refused',
    });
    expect(await done(one.reserve(want(100, ['global'])))).toMatchObject({ status: 'refused' });
  });

  it('passes where no budget applies', async () => {
    const { book, done, ledger } = office();
    ledger.put(GLOBAL, null);
    expect(await done(book('a').reserve(want(1e9)))).toMatchObject({ status: 'reserved', allowances: [] });
  });

  it('reserves nothing while the store is away', async () => {
    const { book, done, ledger } = office();
    ledger.grant = () => Promise.reject(new Error('away'));
    await expect(done(book('a').reserve(want(1)))).rejects.toThrow('away');
  });
});
