// What clients send wrongly about agents, tools, models and secrets, and what they get: every path named, never a 500.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BadInput, expectRefusal } from './testing/expect-refusal';
import { startTestServer, type TestServer } from './testing/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  const failed = server.logged.filter((line) => line.message === 'request failed');
  await server.close();
  expect(failed).toEqual([]);
});

const TOOL = {
  kind: 'http',
  description: 'd',
  effect: 'idempotent',
  inputSchema: { type: 'object', properties: { id: { type: 'string' } }, additionalProperties: false },
  http: { method: 'POST', url: 'https://example.com/things/{id}' },
};
const AGENT = { description: 'd', prompt: 'p', model: 'sim-refunds', inputSchema: { type: 'object' } };

const ROWS: BadInput[] = [
  ['a name that can’t be', 'PUT', '/agents/Not%20A%20Name', AGENT, 400, ['/path/name']],
  ['the name of the form’s own page', 'PUT', '/agents/new', AGENT, 400, ['/path/name']],
  [
    'an agent over nothing',
    'PUT',
    '/agents/a',
    {
      ...AGENT,
      model: 'none',
      tools: [{ name: 'none' }, { name: 'payments.lookup' }, { name: 'payments.lookup' }],
      escalation: { alwaysAsk: ['chat.post'] },
    },
    400,
    ['/escalation/alwaysAsk/0', '/model', '/tools/0/name', '/tools/2/name'],
  ],
  [
    'an agent with a broken schema',
    'PUT',
    '/agents/a',
    { ...AGENT, inputSchema: { type: 'thing' }, outputSchema: { pattern: '(' } },
    400,
    ['/inputSchema/type', '/outputSchema'],
  ],
  [
    'a constraint with a broken pattern',
    'PUT',
    '/agents/a',
    { ...AGENT, tools: [{ name: 'chat.post', constraints: { 'a/b': { pattern: '(' } } }] },
    400,
    ['/tools/0/constraints/a~1b/pattern'],
  ],
  [
    'a tool with templates that lead nowhere',
    'PUT',
    '/tools/t',
    {
      ...TOOL,
      http: { method: 'POST', url: 'ftp://{host}/x' },
      keyTemplate: 'thing:{name}',
      amountPath: 'sum',
    },
    400,
    ['/amountPath', '/http/url', '/keyTemplate'],
  ],
  [
    'a resource that no argument names',
    'PUT',
    '/tools/t',
    { ...TOOL, effect: 'unsafe', resourceKey: 'ticket:{name}' },
    400,
    ['/resourceKey'],
  ],
  [
    'a read that would hold a resource',
    'PUT',
    '/tools/t',
    { ...TOOL, effect: 'read', resourceKey: 'ticket:1' },
    400,
    ['/resourceKey'],
  ],
  [
    'a key that is the same for every call',
    'PUT',
    '/tools/t',
    { ...TOOL, keyTemplate: 'always' },
    400,
    ['/keyTemplate'],
  ],
  ...(
    [
      ['instance metadata', 'http://169.254.169.254/latest'],
      ['loopback', 'http://127.0.0.1:22/{id}'],
      ['loopback as a number', 'http://2130706433/'],
      ['a private network', 'http://10.0.0.5/{id}'],
      ['mapped loopback', 'http://[::ffff:127.0.0.1]/'],
      ['a password', 'https://u:p@example.com/'],
    ] as const
  ).map(
    ([what, url]): BadInput => [
      `a tool that calls ${what}`,
      'PUT',
      '/tools/t',
      { ...TOOL, effect: 'reconcilable', http: { method: 'POST', url }, lookup: { method: 'GET', url } },
      400,
      ['/http/url', '/lookup/url'],
    ],
  ),
  ['the name of the tool that ends a run', 'PUT', '/tools/finish', TOOL, 400, ['/path/name']],
  [
    'a reconcilable tool that can’t be looked up',
    'PUT',
    '/tools/t',
    { ...TOOL, effect: 'reconcilable' },
    400,
    ['/lookup'],
  ],
  ...(
    [
      ['a password in its address', 'https://u:p@example.com'],
      ['the address of instance metadata', 'http://169.254.169.254/v1'],
      ['a private address that no entry allows', 'http://10.0.0.5:11434/v1'],
      ['loopback as a number', 'http://2130706433/v1'],
    ] as const
  ).map(
    ([what, baseUrl]): BadInput => [
      `a model with ${what}`,
      'PUT',
      '/models/m',
      {
        provider: 'openai-compatible',
        baseUrl,
        model: 'm',
        prices: { inputMicroUsdPerMTok: 1, outputMicroUsdPerMTok: 1 },
      },
      400,
      ['/baseUrl'],
    ],
  ),
  [
    'a tool whose redirects may lead to instance metadata, or to what is no host',
    'PUT',
    '/tools/t',
    {
      ...TOOL,
      effect: 'read',
      http: {
        method: 'GET',
        url: 'https://example.com/{id}',
        redirectHosts: ['cdn.example.com', '169.254.169.254', '0x7f.1', '1.2.3.4.5'],
      },
    },
    400,
    ['/http/redirectHosts/1', '/http/redirectHosts/2', '/http/redirectHosts/3'],
  ],
  [
    'a tool whose redirects may lead to an address instead of a name',
    'PUT',
    '/tools/t',
    { ...TOOL, http: { ...TOOL.http, redirectHosts: ['https://cdn.example.com/x'] } },
    400,
    ['/http/redirectHosts/0'],
  ],
  ['a secret that is too short', 'PUT', '/secrets/SHORT', { value: 'abc' }, 400, ['/value']],
  ['a secret’s name in small letters', 'PUT', '/secrets/short', { value: 'abcdefgh' }, 400, ['/path/name']],
  ['a version that is none', 'POST', '/agents/refunds/activate', { version: 0 }, 400, ['/version']],
];

describe('bad input about configuration', () => {
  it.each(ROWS)('%s', (...row) => expectRefusal(server, row));

  it('makes no version', async () => {
    for (const path of ['agents/a', 'tools/t', 'models/m'])
      expect((await server.call('GET', `/api/v1/${path}`, { as: 'key' })).status).toBe(404);
  });
});
