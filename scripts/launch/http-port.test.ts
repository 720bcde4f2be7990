// Holds the search for a port to telling who has it: nobody, another Bulkhead, or any other program.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { httpPort } from './http-port';

describe('httpPort', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  async function listen(headers: Record<string, string>): Promise<number> {
    const server = createServer((_request, response) => response.writeHead(200, headers).end());
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('no port');
    return address.port;
  }

  it('gives the wanted port when it is free, and any free one for 0', async () => {
    const free = await httpPort(0, '127.0.0.1');
    expect(free).toBeGreaterThan(0);
    expect(await httpPort(free, '127.0.0.1')).toBe(free);
  });

  it('refuses a port that another program has, on whichever interface it was asked for', async () => {
    const port = await listen({});
    await expect(httpPort(port, '127.0.0.1')).rejects.toThrow(/taken by another program/);
    await expect(httpPort(port, undefined)).rejects.toThrow(/taken by another program/);
  });

  it('says when it is another Bulkhead', async () => {
    const port = await listen({ 'X-Bulkhead': '1' });
    await expect(httpPort(port, '127.0.0.1')).rejects.toThrow(/taken by another Bulkhead/);
  });
});
