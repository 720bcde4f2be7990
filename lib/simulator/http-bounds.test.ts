// What the simulator does not take: wrong bodies, unknown routes, too much, other interfaces, other hosts.
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_BODY_BYTES } from './http/read-body';
import { type RunningSimulator, runSimulator } from './testing/running-simulator';

let simulator: RunningSimulator;
beforeEach(async () => {
  simulator = await runSimulator();
});
afterEach(() => simulator.remove());

const post = (path: string, body: string | Uint8Array<ArrayBuffer>, contentType = 'application/json') =>
  fetch(`${simulator.url}${path}`, { method: 'POST', body, headers: { 'content-type': contentType } });

async function codeOf(response: Response): Promise<string> {
  const body = (await response.json()) as { error: { code: string } };
  return body.error.code;
}

describe('input', () => {
  it('names every path that does not fit', async () => {
    const answer = await simulator.send('POST', '/payments/refunds', {
      amount: 1.005,
      currency: 'euro',
      x: 1,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ type: 'invalid_request_error', code: 'invalid_request' });
    const paths = answer.body.error.issues.map((issue: { path: string }) => issue.path);
    expect(paths).toEqual(['order_id', 'amount', 'currency', 'reason', '']);
    expect(await simulator.requests('payments', 'refund')).toBe(0);
  });

  it.each([
    ['{"order_id":', 'invalid_json'],
    ['', 'invalid_request'],
    ['[]', 'invalid_request'],
    ['null', 'invalid_request'],
  ])('refuses the body %j with 400 %s', async (body, code) => {
    const response = await post('/payments/refunds', body);
    expect([response.status, await codeOf(response)]).toEqual([400, code]);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const response = await post('/tickets', new Uint8Array([0x22, 0xff, 0x22]));
    expect([response.status, await codeOf(response)]).toEqual([400, 'invalid_json']);
  });

  it('takes JSON only, so that a foreign page can not post without a preflight', async () => {
    expect((await post('/control/reset', '{}', 'text/plain')).status).toBe(415);
  });

  it('refuses an unknown route, a known one with another method, a bad escape', async () => {
    expect((await simulator.get('/payments/nothing/here')).body.error.code).toBe('unknown_route');
    expect((await simulator.get('/payments/orders/')).status).toBe(404);
    const wrongMethod = await simulator.send('DELETE', '/payments/refunds');
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST, GET']);
    expect((await simulator.get('/payments/orders/%E0%A4%A')).body.error.code).toBe('invalid_path');
  });

  it('refuses a parameter that is given twice and a key that is too long', async () => {
    expect((await simulator.get('/ledger?key=a&key=b')).status).toBe(400);
    expect((await simulator.refund('ORD-1', 1, 'k'.repeat(256))).body.error.code).toBe(
      'invalid_idempotency_key',
    );
  });
});

describe('bounds', () => {
  it('answers 413 for an announced and for an unannounced body that is too long', async () => {
    const announced = await post('/tickets', 'x'.repeat(MAX_BODY_BYTES + 1));
    expect([announced.status, await codeOf(announced)]).toEqual([413, 'body_too_large']);

    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = request(
        `${simulator.url}/tickets`,
        { method: 'POST', headers: { 'content-type': 'application/json' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      outgoing.on('error', reject);
      for (let part = 0; part < 3; part += 1) outgoing.write('x'.repeat(MAX_BODY_BYTES / 2));
      outgoing.end();
    });
    expect(status).toBe(413);
    expect((await simulator.get('/healthz')).status).toBe(200);
  });

  it('listens on loopback only', async () => {
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter((address) => !address.internal && address.family === 'IPv4');
    for (const { address } of [...outside, { address: '127.0.0.2' }]) {
      const outcome = await new Promise((resolve) => {
        const socket = connect({ host: address, port: simulator.port });
        socket.once('connect', () => {
          socket.destroy();
          resolve('connected');
        });
        socket.once('error', () => resolve('refused'));
      });
      expect([address, outcome]).toEqual([address, 'refused']);
    }
  });

  it('refuses a host name that is not loopback', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request(`${simulator.url}/ledger`, { headers: { host: 'rebound.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
    expect((await fetch(`http://localhost:${simulator.port}/healthz`)).status).toBe(200);
  });
});

describe('keys', () => {
  it('are checked where they are configured', async () => {
    const guarded = await runSimulator({ modelKey: 'sk-model', serviceKey: 'sk-service' });
    const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
    expect((await guarded.get('/v1/models')).body.error).toMatchObject({
      type: 'authentication_error',
      code: 'invalid_api_key',
    });
    expect((await guarded.get('/v1/models', bearer('sk-service'))).status).toBe(401);
    expect((await guarded.get('/v1/models', bearer('sk-model'))).status).toBe(200);
    expect((await guarded.get('/payments/orders/ORD-1')).status).toBe(401);
    expect((await guarded.get('/payments/orders/ORD-1', bearer('sk-service'))).status).toBe(200);
    expect((await guarded.get('/ledger')).status).toBe(200);
    await guarded.remove();
  });
});

describe('stop', () => {
  it('cuts what hangs and ends; a second stop does nothing', async () => {
    await simulator.send('POST', '/control/faults', {
      rules: [
        { service: 'payments', route: 'refund', match: { order_id: 'ORD-1' }, fault: 'hang' },
        { service: 'payments', route: 'refund', fault: 'delay', delayMs: 600_000 },
      ],
    });
    const pending = [simulator.refund('ORD-1', 1), simulator.refund('ORD-2', 1)];
    const outcomes = Promise.allSettled(pending);
    await vi.waitFor(async () => expect(await simulator.requests('payments', 'refund')).toBe(2), 30_000);
    await simulator.stop();
    await simulator.stop();
    expect((await outcomes).map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
    const restarted = await runSimulator({ dataDirectory: simulator.dataDirectory });
    expect(await restarted.effects('payments')).toBe(0);
    await restarted.stop();
  });
});
