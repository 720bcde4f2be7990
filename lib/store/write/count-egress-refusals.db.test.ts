// Refused requests on PostgreSQL, as the app's own role: counted by day, bounded whoever writes, and over after ninety days.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { EgressRefusal } from '@/lib/domain/egress';
import { listEgressRefusals } from '../read/read-egress';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { countEgressRefusals, MOST_HOSTS } from './count-egress-refusals';
import { keepHouse } from './keep-house';

const RUN = '01890000-0000-7000-8000-000000000001';
let harness: DatabaseHarness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());
beforeEach(() => harness.asOwner('TRUNCATE egress_refusal'));

const refusal = (host: string, more: Partial<EgressRefusal> = {}) => ({
  caller: { kind: 'tool' as const, name: 'orders.read' },
  host,
  port: 443,
  code: 'address_refused' as const,
  times: 1,
  ...more,
});
const listed = async (limit = 500) => (await listEgressRefusals(harness.db, { limit })).items;

it('adds up in one row of a day, caller, host and code, and keeps the last attempt', async () => {
  await countEgressRefusals(harness.db, [refusal('a.test'), { ...refusal('b.test'), times: 7 }]);
  const caller = { kind: 'tool', name: 'orders.read', asker: { runId: RUN, step: 4 } } as const;
  await countEgressRefusals(harness.db, [
    refusal('a.test', { caller, port: 80 }),
    refusal('a.test', { code: 'redirect_refused' }),
    refusal('a.test', { caller: { kind: 'model', name: 'orders.read' } }),
    refusal('', { port: null, code: 'url_refused' }),
    refusal('x'.repeat(2_000)),
  ]);
  await countEgressRefusals(harness.db, [refusal('a.test', { port: 81 })]);
  const rows = await listed();
  expect(rows).toHaveLength(6);
  expect(rows.map(({ for: { kind }, host, code, times }) => [kind, host.slice(0, 6), code, times])).toEqual(
    expect.arrayContaining([
      ['tool', 'a.test', 'address_refused', 3],
      ['tool', 'b.test', 'address_refused', 7],
      ['tool', 'a.test', 'redirect_refused', 1],
      ['model', 'a.test', 'address_refused', 1],
      ['tool', '', 'url_refused', 1],
      ['tool', 'xxxxxx', 'address_refused', 1],
    ]),
  );
  const thrice = rows.find(({ times }) => times === 3);
  expect(thrice).toMatchObject({ port: 81, runId: RUN, step: 4 }); // a try has no run: the last one stays
  expect(Date.parse(thrice?.lastAt ?? '')).toBeGreaterThanOrEqual(Date.parse(thrice?.firstAt ?? ''));
});

it('keeps no more hosts a day than the bound, from however many writers at once, and loses no count', async () => {
  const writers = Array.from({ length: 8 }, (_none, writer) =>
    Array.from({ length: 40 }, (_nothing, i) => refusal(`h${writer}-${i}.test`)),
  );
  await Promise.all(writers.map((batch) => countEgressRefusals(harness.db, batch)));
  await countEgressRefusals(harness.db, [
    refusal('late.test'),
    refusal('other.test', { caller: { kind: 'model', name: 'm' } }),
  ]);
  const rows = await listed();
  const own = rows.filter(({ for: { kind } }) => kind === 'tool');
  expect(own.filter(({ host }) => host !== '*')).toHaveLength(MOST_HOSTS);
  expect(own.reduce((sum, { times }) => sum + times, 0)).toBe(321);
  expect(own.find(({ host }) => host === '*')?.times).toBe(321 - MOST_HOSTS);
  expect(rows.some(({ host }) => host === 'other.test')).toBe(true);
  const known = own.find(({ host }) => host !== '*');
  await countEgressRefusals(harness.db, [refusal(known?.host ?? '')]);
  expect((await listed()).find(({ host }) => host === known?.host)?.times).toBe(2);
});

it('goes page by page, and by what is asked for', async () => {
  await countEgressRefusals(
    harness.db,
    Array.from({ length: 7 }, (_none, i) => refusal(`h${i}.test`)),
  );
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listEgressRefusals(harness.db, { limit: 3, cursor });
    seen.push(...page.items.map(({ host }) => host));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toEqual(['h6.test', 'h5.test', 'h4.test', 'h3.test', 'h2.test', 'h1.test', 'h0.test']);
  const found = await listEgressRefusals(harness.db, {
    limit: 9,
    for: 'tool',
    name: 'orders.read',
    host: 'h3.test',
    code: 'address_refused',
  });
  expect(found.items.map(({ host }) => host)).toEqual(['h3.test']);
  for (const none of [{ for: 'model' }, { name: 'x' }, { host: 'x' }, { code: 'url_refused' }] as const)
    expect((await listEgressRefusals(harness.db, { limit: 9, ...none })).items).toEqual([]);
});

it('is over after ninety days', async () => {
  await countEgressRefusals(harness.db, [refusal('old.test'), refusal('new.test')]);
  await harness.asOwner(`UPDATE egress_refusal SET day = day - 91 WHERE host = 'old.test'`);
  await keepHouse(harness.db);
  expect((await listed()).map(({ host }) => host)).toEqual(['new.test']);
});
