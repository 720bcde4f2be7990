// A server of one's own that is too old is refused before anything is asked of it.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readEnv } from '../../lib/env';
import { openDatabase } from './database';

const TEXT = 25;
const INTEGER = 23;

/** A message of PostgreSQL's protocol: its letter, its length, its content. */
function message(letter: string, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(letter);
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}
const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const int16 = (value: number): Buffer => int32(value).subarray(2);
const words = (text: string): Buffer => Buffer.from(`${text}\0`);
const column = (name: string, type: number): Buffer =>
  Buffer.concat([words(name), int32(0), int16(0), int32(type), int16(-1), int32(-1), int16(0)]);
const cell = (text: string): Buffer => Buffer.concat([int32(text.length), Buffer.from(text)]);

const READY = message('Z', Buffer.from('I'));

/** Speaks as a server of this version does: lets everybody in and answers each question with its version. */
async function serverOfVersion(number: number, name: string): Promise<Server> {
  const answer = Buffer.concat([
    message('T', int16(2), column('number', INTEGER), column('name', TEXT)),
    message('D', int16(2), cell(String(number)), cell(name)),
    message('C', words('SELECT 1')),
    READY,
  ]);
  const server = createServer((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', int32(0)), READY]));
      socket.on('data', (bytes) => {
        if (bytes.toString('latin1', 0, 1) === 'Q') socket.write(answer);
      });
    });
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('a database of one’s own', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function open(number: number, name: string) {
    server = await serverOfVersion(number, name);
    const { port } = server.address() as AddressInfo; // safe because it listens on TCP
    return openDatabase(readEnv({ DATABASE_URL: `postgresql://app:secret@127.0.0.1:${port}/bulkhead` }, '/'));
  }

  it('is refused when its server is older than 15, with what is needed', async () => {
    await expect(open(140_021, '14.21')).rejects.toMatchObject({
      message: 'The PostgreSQL that DATABASE_URL names is version 14.21',
      remedy: 'Bulkhead needs PostgreSQL 15 or newer.',
    });
  });

  it('is taken from 15 on', async () => {
    await expect(open(150_000, '15.0')).resolves.toMatchObject({ cluster: undefined });
  });
});
