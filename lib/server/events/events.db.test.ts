// The event stream over the whole door: who may open it, what comes, and when it ends.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callRoute } from '../testing/route-table';
import {
  APPROVER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '../testing/test-server';
import { MOST_STREAMS } from './open-streams';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** An open stream: `until` reads on until a frame fits, `end` until there is none. */
async function open(as: string, path = '/api/v1/events', headers = {}) {
  const left = new AbortController();
  const request = await server.request('GET', path, { as, headers, signal: left.signal });
  const response = await callRoute(request);
  const reader = response.body?.getReader();
  if (reader === undefined) throw new Error('a stream has a body');
  const decoder = new TextDecoder();
  let text = '';
  const until = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = pattern.exec(text);
      if (found !== null) return found[0];
      const { value, done } = await reader.read();
      if (done) throw new Error(`ended before ${pattern}: ${text}`);
      text += decoder.decode(value);
    }
  };
  const end = async (): Promise<void> => {
    while (!(await reader.read()).done);
  };
  // The request is kept too: its signal hears of `left` no more once it is collected.
  return { request, response, until, end, leave: () => left.abort() };
}

describe('GET /events', () => {
  it('is open so many times for one asker, and again when one has left', async () => {
    const streams = await Promise.all(Array.from({ length: MOST_STREAMS }, () => open('key')));
    for (const stream of streams) await stream.until(/event: reset/);
    const refused = await server.call('GET', '/api/v1/events', { as: 'key' });
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
    (await open(VIEWER)).leave();
    for (const stream of streams) {
      stream.leave();
      await stream.end();
    }
    const again = await open('key');
    await again.until(/event: reset/);
    again.leave();
    await again.end();
  });

  it('holds no place for a reader who only asks for its head', async () => {
    for (let i = 0; i <= MOST_STREAMS; i += 1) {
      const head = await callRoute(await server.request('HEAD', '/api/v1/events', { as: 'key' }));
      expect([head.status, head.body]).toEqual([200, null]);
    }
    const stream = await open('key');
    await stream.until(/event: reset/);
    stream.leave();
    await stream.end();
  });

  it('is for sessions and keys that may see runs', async () => {
    expect((await server.call('GET', '/api/v1/events')).status).toBe(401);
    const stream = await open('key');
    expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
    await stream.until(/event: reset/);
    stream.leave();
    await stream.end();
  });

  it('tells of a run and of its approval, and tells the decider’s tab when it is decided elsewhere', async () => {
    const stream = await open(VIEWER);
    await stream.until(/event: reset\ndata: \{"now":"[^"]+Z"\}\n\n/);
    const { body: run } = await server.call('POST', '/api/v1/runs', {
      as: OPERATOR,
      body: refundOf('ORD-5001', 900),
    });
    await stream.until(new RegExp(`"topic":"runs","id":"${run.id}"`));
    const told = await stream.until(/"topic":"approvals","id":"[0-9a-f-]{36}"/);
    const id = /[0-9a-f-]{36}/.exec(told)?.[0];
    const { body: approval } = await server.call('GET', `/api/v1/approvals/${id}`, { as: VIEWER });
    expect(approval.runId).toBe(run.id);
    stream.leave();
    await stream.end();
  });

  it('goes on where a reader left, by header or in the address, for the topics it asks for', async () => {
    const first = await open('key', '/api/v1/events?topics=runs');
    const id = /id: (\S+)/.exec(await first.until(/id: \S+\nevent: reset/))?.[1] ?? '';
    first.leave();
    await first.end();
    const body = refundOf('ORD-5002', 900);
    const { body: run } = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body });
    await server.call('GET', `/api/v1/runs/${run.id}?wait=30`, { as: OPERATOR });
    for (const back of [
      await open('key', '/api/v1/events?topics=runs', { 'last-event-id': id }),
      await open('key', `/api/v1/events?topics=runs&lastEventId=${id}`),
    ]) {
      const told = await back.until(/^.*event: heartbeat/s);
      expect(told).toContain(`"topic":"runs","id":"${run.id}"`);
      expect(told).not.toMatch(/event: reset|"topic":"approvals"/);
      back.leave();
      await back.end();
    }
    const elsewhere = await open('key', '/api/v1/events', { 'last-event-id': `${run.id}-1` });
    await elsewhere.until(/^id: \S+\nevent: reset/);
    elsewhere.leave();
    await elsewhere.end();
    const refused = await server.call('GET', '/api/v1/events?topics=runs,weather&x=1', { as: 'key' });
    expect(refused.body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual([
      '/query/topics/1',
      '/query/x',
    ]);
  });

  it('ends with the session that opened it', async () => {
    const stream = await open(APPROVER);
    await stream.until(/event: reset/);
    const { body } = await server.call('GET', '/api/v1/sessions', { as: APPROVER });
    await server.call('DELETE', `/api/v1/sessions/${body.items[0].id}`, { as: APPROVER });
    await stream.end();
  });

  it('ends when the process goes down', async () => {
    const stream = await open('key');
    await stream.until(/event: reset/);
    server.app.hub.close();
    await stream.end();
  });
});
