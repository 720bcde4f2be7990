// A server with receivers of every kind of channel on loopback, and what tests of channels ask of it again and again.
import { expect } from 'vitest';
import { type MailServer, startMailServer } from '../../adapters/testing/mail-server';
import type { Notice } from '../../domain/notice';
import { waitUntil } from '../../store/embedded/wait-until';
import { type HookReceiver, startHookReceiver } from './hook-receiver';
import { APPROVER, OPERATOR, refundOf, startTestServer, type TestServer } from './test-server';

type Asked = { readonly id: string; readonly payloadHash: string; readonly runId: string };

export type ChannelBench = {
  readonly server: TestServer;
  readonly receiver: HookReceiver;
  readonly mail: MailServer;
  secret(name: string, value: string): Promise<unknown>;
  /** A webhook at `/name` of the receiver unless told otherwise. */
  put(name: string, definition?: Record<string, unknown>): Promise<void>;
  /** A run that waits for a person. */
  ask(order: string): Promise<Asked>;
  /** Rejects it, with a reason that is more than a line. */
  decide(approval: Asked): Promise<unknown>;
  /** What was posted to the webhook of that name. */
  told(name: string): Notice[];
  // biome-ignore lint/suspicious/noExplicitAny: a test reads answers of every shape and asserts what it reads
  log(name: string): Promise<any[]>;
  until(what: () => Promise<unknown> | unknown): Promise<void>;
  /** What waits to be sent through it is due. */
  hasten(name: string): Promise<unknown>;
  /** No channels, and receivers that take everything. */
  clear(): Promise<void>;
  close(): Promise<void>;
};

export async function startChannelBench(): Promise<ChannelBench> {
  const receiver = await startHookReceiver();
  const mail = await startMailServer({ tls: 'none' });
  const server = await startTestServer({
    environment: { BULKHEAD_PRIVATE_HOSTS: `127.0.0.1:${receiver.port},127.0.0.1:${mail.port}` },
  });
  const as = 'key';
  const secret: ChannelBench['secret'] = (name, value) =>
    server.call('PUT', `/api/v1/secrets/${name}`, { as, body: { value } });
  await secret('SMTP', `smtp://127.0.0.1:${mail.port}`);
  await secret('SLACK', `${receiver.url}/slack`);
  return {
    server,
    receiver,
    mail,
    secret,
    async put(name, definition = {}) {
      const body = {
        kind: 'webhook',
        url: `${receiver.url}/${name}`,
        events: ['approval.pending'],
        ...definition,
      };
      const answer = await server.call('PUT', `/api/v1/channels/${name}`, { as, body });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    },
    async ask(order) {
      const body = { ...refundOf(order, 900), labels: { team: 'support' } };
      const { body: run } = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body });
      await server.call('GET', `/api/v1/runs/${run.id}?wait=30`, { as: OPERATOR });
      const queue = await server.call('GET', `/api/v1/approvals?run=${run.id}`, { as: APPROVER });
      return queue.body.items[0];
    },
    decide: ({ id, payloadHash }) =>
      server.call('POST', `/api/v1/approvals/${id}/decision`, {
        as: APPROVER,
        body: { decision: 'reject', payloadHash, reason: 'Not\r\nthis <b>one</b>' },
      }),
    told: (name) => receiver.seen.filter(({ url }) => url === `/${name}`).map(({ body }) => JSON.parse(body)),
    log: async (name) => (await server.call('GET', `/api/v1/channels/${name}/deliveries`, { as })).body.items,
    async until(what) {
      expect(await waitUntil(async () => Boolean(await what()), { withinMs: 15_000 })).toBe(true);
    },
    hasten: (name) =>
      server.app.db.pool.query(
        `UPDATE delivery SET next_attempt_at = now() - interval '1 second' WHERE receiver = $1 AND status = 'pending'`,
        [`channel:${name}`],
      ),
    async clear() {
      receiver.moods.clear();
      mail.refuses.clear();
      mail.taken.length = 0;
      const { body } = await server.call('GET', '/api/v1/channels', { as });
      for (const { name } of body.items) await server.call('DELETE', `/api/v1/channels/${name}`, { as });
    },
    async close() {
      await receiver.close(); // what hangs ends here, or the drain would wait for it
      await server.close();
      await mail.close();
    },
  };
}
