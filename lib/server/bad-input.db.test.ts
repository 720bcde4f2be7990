// What clients send wrongly about runs and approvals, and what they get: every path named, never a 500.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BadInput, expectRefusal } from './testing/expect-refusal';
import { refundOf, startTestServer, type TestServer } from './testing/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  const failed = server.logged.filter((line) => line.message === 'request failed');
  await server.close();
  expect(failed).toEqual([]);
});

const NO_RUN = '01a1f8e9-69aa-7724-8706-e6d4d8e037d4';
const HASH = 'a'.repeat(64);

const ROWS: BadInput[] = [
  ['no body', 'POST', '/runs', undefined, 400, ['']],
  ['an empty body', 'POST', '/runs', {}, 400, ['/agent', '/input']],
  [
    'several faults at once',
    'POST',
    '/runs',
    { agent: 7, input: {}, labels: { a: 1 }, x: 1 },
    400,
    ['/agent', '/labels/a', '/x'],
  ],
  [
    'input that does not fit the agent',
    'POST',
    '/runs',
    { agent: 'refunds', input: { amount: -1, orderId: 'X' } },
    400,
    ['/input/amount', '/input/orderId', '/input/reason'],
  ],
  [
    'looser limits than the agent’s',
    'POST',
    '/runs',
    { ...refundOf('ORD-1', 1), limits: { maxSteps: 21 } },
    400,
    ['/limits/maxSteps'],
  ],
  [
    'NUL in an input',
    'POST',
    '/runs',
    { agent: 'refunds', input: { orderId: 'ORD-1\u0000' } },
    400,
    ['/input/orderId'],
  ],
  ['an unknown agent', 'POST', '/runs', { agent: 'nobody', input: {} }, 404, []],
  ['an unknown version', 'POST', '/runs', { ...refundOf('ORD-1', 1), version: 99 }, 404, []],
  ['an unknown run', 'GET', `/runs/${NO_RUN}`, undefined, 404, []],
  ['steps of an unknown run', 'GET', `/runs/${NO_RUN}/steps`, undefined, 404, []],
  ['the journal of an unknown run', 'GET', `/runs/${NO_RUN}/journal`, undefined, 404, []],
  ['cancelling an unknown run', 'POST', `/runs/${NO_RUN}/cancel`, { reason: 'r' }, 404, []],
  ['a run id that is none', 'GET', '/runs/none', undefined, 404, []],
  ['an unknown tool', 'GET', '/tools/none', undefined, 404, []],
  ['an unknown approval', 'GET', `/approvals/${NO_RUN}/card`, undefined, 404, []],
  ['an unknown address', 'GET', '/nothing/here', undefined, 404, []],
  [
    'a limit of nothing',
    'GET',
    '/runs?limit=0&cursor=x&colour=red',
    undefined,
    400,
    ['/query/colour', '/query/limit'],
  ],
  ['a cursor of another list', 'GET', '/runs?cursor=abc', undefined, 400, ['/query/cursor']],
  ['a cursor of no steps', 'GET', `/runs/${NO_RUN}/steps?cursor=-1`, undefined, 400, ['/query/cursor']],
  ['a blank cursor of steps', 'GET', `/runs/${NO_RUN}/steps?cursor=%20`, undefined, 400, ['/query/cursor']],
  [
    'a cursor of steps as a power',
    'GET',
    `/runs/${NO_RUN}/steps?cursor=1e3`,
    undefined,
    400,
    ['/query/cursor'],
  ],
  ['a time before time', 'GET', '/runs?since=0000-01-01T00:00:00Z', undefined, 400, ['/query/since']],
  ['a time before computers', 'GET', '/runs?until=1969-12-31T23:59:59Z', undefined, 400, ['/query/until']],
  ['a status that is none', 'GET', '/runs?status=done,failed', undefined, 400, ['/query/status/0']],
  ['a time that is none', 'GET', '/runs?since=yesterday', undefined, 400, ['/query/since']],
  ['NUL in a query', 'GET', '/runs?q=%00', undefined, 400, ['/query/q']],
  ['a wait beyond a minute', 'GET', `/runs/${NO_RUN}?wait=61`, undefined, 400, ['/query/wait']],
  [
    'a decision without its hash',
    'POST',
    `/approvals/${NO_RUN}/decision`,
    { decision: 'approve' },
    400,
    ['/payloadHash'],
  ],
  [
    'a rejection without a reason',
    'POST',
    `/approvals/${NO_RUN}/decision`,
    { decision: 'reject', payloadHash: HASH },
    400,
    ['/reason'],
  ],
  [
    'an edit without arguments',
    'POST',
    `/approvals/${NO_RUN}/decision`,
    { decision: 'edit', payloadHash: HASH },
    400,
    ['/arguments'],
  ],
];

describe('bad input about runs and approvals', () => {
  it.each(ROWS)('%s', (...row) => expectRefusal(server, row));

  it('stays a refusal for a body that is no JSON, of another type, or too large', async () => {
    const post = (body: string, headers = {}) =>
      server.call('POST', '/api/v1/runs', { as: 'key', body, headers });
    expect((await post('{')).body).toMatchObject({ status: 400, code: 'invalid_request' });
    expect((await post('{}', { 'content-type': 'text/plain' })).body).toMatchObject({ status: 415 });
    expect((await post(`"${'x'.repeat(1_100_000)}"`)).body).toMatchObject({ status: 413, code: 'too_large' });
  });

  it('creates nothing', async () => {
    expect((await server.call('GET', '/api/v1/runs', { as: 'key' })).body.items).toEqual([]);
  });
});
