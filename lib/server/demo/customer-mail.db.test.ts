// The demo's customer-mail agent on a real database: it waits without a process, takes a reply that came first, and writes no more than it may.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installApp, uninstallApp } from '../app';
import { compose } from '../composition';
import { stopRuntime } from '../stop-runtime';
import { ENGINEER, OPERATOR, startTestServer, type TestServer } from '../testing/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const newCase = () => `CASE-${randomUUID().slice(0, 8).toUpperCase()}`;
const read = (id: string, wait = 30) =>
  server.call('GET', `/api/v1/runs/${id}?wait=${wait}`, { as: OPERATOR }).then(({ body }) => body);
const mailsOf = async (caseId: string) =>
  (await server.simulator.get(`/mail/messages?case_id=${caseId}`)).body.messages;
const reply = (caseId: string, text: string) =>
  server.call('POST', '/api/v1/signals', {
    as: 'key',
    headers: { 'idempotency-key': randomUUID() },
    body: { correlationKey: `reply:${caseId}`, payload: { text } },
  });

async function ask(caseId: string): Promise<string> {
  const input = { caseId, to: 'kim@example.com', question: 'Blue or green?' };
  const body = { agent: 'customer-mail', input };
  return (await server.call('POST', '/api/v1/runs', { as: OPERATOR, body })).body.id;
}

describe('the customer-mail agent', () => {
  it('takes a reply that was there before it waited', async () => {
    const caseId = newCase();
    expect((await reply(caseId, 'Green')).body.takenBy).toBeNull();
    const done = await read(await ask(caseId));
    expect(done.output).toMatchObject({ status: 'answered', mailsSent: 1, reply: 'Green' });
  });

  it('writes one mail and two reminders into silence, in all runs together, and anew once a reply has come', async () => {
    const { definition } = (await server.call('GET', '/api/v1/tools/mail.await_reply', { as: ENGINEER }))
      .body;
    const impatient = { ...definition, event: { ...definition.event, timeoutMs: 1_000 } };
    await server.call('PUT', '/api/v1/tools/mail.await_reply', { as: ENGINEER, body: impatient });
    const caseId = newCase();
    const id = await ask(caseId);
    await expect.poll(async () => (await read(id, 5)).status, { timeout: 40_000 }).toBe('succeeded');
    expect((await read(id)).output).toMatchObject({ status: 'no_reply', mailsSent: 3, reply: null });
    const mails = await mailsOf(caseId);
    expect(mails.map(({ subject }: { subject: string }) => subject.startsWith('Reminder'))).toEqual([
      false,
      true,
      true,
    ]);
    const { items } = (await server.call('GET', `/api/v1/runs/${id}/steps`, { as: OPERATOR })).body;
    const denied = items.filter(({ status }: { status: string }) => status === 'denied');
    expect(denied).toMatchObject([
      {
        tool: 'mail.send',
        admission: {
          reasons: [{ rule: 'tool.followUp', message: expect.stringContaining('2 follow-ups were sent') }],
          contacts: { correlationKey: `reply:${caseId}`, sent: 3, most: 3 },
        },
      },
    ]);

    expect((await read(await ask(caseId))).output).toMatchObject({ status: 'not_sent', mailsSent: 0 });
    expect(await mailsOf(caseId)).toHaveLength(3);
    await reply(caseId, 'Sorry, I was away. Blue.');
    expect((await read(await ask(caseId))).output).toMatchObject({ status: 'answered', mailsSent: 1 });
    expect(await mailsOf(caseId)).toHaveLength(4);
    await server.call('PUT', '/api/v1/tools/mail.await_reply', { as: ENGINEER, body: definition });
  });

  it('waits for the reply, also over the end of its process, and puts it into a ticket', async () => {
    const caseId = newCase();
    const id = await ask(caseId);
    const parked = await read(id);
    expect(parked).toMatchObject({
      status: 'waiting',
      waiting: { reason: 'event', items: [{ kind: 'event', id: `reply:${caseId}` }] },
    });
    const [{ until }] = parked.waiting.items;
    expect(Date.parse(until) - Date.now()).toBeGreaterThan(2.9 * 86_400_000);

    await stopRuntime(server.app, 5_000);
    uninstallApp();
    const heir = compose(server.app.env, { logger: server.app.logger });
    installApp(heir);
    heir.lifecycle.serve();
    // Nobody works yet: the reply is taken all the same, and found by whoever comes.
    expect((await reply(caseId, 'Blue, please')).body.takenBy).toEqual({ runId: id, step: 4 });
    await heir.dispatcher?.start(async (runId) => {
      await heir.worker?.advanceRunById(runId);
    });
    const done = await read(id);
    await stopRuntime(heir, 5_000);
    expect(done).toMatchObject({
      status: 'succeeded',
      tainted: true,
      output: { status: 'answered', mailsSent: 1, reply: 'Blue, please' },
    });
    expect(await mailsOf(caseId)).toHaveLength(1);
    const { entries } = (await server.simulator.get('/ledger?service=tickets')).body;
    const [ticket] = entries.filter(({ id: ticketId }: { id: string }) => ticketId === done.output.ticketId);
    expect(ticket.body).toMatchObject({ body: expect.stringContaining('Blue, please') });
  });
});
