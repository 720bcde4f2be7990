// Answers to an unknown outcome that send something, "undo it" and "it did not happen", through the API on a real database: who may, from when on, once, and against what the receiver says late.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunInput } from '@/lib/domain/run-input';
import { foldJournal } from '@/lib/runtime/fold';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  APPROVER,
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';
import { inTransaction } from '@/lib/store/database';
import { addRunInput } from '@/lib/store/write/add-run-input';

const TIMEOUT_MS = 300;
/** For what is said while a call may still arrive, on a machine that does other things too. */
const LONG_TIMEOUT_MS = 8_000;
const SOON = { timeout: 30_000 };
let server: TestServer;
let api: DescribedApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
  await putRefund(TIMEOUT_MS);
});
afterAll(() => server.close());

/** Refunds can neither be repeated nor looked up here, and what takes one back is a note to those who can. */
async function putRefund(timeoutMs: number): Promise<void> {
  const { body: refund } = await server.call('GET', '/api/v1/tools/payments.refund', { as: ENGINEER });
  const { lookup: _lookup, ...definition } = refund.definition;
  const note = { channel: '#undo', text: 'Take back {arguments.order_id}', date: '2026-11-19' };
  const body = {
    ...definition,
    effect: 'unsafe',
    risk: 'low',
    timeoutMs,
    compensateWith: { tool: 'chat.post', arguments: note },
  };
  const put = await server.call('PUT', '/api/v1/tools/payments.refund', { as: ENGINEER, body });
  expect(put.status).toBe(200);
}

type Card = { readonly id: string; readonly payloadHash: string };
const get = async (path: string) => (await server.call('GET', `/api/v1${path}`, { as: VIEWER })).body;
const pending = async (runId: string, kind: string): Promise<Card | undefined> =>
  (await get(`/approvals?status=pending&run=${runId}&kind=${kind}`)).items[0];
const decide = ({ id, payloadHash }: Card, body: object, as = APPROVER) =>
  api.ask('decideApproval', `/approvals/${id}/decision`, { as, body: { payloadHash, ...body } });
const undo = (card: Card, as = APPROVER) =>
  decide(card, { decision: 'compensate', reason: 'Take it back' }, as);
const undosOf = async (runId: string) => (await get(`/runs/${runId}/compensation`)).runs;
const refundStep = async (runId: string) => (await get(`/runs/${runId}/steps`)).items[3];
const notes = async (order: string) =>
  (await server.simulator.get('/chat/messages?channel=%23undo')).body.messages.filter(
    ({ text }: { text: string }) => text === `Take back ${order}`,
  ).length;
const refundsOf = async (order: string) =>
  (await server.simulator.get(`/payments/refunds?order_id=${order}`)).body.refunds.length;
const untilEnded = (runId: string) =>
  vi.waitUntil(async () => (await get(`/runs/${runId}`)).finishedAt !== null, SOON);

async function asked(runId: string, kind: string): Promise<Card> {
  let card: Card | undefined;
  await vi.waitUntil(async () => {
    card = await pending(runId, kind);
    return card !== undefined;
  }, SOON);
  if (card === undefined) throw new Error(`nobody is asked about ${runId}`);
  return card;
}

/** The refund was sent, and its answer got lost with the fault; @returns once a person is asked. */
async function unknown(order: string, fault: object = { fault: 'lost_reply' }) {
  const started = await server.call('POST', '/api/v1/runs', { as: OPERATOR, body: refundOf(order, 40) });
  const { id } = started.body;
  const call = await asked(id, 'tool_call');
  await server.simulator.send('POST', '/control/faults', { service: 'payments', route: 'refund', ...fault });
  expect((await decide(call, { decision: 'approve' })).status).toBe(200);
  const card = await asked(id, 'unknown_outcome');
  await server.simulator.send('DELETE', '/control/faults', undefined);
  return { id, card };
}

/** Until then the call may still arrive, and an undo could come before it. */
async function untilItCannotArrive(runId: string): Promise<void> {
  const step = foldJournal(await server.app.store.loadJournal(runId)).steps[3];
  const settlesAt = step?.kind === 'tool' ? step.settlesAt : null;
  if (settlesAt === null) throw new Error(`nothing of ${runId} is in doubt`);
  await vi.waitUntil(() => Date.parse(settlesAt) <= server.app.clock.now(), SOON);
}

function lateSuccess(): RunInput {
  return {
    type: 'late_answer',
    step: 4,
    attempt: 1,
    answeredAt: new Date(server.app.clock.now()).toISOString(),
    outcome: 'succeeded',
    value: { refund_id: 'RF-LATE' },
    tainted: false,
    privateData: false,
    error: null,
  };
}

describe('the decision "compensate" on an effect of unknown outcome', () => {
  it('is refused without permission, undoes once with it, and tells a second person who decided', async () => {
    const { id, card } = await unknown('ORD-7001');
    await untilItCannotArrive(id);
    for (const as of [VIEWER, OPERATOR]) {
      const refused = await undo(card, as);
      expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    }
    expect(await undosOf(id)).toEqual([]);
    const both = await Promise.all([undo(card), undo(card, 'admin@example.com')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'already_decided',
      data: { status: 'answered', decisions: [{ decision: 'compensate' }] },
    });
    await untilEnded(id);
    const [run, ...more] = await undosOf(id);
    expect([run, more]).toMatchObject([{ cause: 'decision', steps: [4] }, []]);
    await untilEnded(run.id);
    expect(await refundStep(id)).toMatchObject({ status: 'failed', error: { code: 'compensated' } });
    expect([await refundsOf('ORD-7001'), await notes('ORD-7001')]).toEqual([1, 1]);
  });

  it('comes too late after a late success: that settles the step, and nothing is undone', async () => {
    // The receiver answers after the attempt's time, and while the connection is still listened to.
    const { id, card } = await unknown('ORD-7002', { fault: 'late', delayMs: TIMEOUT_MS * 8 });
    await untilEnded(id);
    expect((await undo(card)).body).toMatchObject({ code: 'already_decided' });
    expect(await refundStep(id)).toMatchObject({ status: 'succeeded' });
    expect([await undosOf(id), await notes('ORD-7002')]).toEqual([[], 0]);
  });

  it.each([
    ['compensate', 'ORD-7003'],
    ['did_not_happen', 'ORD-7005'],
  ])(
    '%s is refused where a late success was recorded right before it, so that no step reads succeeded while its effect is undone or sent again',
    async (decision, order) => {
      const { id, card } = await unknown(order);
      await untilItCannotArrive(id);
      const { db } = server.app;
      let decided: ReturnType<typeof decide> | null = null;
      // The answer of the receiver is written, and the person's decision waits for the lock behind it, before any worker can read it.
      await inTransaction(db, 'tell a late answer', async (tx) => {
        expect(await addRunInput(tx, id, lateSuccess(), 'late:4:1')).toMatchObject({ status: 'added' });
        decided = decide(card, { decision, reason: 'As it stands' });
        await vi.waitUntil(async () => {
          const { rows } = await db.pool.query(
            `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%run_lock%FOR UPDATE OF a%'`,
          );
          return rows.length === 1;
        }, SOON);
      });
      const answer = await (decided as ReturnType<typeof decide> | null);
      expect(answer).toMatchObject({ status: 409, body: { code: 'conflict', data: {} } });
      await untilEnded(id);
      expect(await refundStep(id)).toMatchObject({ status: 'succeeded' });
      expect([await undosOf(id), await notes(order), await refundsOf(order)]).toEqual([[], 0, 1]);
      const { rows } = await db.pool.query(
        `SELECT 1 FROM audit_event WHERE action = 'run.compensate' AND entity_id = $1`,
        [id],
      );
      expect(rows).toEqual([]);
    },
  );

  it('stands where the late success comes after it: that is kept as evidence and overrides nothing', async () => {
    const { id, card } = await unknown('ORD-7004');
    await untilItCannotArrive(id);
    expect((await undo(card)).status).toBe(200);
    await server.app.store.tellRun(id, lateSuccess(), 'late:4:1');
    await untilEnded(id);
    const [run] = await undosOf(id);
    await untilEnded(run.id);
    expect(await refundStep(id)).toMatchObject({ status: 'failed', error: { code: 'compensated' } });
    expect([await refundsOf('ORD-7004'), await notes('ORD-7004')]).toEqual([1, 1]);
  });
});

describe('the decision "did not happen" while the call may still arrive', () => {
  it('is refused with the instant from which it can be said, which card and step show, and is taken from then on', async () => {
    await putRefund(LONG_TIMEOUT_MS);
    const { id, card } = await unknown('ORD-7006');
    const { settlesAt } = await get(`/approvals/${card.id}/card`);
    expect(Date.parse(settlesAt)).toBeGreaterThan(Date.now());
    expect((await refundStep(id)).approval).toMatchObject({ settlesAt });
    const deny = (as = APPROVER) => decide(card, { decision: 'did_not_happen' }, as);
    expect((await deny(VIEWER)).body).toMatchObject({ code: 'forbidden' });
    const early = await deny();
    expect(early).toMatchObject({ status: 409, body: { code: 'conflict', data: { settlesAt } } });
    expect(early.body.detail).toBe(
      `The call may still arrive until ${settlesAt}. That it did not happen can be said from then on.`,
    );
    expect((await undo(card)).body).toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('may still arrive'),
      data: { settlesAt },
    });
    expect(await get(`/approvals/${card.id}`)).toMatchObject({ status: 'pending', decisions: [] });
    await untilItCannotArrive(id);
    expect((await deny()).status).toBe(200);
    await untilEnded(id);
    const step = await refundStep(id);
    expect([step.status, step.attempts.length, step.approval.settlesAt]).toEqual(['succeeded', 2, null]);
  });
});
