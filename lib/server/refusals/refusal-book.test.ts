// What is audited of refusals, and how little of a flood.
import { expect, it } from 'vitest';
import type { AuditEntry } from '../../store/append-audit';
import { RefusalBook } from './refusal-book';

function book(fails = false) {
  const written: AuditEntry[] = [];
  const warned: string[] = [];
  let minute = 0;
  const made = new RefusalBook({
    write: async (entry) => {
      if (fails) throw new Error('away');
      written.push(entry);
    },
    logger: { warn: (message) => warned.push(message) },
    now: () => `2026-01-01T00:0${minute++}:00.000Z`,
  });
  return { made, written, warned };
}
const refusal = (id: string, access = 'GET /audit') => ({
  actor: { kind: 'user' as const, id, label: id },
  access,
  code: 'forbidden',
  detail: 'This needs the role admin.',
  path: '/audit',
  requestId: 'r1',
});

it('tells the first of a thing at once, and asking again as a number when the minute is over', async () => {
  const { made, written } = book();
  for (let i = 0; i < 4; i += 1) await made.known(refusal('ada'));
  await made.known(refusal('ada', 'GET /users'));
  await made.known(refusal('tom'));
  expect(written.map(({ actor, entity }) => [actor.id, entity.id])).toEqual([
    ['ada', 'GET /audit'],
    ['ada', 'GET /users'],
    ['tom', 'GET /audit'],
  ]);
  expect(written[0]).toMatchObject({
    action: 'access.refuse',
    after: { code: 'forbidden', detail: 'This needs the role admin.', path: '/audit' },
    requestId: 'r1',
  });
  await made.flush();
  expect(written.slice(3)).toMatchObject([
    {
      actor: { id: 'ada' },
      entity: { kind: 'access', id: 'GET /audit' },
      after: { again: 3, since: '2026-01-01T00:00:00.000Z', until: '2026-01-01T00:01:00.000Z' },
    },
  ]);
  await made.flush();
  expect(written).toHaveLength(4);
  await made.known(refusal('ada'));
  expect(written).toHaveLength(5);
});

it('tells of those whom nobody knows in one event a minute, from however many addresses they come', async () => {
  const { made, written } = book();
  for (let i = 0; i < 3_000; i += 1) made.anonymous(`10.0.${i >> 8}.${i & 255}`);
  for (let i = 0; i < 5; i += 1) made.anonymous('10.0.0.7');
  await made.flush();
  expect(written).toHaveLength(1);
  const after = written[0]?.after as { requests: number; from: { address: string; requests: number }[] };
  expect(after.requests).toBe(3_005);
  expect(after.from).toHaveLength(20);
  expect(after.from[0]).toEqual({ address: '10.0.0.7', requests: 6 });
  expect(JSON.stringify(after).length).toBeLessThan(2_000);
});

it('lets nobody fill it alone: what one asks beyond a bound is one event with their name, and others keep their own', async () => {
  const { made, written } = book();
  for (let i = 0; i < 20_000; i += 1) await made.known(refusal('mallory', `page /agents/${i}/edit`));
  expect(written).toHaveLength(500);
  await made.known(refusal('ada'));
  expect(written[500]).toMatchObject({ actor: { id: 'ada' }, entity: { id: 'GET /audit' } });
  await made.flush();
  expect(written.slice(501)).toMatchObject([
    { actor: { id: 'mallory' }, entity: { id: 'others' }, after: { requests: 19_500 } },
  ]);
});

it('counts together what is more than it holds', async () => {
  const { made, written } = book();
  for (let i = 0; i < 5_003; i += 1) await made.known(refusal(`u${i}`));
  expect(written).toHaveLength(5_000);
  await made.flush();
  expect(written.slice(5_000)).toMatchObject([{ entity: { id: 'others' }, after: { requests: 3 } }]);
});

it('lets the refusal stand where it can’t be written', async () => {
  const { made, warned } = book(true);
  await made.known(refusal('ada'));
  made.anonymous('10.0.0.1');
  await made.flush();
  expect(warned).toEqual(['a refusal was not audited', 'a refusal was not audited']);
});
