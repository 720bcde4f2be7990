import { describe, expect, it } from 'vitest';
import { egressClient, failure, get, serve, text } from '../testing/egress-fixture';

describe('what may be reached', () => {
  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://127.0.0.1./',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://169.254.169.254/latest/meta-data',
    'http://168.63.129.16/',
    'http://10.0.0.1/',
    'http://①②⑦.⓪.⓪.①/',
  ])('refuses the literal %s before anything is sent', async (url) => {
    const error = await failure(egressClient({ allow: [] }).request(get(url)));
    expect(error).toMatchObject({ code: 'address_refused', class: 'fatal', sent: false });
  });

  it.each([
    ['ftp://example.com/', 'url_refused'],
    ['file:///etc/passwd', 'url_refused'],
    ['http://user:secret@example.com/', 'url_refused'],
    ['not a url', 'url_refused'],
  ])('refuses %s', async (url, code) => {
    const error = await failure(egressClient().request(get(url)));
    expect(error).toMatchObject({ code, sent: false });
    expect(error.message).not.toContain('secret');
  });

  it('refuses a name that resolves to a private address', async () => {
    const resolver = async () => ['10.0.0.7'];
    const error = await failure(egressClient({ resolver }).request(get('http://internal.test/')));
    expect(error).toMatchObject({ code: 'address_refused', sent: false });
    expect(error.message).toContain('10.0.0.7');
  });

  it('refuses a name with one public and one private answer as a whole', async () => {
    const resolver = async () => ['8.8.8.8', '10.0.0.7'];
    const error = await failure(egressClient({ resolver }).request(get('http://rebind.test/')));
    expect(error).toMatchObject({ code: 'address_refused', sent: false });
  });

  it('drops the answers that are not allowed when all are private', async () => {
    const server = await serve((_request, response) => void response.end('here'));
    const resolver = async () => ['::1', '127.0.0.1'];
    const egress = egressClient({ allow: [`127.0.0.1:${server.port}`], resolver });
    const response = await egress.request(get(`http://localhost:${server.port}/`));
    expect(text(response.body)).toBe('here');
  });

  it('connects to the checked address and asks no second time', async () => {
    const server = await serve((_request, response) => void response.end('pinned'));
    let asked = 0;
    const resolver = async () => {
      asked += 1;
      return asked === 1 ? ['127.0.0.1'] : ['169.254.169.254'];
    };
    const response = await egressClient({ resolver }).request(get(`http://api.test:${server.port}/a?b=1`));
    expect(text(response.body)).toBe('pinned');
    expect(asked).toBe(1);
    expect(server.seen[0]).toMatchObject({ url: '/a?b=1', headers: { host: `api.test:${server.port}` } });
  });

  it('goes on to the next address when the first does not answer', async () => {
    const server = await serve((_request, response) => void response.end('second'));
    const resolver = async () => ['127.0.0.2', '127.0.0.1'];
    const response = await egressClient({ resolver }).request(get(`http://api.test:${server.port}/`));
    expect(text(response.body)).toBe('second');
  });
});

describe('redirects', () => {
  it('checks each hop anew', async () => {
    const target = await serve((_request, response) => void response.end('secret page'));
    const server = await serve(
      (_request, response) => void response.writeHead(302, { location: `${target.url}/inner` }).end(),
    );
    const error = await failure(
      egressClient({ allow: [`127.0.0.1:${server.port}`] }).request(get(`${server.url}/`)),
    );
    expect(error).toMatchObject({ code: 'address_refused', sent: true, class: 'unknown', repeat: 'fatal' });
    expect(target.seen).toHaveLength(0);
  });

  it('resolves a name again at the next hop', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/next' }).end();
      else response.end('must not be read');
    });
    let asked = 0;
    const resolver = async () => {
      asked += 1;
      return asked === 1 ? ['127.0.0.1'] : ['169.254.169.254'];
    };
    const error = await failure(egressClient({ resolver }).request(get(`http://api.test:${server.port}/`)));
    expect(error.code).toBe('address_refused');
    expect(server.seen).toHaveLength(1);
  });

  it('keeps credentials on the same origin and drops them on another', async () => {
    const other = await serve((_request, response) => void response.end('other'));
    const server = await serve((request, response) => {
      const location = request.url === '/' ? '/again' : `${other.url}/there`;
      response.writeHead(307, { location }).end();
    });
    const headers = { authorization: 'Bearer x', 'X-Api-Key': 'k', cookie: 'c=1', accept: 'text/plain' };
    const response = await egressClient().request(get(`${server.url}/`, { headers }));
    expect(response.url).toBe(`${other.url}/there`);
    expect(server.seen[1]?.headers).toMatchObject({ authorization: 'Bearer x', 'x-api-key': 'k' });
    expect(other.seen[0]?.headers).toMatchObject({ accept: 'text/plain' });
    for (const name of ['authorization', 'x-api-key', 'cookie']) {
      expect(other.seen[0]?.headers).not.toHaveProperty(name);
    }
  });

  it('follows three and no fourth', async () => {
    const server = await serve(
      (request, response) => void response.writeHead(301, { location: `${request.url}x` }).end(),
    );
    const error = await failure(egressClient().request(get(`${server.url}/`)));
    expect(error).toMatchObject({ code: 'redirect_refused', repeat: 'fatal', sent: true });
    expect(server.seen).toHaveLength(4);
  });

  it.each(['POST', 'PUT', 'DELETE'])('gives the redirect of a %s back unfollowed', async (method) => {
    const server = await serve(
      (_request, response) => void response.writeHead(307, { location: '/other' }).end(),
    );
    const response = await egressClient().request(get(`${server.url}/`, { method }));
    expect(response.status).toBe(307);
    expect(server.seen).toHaveLength(1);
  });
});
