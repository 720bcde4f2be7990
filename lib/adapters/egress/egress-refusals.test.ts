// What the client tells of requests that it refused: whose, where to, and why. Nothing it tells changes how a request ends.
import { describe, expect, it } from 'vitest';
import type { EgressRefusal } from '../../domain/egress';
import { OpenAiCompatibleClient } from '../models/openai-compatible-client';
import { egressClient, failure, get, serve } from '../testing/egress-fixture';
import { requestTo } from '../testing/model-fixture';

const caller = { kind: 'tool', name: 'orders.read', asker: { runId: 'r-1', step: 3 } } as const;

function telling(allow?: string[], resolver?: () => Promise<string[]>) {
  const told: EgressRefusal[] = [];
  const options = { onRefused: (refusal: EgressRefusal) => void told.push(refusal) };
  return {
    told,
    client: egressClient({
      ...options,
      ...(allow === undefined ? {} : { allow }),
      ...(resolver === undefined ? {} : { resolver }),
    }),
  };
}

describe('a refused request is told of', () => {
  it.each([
    ['http://10.0.0.7:8080/', { host: '10.0.0.7', port: 8080, code: 'address_refused' }],
    ['https://inside.test/', { host: 'inside.test', port: 443, code: 'address_refused' }],
    ['ftp://inside.test/', { host: 'inside.test', port: 80, code: 'url_refused' }],
    ['http://u:secret@inside.test/', { host: 'inside.test', port: 80, code: 'url_refused' }],
    ['no url', { host: '', port: null, code: 'url_refused' }],
  ])('%s', async (url, expected) => {
    const { told, client } = telling([], async () => ['10.0.0.7']);
    await failure(client.request(get(url, { caller })));
    expect(told).toEqual([{ caller, ...expected }]);
  });

  it('with a header that can’t be set', async () => {
    const { told, client } = telling();
    await failure(client.request(get('http://a.test/', { caller, headers: { Host: 'b.test' } })));
    expect(told).toEqual([{ caller, host: 'a.test', port: 80, code: 'header_refused' }]);
  });

  it('with where a redirect led, and not with where it came from', async () => {
    const server = await serve((request, response) => {
      const location = request.url === '/foreign' ? 'http://foreign.test:81/' : 'http://127.0.0.1:1/';
      response.writeHead(302, { location }).end();
    });
    const { told, client } = telling([`127.0.0.1:${server.port}`]);
    await failure(client.request(get(`${server.url}/foreign`, { caller })));
    await failure(client.request(get(`${server.url}/port`, { caller })));
    expect(told).toEqual([
      { caller, host: 'foreign.test', port: 81, code: 'redirect_refused' },
      { caller, host: '127.0.0.1', port: 1, code: 'address_refused' },
    ]);
  });

  it('of a model by its name', async () => {
    const { told, client } = telling([]);
    const models = new OpenAiCompatibleClient({
      egress: client,
      clock: { now: () => 0 },
      logger: { warn: () => {} },
      secrets: { read: async () => 'sk' },
    });
    const request = requestTo('http://10.0.0.7/v1', { asker: { runId: 'r-2', step: 1 } });
    await expect(models.complete(request, new AbortController().signal)).rejects.toMatchObject({
      code: 'address_refused',
    });
    const model = { kind: 'model', name: request.model.name, asker: { runId: 'r-2', step: 1 } };
    expect(told).toEqual([{ caller: model, host: '10.0.0.7', port: 80, code: 'address_refused' }]);
  });
});

describe('nothing is told', () => {
  it('of what was sent, of failures that are no refusal, and of requests of nobody', async () => {
    const server = await serve((_request, response) => void response.end('ok'));
    const { told, client } = telling();
    await client.request(get(server.url, { caller }));
    await failure(client.request(get('http://127.0.0.1:1/', { caller })));
    await failure(client.request(get('http://169.254.169.254/')));
    expect(told).toEqual([]);
  });

  it('that could change the refusal: a listener that throws is not heard', async () => {
    const client = egressClient({
      allow: [],
      onRefused: () => {
        throw new Error('full');
      },
    });
    const error = await failure(client.request(get('http://10.0.0.7/', { caller })));
    expect(error).toMatchObject({ code: 'address_refused', sent: false });
  });
});
