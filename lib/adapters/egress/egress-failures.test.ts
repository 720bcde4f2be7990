import { describe, expect, it, vi } from 'vitest';
import { CodedError } from '../../domain/errors';
import { egressClient, endWithTest, failure, get, serve, serveTcp, text } from '../testing/egress-fixture';
import { sendJson, startTlsServer } from '../testing/loopback-server';
import { SECURE_TEST_CERTIFICATE, SECURE_TEST_KEY } from '../testing/secure-test-certificate';

describe('what an error says about the effect', () => {
  it('nothing happened when nobody listens', async () => {
    const server = await serve(() => {});
    await server.close();
    const error = await failure(
      egressClient().request(get(`${server.url}/`, { method: 'POST', body: '{}' })),
    );
    expect(error).toMatchObject({ code: 'connect_failed', class: 'retryable', sent: false });
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('nothing happened when the name is unknown', async () => {
    const resolver = async () => {
      throw Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    };
    const error = await failure(egressClient({ resolver }).request(get('http://nowhere.test/')));
    expect(error).toMatchObject({ code: 'dns_failed', class: 'retryable', sent: false });
  });

  it('nothing happened when time ran out while the name was looked up', async () => {
    const resolver = () => new Promise<string[]>(() => {});
    const signal = AbortSignal.timeout(20);
    const error = await failure(egressClient({ resolver }).request(get('http://slow.test/', { signal })));
    expect(error).toMatchObject({ code: 'timeout', class: 'retryable', sent: false });
  });

  it('nothing happened when the name, or the handshake, takes longer than a connection may', async () => {
    const resolver = () => new Promise<string[]>(() => {});
    const lost = egressClient({ resolver, connectTimeoutMs: 30 }).request(get('http://slow.test/'));
    expect(await failure(lost)).toMatchObject({ code: 'dns_failed', class: 'retryable', sent: false });
    const port = await serveTcp(() => {});
    const stuck = egressClient({ connectTimeoutMs: 30 }).request(get(`https://127.0.0.1:${port}/`));
    expect(await failure(stuck)).toMatchObject({ code: 'tls_failed', class: 'retryable', sent: false });
  });

  it('names a timeout that came as a coded reason', async () => {
    const server = await serve(() => {});
    const controller = new AbortController();
    const failed = failure(egressClient().request(get(`${server.url}/`, { signal: controller.signal })));
    await vi.waitFor(() => expect(server.seen).toHaveLength(1), 30_000);
    controller.abort(new CodedError('timeout', 'unknown', 'No answer within 50 ms.'));
    expect(await failed).toMatchObject({ code: 'timeout', class: 'unknown' });
  });

  it('nothing happened when the signal was aborted before', async () => {
    const server = await serve((_request, response) => void response.end());
    const error = await failure(
      egressClient().request(get(`${server.url}/`, { signal: AbortSignal.abort(new Error('cancelled')) })),
    );
    expect(error).toMatchObject({ code: 'aborted', sent: false });
    expect(server.seen).toHaveLength(0);
  });

  it('unknown when the answer never comes', async () => {
    const server = await serve(() => {});
    const signal = AbortSignal.timeout(100);
    const error = await failure(
      egressClient().request(get(`${server.url}/`, { method: 'POST', body: '{}', signal })),
    );
    expect(error).toMatchObject({ code: 'timeout', class: 'unknown', sent: true, status: null });
    expect(server.seen).toHaveLength(1);
  });

  it('unknown when the body stalls half way', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
    });
    const error = await failure(
      egressClient().request(get(`${server.url}/`, { signal: AbortSignal.timeout(100) })),
    );
    expect(error).toMatchObject({ code: 'timeout', class: 'unknown', sent: true });
  });

  it('has a time bound of its own', async () => {
    const server = await serve(() => {});
    const error = await failure(egressClient({ maxDurationMs: 80 }).request(get(`${server.url}/`)));
    expect(error).toMatchObject({ code: 'timeout', sent: true });
  });

  it('unknown when the connection is dropped without an answer', async () => {
    const port = await serveTcp((socket) => socket.destroy());
    const error = await failure(egressClient().request(get(`http://127.0.0.1:${port}/`, { method: 'POST' })));
    expect(error).toMatchObject({
      code: 'connection_lost',
      class: 'unknown',
      repeat: 'retryable',
      sent: true,
    });
  });

  it('unknown when the answer breaks off', async () => {
    const port = await serveTcp((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'));
    const error = await failure(egressClient().request(get(`http://127.0.0.1:${port}/`)));
    expect(error).toMatchObject({ code: 'connection_lost', class: 'unknown', status: 200 });
  });

  it('unknown when the answer is no HTTP', async () => {
    const port = await serveTcp((socket) => socket.end('220 mail.test ESMTP\r\n'));
    const error = await failure(egressClient().request(get(`http://127.0.0.1:${port}/`)));
    expect(error).toMatchObject({ code: 'response_unreadable', class: 'unknown', sent: true });
  });

  it('unknown when the other side switches protocols', async () => {
    const port = await serveTcp((socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
    );
    const error = await failure(egressClient().request(get(`http://127.0.0.1:${port}/`)));
    expect(error).toMatchObject({ code: 'response_unreadable', sent: true });
  });

  it('can be read as the error of a harmless request', async () => {
    const port = await serveTcp((socket) => socket.destroy());
    const error = await failure(egressClient().request(get(`http://127.0.0.1:${port}/`)));
    expect(error.asHarmless()).toMatchObject({ code: 'connection_lost', class: 'retryable' });
  });
});

describe('TLS', () => {
  const keys = { cert: SECURE_TEST_CERTIFICATE, key: SECURE_TEST_KEY };
  const resolver = async () => ['127.0.0.1'];
  const serveTls = async () => {
    const server = await startTlsServer((_request, response) => sendJson(response, 200, { ok: true }), keys);
    return endWithTest(server);
  };

  it('talks to a host whose certificate holds', async () => {
    const server = await serveTls();
    const egress = egressClient({ resolver, ca: SECURE_TEST_CERTIFICATE });
    const response = await egress.request(
      get(`https://secure.test:${server.port}/`, { method: 'POST', body: '{}' }),
    );
    expect(text(response.body)).toBe('{"ok":true}');
  });

  it.each([
    ['nobody vouches for the certificate', 'secure.test', undefined],
    ['the certificate is for another name', 'other.test', SECURE_TEST_CERTIFICATE],
  ])('sends nothing when %s', async (_why, host, ca) => {
    const server = await serveTls();
    const egress = egressClient({ resolver, ...(ca === undefined ? {} : { ca }) });
    const error = await failure(
      egress.request(get(`https://${host}:${server.port}/`, { method: 'POST', body: '{}' })),
    );
    expect(error).toMatchObject({ code: 'tls_failed', class: 'fatal', sent: false });
    expect(server.seen).toHaveLength(0);
  });

  it('follows no redirect to where everybody can read', async () => {
    const plain = await serve((_request, response) => void response.end());
    const server = endWithTest(
      await startTlsServer(
        (_request, response) => void response.writeHead(302, { location: plain.url }).end(),
        keys,
      ),
    );
    const egress = egressClient({ resolver, ca: SECURE_TEST_CERTIFICATE });
    const error = await failure(egress.request(get(`https://secure.test:${server.port}/`)));
    expect(error).toMatchObject({ code: 'redirect_refused', sent: true });
    expect(plain.seen).toHaveLength(0);
  });

  it('sends nothing when the other side speaks no TLS', async () => {
    const server = await serve((_request, response) => void response.end());
    const error = await failure(egressClient().request(get(`https://127.0.0.1:${server.port}/`)));
    expect(error).toMatchObject({ code: 'tls_failed', sent: false });
    expect(server.seen).toHaveLength(0);
  });
});
