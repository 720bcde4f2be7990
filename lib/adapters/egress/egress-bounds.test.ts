import type { ServerResponse } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { egressClient, failure, get, serve, text } from '../testing/egress-fixture';

describe('bounds', () => {
  it('refuses a request beyond its bound before it is sent', async () => {
    const server = await serve((_request, response) => void response.end());
    const request = get(`${server.url}/`, { method: 'POST', body: 'x'.repeat(11), maxRequestBytes: 10 });
    expect(await failure(egressClient().request(request))).toMatchObject({
      code: 'request_too_large',
      sent: false,
    });
    expect(server.seen).toHaveLength(0);
  });

  it.each([
    ['announced', (response: ServerResponse) => void response.end('x'.repeat(2_000))],
    [
      'chunked',
      (response: ServerResponse) => {
        response.write('x'.repeat(900));
        response.write('x'.repeat(900));
        response.end();
      },
    ],
  ])('refuses an answer beyond its bound (%s)', async (_how, answer) => {
    const server = await serve((_request, response) => answer(response));
    const error = await failure(egressClient().request(get(`${server.url}/`, { maxResponseBytes: 1_000 })));
    expect(error).toMatchObject({ code: 'response_too_large', sent: true, class: 'unknown', status: 200 });
  });

  it('believes an announcement beyond the bound, and waits for nothing', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '2000' });
      response.write('x');
    });
    const signal = AbortSignal.timeout(5_000);
    const error = await failure(
      egressClient().request(get(`${server.url}/`, { maxResponseBytes: 1_000, signal })),
    );
    expect(error).toMatchObject({ code: 'response_too_large', status: 200 });
  });

  it('bounds compressed bytes that yield nothing', async () => {
    const empty = Buffer.concat(Array.from({ length: 200 }, () => gzipSync('')));
    const server = await serve(
      (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(empty),
    );
    const error = await failure(egressClient().request(get(`${server.url}/`, { maxResponseBytes: 1_000 })));
    expect(error).toMatchObject({ code: 'response_too_large', sent: true });
  });

  it('cuts the body of an error answer, whose status says enough', async () => {
    const server = await serve((_request, response) => void response.writeHead(404).end('x'.repeat(5_000)));
    const response = await egressClient().request(get(`${server.url}/`, { maxResponseBytes: 1_000 }));
    expect(response.status).toBe(404);
    expect(response.body.byteLength).toBe(1_000);
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('stops a %s bomb at the bound', async (coding, compress) => {
    const bomb = compress(Buffer.alloc(16 * 1024 * 1024));
    expect(bomb.byteLength).toBeLessThan(100_000);
    const server = await serve(
      (_request, response) => void response.writeHead(200, { 'content-encoding': coding }).end(bomb),
    );
    const error = await failure(egressClient().request(get(`${server.url}/`)));
    expect(error).toMatchObject({ code: 'response_too_large', sent: true });
  });

  it('decodes what it accepts and refuses several codings at once', async () => {
    const body = gzipSync('{"ok":true}');
    const server = await serve((request, response) => {
      const twice = request.url === '/twice';
      response.writeHead(200, { 'content-encoding': twice ? 'gzip, gzip' : 'gzip' });
      response.end(twice ? gzipSync(body) : body);
    });
    expect(text((await egressClient().request(get(`${server.url}/`))).body)).toBe('{"ok":true}');
    expect(server.seen[0]?.headers['accept-encoding']).toBe('gzip, br');
    const error = await failure(egressClient().request(get(`${server.url}/twice`)));
    expect(error).toMatchObject({ code: 'response_unreadable', repeat: 'fatal' });
    expect((error as Error).message).not.toContain('gzip, gzip');
  });

  it('says that a body can not be decoded', async () => {
    const server = await serve(
      (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip'),
    );
    const error = await failure(egressClient().request(get(`${server.url}/`)));
    expect(error).toMatchObject({ code: 'response_unreadable', class: 'unknown' });
  });

  it.each(['Host', 'Content-Length', 'Transfer-Encoding', 'Connection', 'Proxy-Authorization'])(
    'refuses a %s header of the caller',
    async (name) => {
      const error = await failure(
        egressClient().request(get('http://127.0.0.1:9/', { headers: { [name]: '1' } })),
      );
      expect(error).toMatchObject({ code: 'header_refused', sent: false });
    },
  );

  it('refuses a header value that would start a new line', async () => {
    const headers = { 'x-note': 'a\r\nx-evil: 1' };
    const error = await failure(egressClient().request(get('http://127.0.0.1:9/', { headers })));
    expect(error).toMatchObject({ code: 'header_refused', sent: false });
  });
});
