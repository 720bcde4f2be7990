// What a receiver of callbacks gets: a signature that it can verify with either secret, and the same event id at every attempt.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEgressClient } from '../egress/egress-client';
import { parsePrivateHosts } from '../egress/private-hosts';
import { type LoopbackServer, startServer } from '../testing/loopback-server';
import { sendCallback } from './callback-client';
import { callbackSignature } from './sign-callback';

const AT = Date.UTC(2026, 10, 19, 14, 32, 8, 900);
const body = Buffer.from('{"id":"x","at":"ä"}');
let receiver: LoopbackServer;
beforeAll(async () => {
  receiver = await startServer(({ url }, response) => {
    if (url === '/moved') response.writeHead(307, { location: `${receiver.url}/elsewhere` }).end();
    else response.writeHead(url === '/busy' ? 503 : 204, url === '/busy' ? { 'retry-after': '7' } : {}).end();
  });
});
afterAll(() => receiver.close());

const send = (url: string, secrets = ['new-secret', 'old-secret']) =>
  sendCallback(
    createEgressClient({ privateHosts: parsePrivateHosts([`127.0.0.1:${receiver.port}`]) }),
    { caller: { kind: 'callback', name: 'ops' }, url, eventId: 'e-1', body, secrets, nowMs: AT },
    new AbortController().signal,
  );

describe('callbackSignature', () => {
  it('is over the seconds and the bytes, once for each secret', () => {
    const v1 = (secret: string) =>
      createHmac('sha256', secret).update('1795098728.').update(body).digest('hex');
    expect(callbackSignature(body, AT, ['a', 'b'])).toBe(`t=1795098728,v1=${v1('a')},v1=${v1('b')}`);
  });
});

describe('sendCallback', () => {
  it('posts the bytes with id and signature', async () => {
    expect(await send(`${receiver.url}/ok`)).toEqual({ status: 204, retryAfterMs: null });
    const seen = receiver.seen.at(-1);
    expect(seen).toMatchObject({ method: 'POST', body: body.toString() });
    expect(seen?.headers['bulkhead-event-id']).toBe('e-1');
    expect(seen?.headers['bulkhead-signature']).toBe(
      callbackSignature(body, AT, ['new-secret', 'old-secret']),
    );
  });

  it('says how long the receiver asks to wait, and follows no redirect', async () => {
    expect(await send(`${receiver.url}/busy`)).toEqual({ status: 503, retryAfterMs: 7_000 });
    expect((await send(`${receiver.url}/moved`)).status).toBe(307);
    expect(receiver.seen.map(({ url }) => url)).not.toContain('/elsewhere');
  });

  it('reaches no private address that is not allowed', async () => {
    await expect(send('http://127.0.0.1:9/')).rejects.toMatchObject({ code: 'address_refused' });
  });
});
