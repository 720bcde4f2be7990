// While the database is away every question of the runtime says so, as an error that is waited out: any other one ends the run that asked.
import { afterAll, expect, it } from 'vitest';
import { openDatabase } from './database';
import { createRunStore } from './run-store';
import { systemClock } from './runs/testing/harness';

const nowhere = openDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none', size: 2 });
const { pool, hotPool } = nowhere;
const store = createRunStore({ pool, hotPool, clock: systemClock, runtimeVersion: 'test' });
afterAll(() => nowhere.close());

const RUN = '019a0000-0000-7000-8000-000000000000';
const place = { scope: 'tool:a', key: 'k', runId: RUN, step: 1, resource: undefined };

it.each([
  ['loadJournal', () => store.loadJournal(RUN)],
  ['loadTail', () => store.loadTail(RUN)],
  ['readInputs', () => store.readInputs(RUN, 0)],
  ['heldBy', () => store.heldBy(place)],
  ['wakeWaiting', () => store.wakeWaiting([{ kind: 'resource', id: 'r' }])],
  ['matchEvents', () => store.matchEvents(['key'])],
  ['endWaits', () => store.endWaits(1)],
  ['expireApprovals', () => store.expireApprovals(1)],
  ['contactsOn', () => store.contactsOn('key')],
  ['hasten', () => store.hasten([RUN])],
  ['ownedRuns', () => store.ownedRuns(RUN)],
  ['anyApart', () => store.anyApart()],
])('%s', async (_, ask) => {
  await expect(ask()).rejects.toMatchObject({ code: 'store_unavailable', class: 'retryable' });
});
