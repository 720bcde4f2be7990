// The door of downloads over a list in memory: both formats, problems before the first item, an early end after it, and how far it reads ahead.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatParam } from '../../contract/download';
import { endpoint } from '../../contract/endpoint';
import { RequestError } from '../../domain/errors';
import { type App, installApp, uninstallApp } from '../app';
import { type Download, download } from './download';

const item = z.strictObject({ id: z.number(), text: z.string() });
type Item = z.output<typeof item>;
const ENDPOINT = endpoint({
  id: 'exportThings',
  method: 'GET',
  path: '/things/export',
  summary: 'Things',
  scope: 'public',
  query: z.strictObject({ format: formatParam }),
  status: 200,
  response: z.array(item),
  download: true,
});

const logged: string[] = [];
beforeEach(() => {
  logged.length = 0;
  const note = (message: string) => logged.push(message);
  const parts = {
    ids: { timeOrdered: () => '01890000-0000-7000-8000-000000000000' },
    clock: { now: () => Date.parse('2026-01-02T03:04:05Z') },
    logger: { info: note, warn: note, error: note },
    rates: { addresses: { take: () => 0 } },
    env: { trustedProxies: 0 },
    checksAnswers: true,
  };
  installApp(parts as unknown as App); // safe because the door asks for nothing else of it
});
afterEach(() => uninstallApp());

const of = (items: AsyncIterable<Item>): Download<Item> => ({
  name: 'things',
  items,
  columns: [
    { name: 'id', cell: ({ id }) => id },
    { name: 'text', cell: ({ text }) => text },
  ],
});
const ask = (items: AsyncIterable<Item>, format: string) =>
  download(ENDPOINT, () => of(items))(new Request(`http://localhost/x?format=${format}`), {
    params: Promise.resolve({}),
  });
async function* list(...texts: string[]): AsyncGenerator<Item> {
  for (const [id, text] of texts.entries()) yield { id, text };
}

describe('download', () => {
  it('writes CSV with a header, as an attachment with a name of its own', async () => {
    const response = await ask(list('a,b', '=1'), 'csv');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="things-20260102T030405Z.csv"',
    );
    expect(await response.text()).toBe(`id,text\r\n0,"a,b"\r\n1,'=1\r\n`);
    expect(await (await ask(list(), 'csv')).text()).toBe('id,text\r\n');
  });

  it('writes the JSON list', async () => {
    expect(await (await ask(list('a', 'b'), 'json')).json()).toEqual([
      { id: 0, text: 'a' },
      { id: 1, text: 'b' },
    ]);
    expect(await (await ask(list(), 'json')).json()).toEqual([]);
  });

  it('answers with a problem what fails before the first item', async () => {
    const failing = (async function* (): AsyncGenerator<Item> {
      yield* list();
      throw new RequestError('conflict', 'Not now.');
    })();
    const response = await ask(failing, 'csv');
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ code: 'conflict', detail: 'Not now.' });
  });

  it('breaks the connection off when it fails later, so that no part passes for the whole', async () => {
    const failing = (async function* (): AsyncGenerator<Item> {
      yield* list('x'.repeat(40_000), 'y'.repeat(40_000));
      throw new Error('the database went away');
    })();
    const response = await ask(failing, 'json');
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(logged).toEqual(['a download ended early']);
  });

  it('refuses an item that is not as its endpoint says', async () => {
    const wrong = (async function* () {
      yield { id: 1, text: 2 } as unknown as Item; // safe because this is what the test is about
    })();
    expect((await ask(wrong, 'json')).status).toBe(500);
  });

  it('reads no further than the client does, and stops when it leaves', async () => {
    let read = 0;
    let ended = false;
    const endless = (async function* (): AsyncGenerator<Item> {
      try {
        for (;;) {
          read += 1;
          yield { id: read, text: 'x'.repeat(1_000) };
        }
      } finally {
        ended = true;
      }
    })();
    const { body } = await ask(endless, 'csv');
    const reader = body?.getReader();
    await reader?.read();
    expect(read).toBeLessThan(150);
    await reader?.cancel();
    expect(ended).toBe(true);
  });
});
