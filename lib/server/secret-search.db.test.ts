// Planted secrets come back from a hostile model, a hostile tool and careless callers in every form; then every place where anything is kept or shown is searched.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ENDPOINTS } from '../contract/endpoints';
import { everyRow } from './testing/every-row';
import { ENVIRONMENT_KEY, type PlantedServer, startPlantedServer } from './testing/planted-server';
import { APPROVER } from './testing/test-server';

let at: PlantedServer;
beforeAll(async () => {
  at = await startPlantedServer();
}, 120_000);
afterAll(() => at.close());

const get = (path: string) => at.server.call('GET', `/api/v1${path}`, { headers: ENVIRONMENT_KEY });
const found = (value: unknown) => [...at.planted.foundIn(value), ...at.access.foundIn(value)];

it('finds what is planted, wherever and in whatever form', () => {
  for (const form of [...at.planted.forms(), ...at.access.forms()]) {
    expect(found({ a: [`x${form}`] }), form).not.toEqual([]);
    expect(found(JSON.stringify({ a: form })), form).not.toEqual([]);
  }
  expect(found({ a: 'nothing [secret:VAULT_KEY]' })).toEqual([]);
});

it('came back: the hostile ones were asked, and marks stand where they spoke', async () => {
  const paths = new Set(at.hostile.seen.map(({ url }) => url.split('?')[0]));
  expect([...paths].sort()).toEqual(['/hook', '/reads', '/refuses', '/v1/chat/completions']);
  const { body } = await get(`/runs/${at.runId}/journal`);
  for (const name of Object.keys(at.values).filter((one) => one !== 'VAULT_KEY_BEFORE'))
    expect(JSON.stringify(body)).toContain(`[secret:${name}]`);
  expect(at.hostile.seen.find(({ url }) => url.startsWith('/reads'))?.headers['x-key']).toBe(
    at.values.VAULT_KEY,
  );
  const steps = await get(`/runs/${at.runId}/steps`);
  const seenIn = steps.body.items.filter((step: { secretsSeen: string[] }) =>
    step.secretsSeen.includes('VAULT_KEY'),
  );
  expect(new Set(seenIn.map(({ kind }: { kind: string }) => kind))).toEqual(
    new Set(['model', 'tool', 'finish']),
  );
});

it('stands in no answer, export or stream', async () => {
  const first = async (path: string, pick: string) => {
    const { body } = await get(`${path}`);
    return String(body.items?.[0]?.[pick] ?? '01900000-0000-7000-8000-000000000000');
  };
  const known: Readonly<Record<string, string>> = {
    '/runs/{id}': at.runId,
    '/approvals/{id}': await first('/approvals', 'id'),
    '/agents/{name}': 'hostile',
    '/tools/{name}': 'hostile.read',
    '/models/{name}': 'hostile',
    '/callbacks/{name}': 'hook',
    '/channels/{name}': 'pager',
    '/secrets/{name}': 'VAULT_KEY',
    '/breakers/{key}': 'tool:hostile.read',
    '/audit/{seq}': '1',
    '/users/{email}': APPROVER,
  };
  const { searched } = at.planted;
  const asked: string[] = [];
  for (const { method, path, download } of Object.values(ENDPOINTS) as {
    method: string;
    path: string;
    download?: true;
  }[]) {
    if (method !== 'GET') continue;
    const begins = Object.keys(known).find((one) => path.startsWith(one));
    const filled =
      begins === undefined
        ? path
        : path.replace(begins, begins.replace(/\{\w+\}/, encodeURIComponent(known[begins] ?? '')));
    const rest = filled.replaceAll(/\{\w+\}/g, '1');
    for (const query of download === true ? ['?format=csv', '?format=json'] : ['']) {
      const answer = await get(`${rest}${query}`);
      expect(answer.status, path).toBeLessThan(500);
      if (answer.status === 200) asked.push(`${path}${query}`);
      expect(found(answer.body), `${path}${query}`).toEqual([]);
    }
  }
  expect(asked.length).toBeGreaterThan(55);
  expect(asked).toEqual(
    expect.arrayContaining(['/runs/{id}/journal', '/runs/export?format=csv', '/audit/export?format=json']),
  );
  expect(found(at.answered)).toEqual([]);
  expect(at.streamed.join('').length).toBeGreaterThan(0);
  expect(found(at.streamed.join(''))).toEqual([]);
  expect(at.planted.searched - searched).toBeGreaterThan(2_000);
});

it('stands in no log line, and in nothing that was told to callbacks, through channels or to the model', () => {
  expect(at.lines.length).toBeGreaterThan(1);
  expect(found(at.lines)).toEqual([]);
  expect(at.lines.join('')).toContain('[secret:VAULT_KEY]');
  const told = at.hostile.seen.filter(
    ({ headers }) => headers['x-key'] === at.values.VAULT_KEY && headers['bulkhead-event-id'] !== undefined,
  );
  expect(told.length).toBeGreaterThan(0);
  expect(found(at.hostile.seen.map(({ url, body }) => [url, body]))).toEqual([]);
});

it('stands in no column of any table', async () => {
  const { searched } = at.planted;
  const tables = await everyRow(at.server.test.superuserUrl);
  for (const [table, rows] of tables) expect(found(rows), table).toEqual([]);
  expect(at.planted.searched - searched).toBeGreaterThan(2_000);
});

it('is told as alerts, one for each secret and place', async () => {
  const { body } = await get('/alerts?limit=200');
  const seen = body.items.filter(({ kind }: { kind: string }) => kind === 'secret_seen');
  const told = new Set(
    seen.map(({ fact }: { fact: { where: string; secret: string } }) => `${fact.where} ${fact.secret}`),
  );
  for (const where of ['answer', 'input', 'event']) expect(told).toContain(`${where} VAULT_KEY`);
  expect(seen.length).toBe(told.size);
});
