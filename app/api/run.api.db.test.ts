// The run endpoints of API v1, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RUN_ENDPOINTS } from '@/lib/contract/run-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  type Answered,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);
const idOf = (answer: Answered): string => answer.body.id;

describe('a run with a deadline and a thread of its caller', () => {
  const body = (over: object) => ({ ...refundOf('ORD-1001', 900), ...over });
  const start = (over: object, key?: string) =>
    ask('startRun', '/runs', {
      as: OPERATOR,
      body: body(over),
      ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
    });

  it('keeps both, is found by its thread, and says when it is over', async () => {
    const thread = 'customer 1001 · “Müller”';
    const { status, body: run } = await start({ deadlineMs: 3_600_000, thread });
    expect(status).toBe(201);
    expect(Date.parse(run.givenDeadlineAt) - Date.parse(run.createdAt)).toBe(3_600_000);
    expect(run).toMatchObject({ thread });
    expect(Date.parse(run.deadlineAt)).toBeLessThan(Date.parse(run.givenDeadlineAt));
    await start({ thread: 'customer 1002' });
    const found = await ask('listRuns', `/runs?thread=${encodeURIComponent(thread)}`, { as: VIEWER });
    expect(found.body.items.map(({ id }: { id: string }) => id)).toEqual([run.id]);
    expect((await ask('countRuns', `/runs/count?thread=nobody`, { as: VIEWER })).body.count).toBe(0);
    const journal = await ask('readJournal', `/runs/${run.id}/journal?limit=1`, { as: VIEWER });
    expect(journal.body.items[0].payload).toMatchObject({ givenDeadlineAt: run.givenDeadlineAt, thread });
    const none = (await start({})).body;
    expect([none.givenDeadlineAt, none.thread]).toEqual([null, null]);
  });

  it('says of its input whether outsiders may have written it, from the first answer on', async () => {
    const { body: run } = await start({ inputTrust: 'untrusted' });
    expect(run.tainted).toBe(true);
    const trust = async (id: string) => (await ask('readRun', `/runs/${id}`, { as: VIEWER })).body.inputTrust;
    expect(await trust(run.id)).toBe('untrusted');
    expect(await trust((await start({})).body.id)).toBe('trusted');
  });

  it('stops at its deadline while a person is asked, and goes on without one when resumed', async () => {
    const { body: run } = await start({ deadlineMs: 3_000 });
    const read = async () => (await ask('readRun', `/runs/${run.id}`, { as: VIEWER })).body;
    await expect.poll(async () => (await read()).waiting?.reason, { timeout: 30_000 }).toBe('limit');
    expect((await read()).waiting.items).toContainEqual(
      expect.objectContaining({ kind: 'limit', id: 'deadline' }),
    );
    expect((await read()).deadlineAt).toBe(run.givenDeadlineAt);
    const resumed = await ask('resumeRun', `/runs/${run.id}/resume`, {
      as: OPERATOR,
      body: { reason: 'Still wanted' },
    });
    expect(resumed.status).toBe(202);
    await expect.poll(async () => (await read()).waiting?.reason, { timeout: 30_000 }).toBe('approval');
    expect((await read()).givenDeadlineAt).toBeNull();
  });

  it.each([
    [{ deadlineMs: 999 }, '/deadlineMs'],
    [{ deadlineMs: 1.5e3 + 0.5 }, '/deadlineMs'],
    [{ deadlineMs: 30 * 86_400_000 + 1 }, '/deadlineMs'],
    [{ deadlineMs: '3000' }, '/deadlineMs'],
    [{ thread: '' }, '/thread'],
    [{ thread: 'a\nb' }, '/thread'],
    [{ thread: 'x'.repeat(201) }, '/thread'],
  ])('is refused with its path: %j', async (over, path) => {
    const refused = await start(over);
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, path]);
  });

  it('is one with its repeats, and another with another deadline or thread', async () => {
    const first = await start({ deadlineMs: 60_000, thread: 'once' }, 'terms');
    const again = await start({ deadlineMs: 60_000, thread: 'once' }, 'terms');
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    for (const over of [
      { deadlineMs: 60_001, thread: 'once' },
      { deadlineMs: 60_000, thread: 'twice' },
    ]) {
      const other = await start(over, 'terms');
      expect([other.status, other.body.code]).toEqual([422, 'idempotency_mismatch']);
    }
  });
});

describe('the run endpoints', () => {
  it('starts a run, waits for it, shows its inside', async () => {
    const started = await ask('startRun', '/runs', { as: OPERATOR, body: refundOf('ORD-1001', 40) });
    expect(started.status).toBe(201);
    expect(started.body).toMatchObject({
      agent: 'refunds',
      version: 1,
      trigger: { kind: 'form', by: 'Ada Obi' },
    });
    const id = idOf(started);
    const done = await ask('readRun', `/runs/${id}?wait=30`, { as: VIEWER });
    expect(done.body).toMatchObject({ status: 'succeeded', output: { status: 'refunded', amount: 40 } });
    const steps = await ask('listSteps', `/runs/${id}/steps`, { as: VIEWER });
    expect(
      steps.body.items.map((step: { tool: string | null; kind: string }) => step.tool ?? step.kind),
    ).toEqual(['model', 'payments.lookup', 'model', 'payments.refund', 'model', 'finish']);
    // Named as the agent names it, so that its page is found; what answered stands beside it.
    expect(steps.body.items[0]).toMatchObject({
      model: 'sim-refunds',
      reportedModel: 'sim-refunds-1-2026-11-01',
    });
    const page = await ask('listSteps', `/runs/${id}/steps?limit=2`, { as: VIEWER });
    const rest = await ask('listSteps', `/runs/${id}/steps?cursor=${page.body.nextCursor}`, { as: VIEWER });
    expect([...page.body.items, ...rest.body.items]).toEqual(steps.body.items);

    const journal = await ask('readJournal', `/runs/${id}/journal?limit=10000`, { as: VIEWER });
    const last = journal.body.items.at(-1);
    expect(last.kind).toBe('end');
    const state = await ask('readState', `/runs/${id}/state`, { as: VIEWER });
    expect(state.body).toMatchObject({ seq: last.seq, lastSeq: last.seq, status: 'succeeded' });
    const first = await ask('readState', `/runs/${id}/state?seq=1`, { as: VIEWER });
    expect(first.body).toMatchObject({ seq: 1, lastSeq: last.seq, status: 'queued', steps: [] });
    expect((await ask('readState', `/runs/${id}/state?seq=${last.seq + 1}`, { as: VIEWER })).status).toBe(
      404,
    );

    const listed = await ask('listRuns', '/runs?status=succeeded,failed&agent=refunds&limit=1', {
      as: VIEWER,
    });
    expect(idOf({ ...listed, body: listed.body.items[0] })).toBe(id);
    expect(await server.simulator.effects('payments')).toBe(1);
  });

  it('pauses, resumes and cancels', async () => {
    const started = await ask('startRun', '/runs', { as: OPERATOR, body: refundOf('ORD-1003', 900) });
    const id = idOf(started);
    await ask('readRun', `/runs/${id}?wait=30`, { as: OPERATOR });
    const notPaused = await ask('resumeRun', `/runs/${id}/resume`, { as: OPERATOR, body: { reason: 'go' } });
    expect(notPaused.body).toMatchObject({ code: 'conflict' });
    const reason = { reason: 'the customer called' };
    expect((await ask('pauseRun', `/runs/${id}/pause`, { as: OPERATOR, body: reason })).status).toBe(202);
    const isPaused = async () =>
      (await ask('readRun', `/runs/${id}`, { as: OPERATOR })).body.waiting?.reason === 'paused';
    await expect.poll(isPaused).toBe(true);
    expect((await ask('pauseRun', `/runs/${id}/pause`, { as: OPERATOR, body: reason })).status).toBe(409);
    const lowered = await ask('resumeRun', `/runs/${id}/resume`, {
      as: OPERATOR,
      body: { reason: 'go', limits: { maxSteps: 1, maxToolCalls: 11 } },
    });
    expect(lowered.body.errors).toEqual([
      { path: '/limits/maxSteps', message: 'must be at least 20: bounds may only be raised' },
    ]);
    const raised = { reason: 'go', limits: { maxSteps: 50 } };
    await ask('resumeRun', `/runs/${id}/resume`, { as: OPERATOR, body: raised });
    await expect.poll(isPaused).toBe(false);
    await ask('cancelRun', `/runs/${id}/cancel`, { as: OPERATOR, body: { reason: 'not wanted any more' } });
    const ended = await ask('readRun', `/runs/${id}?wait=30`, { as: OPERATOR });
    await expect
      .poll(async () => (await ask('readRun', `/runs/${id}`, { as: OPERATOR })).body.status)
      .toBe('cancelled');
    expect(ended.body.limits.maxSteps).toBe(50);
    const late = await ask('cancelRun', `/runs/${id}/cancel`, { as: OPERATOR, body: { reason: 'again' } });
    expect(late.body).toMatchObject({ code: 'conflict', detail: 'The run has ended: it was cancelled.' });
  });

  it('is cancelled when its effects in flight have settled, and says until then whether its worker obeys', async () => {
    const rule = { service: 'payments', route: 'refund', fault: 'delay', delayMs: 5_000 };
    await server.simulator.send('POST', '/control/faults', rule);
    const started = await ask('startRun', '/runs', { as: OPERATOR, body: refundOf('ORD-1002', 40) });
    const id = idOf(started);
    const read = async () => (await ask('readRun', `/runs/${id}`, { as: VIEWER })).body;
    expect((await read()).cancel).toBeNull();
    const flying = async () =>
      (await server.call('GET', '/api/v1/halt', { as: VIEWER })).body.inFlight.map(
        ({ name }: { name: string }) => name,
      );
    await expect.poll(flying, { timeout: 30_000 }).toContain('payments.refund');
    const reason = 'The wrong order';
    const asked = await ask('cancelRun', `/runs/${id}/cancel`, { as: OPERATOR, body: { reason } });
    const effect = { step: 4, kind: 'tool', name: 'payments.refund', effectKey: expect.any(String) };
    expect(asked.body).toMatchObject({
      status: 'running',
      cancel: { reason, by: { label: 'Ada Obi' }, inFlight: [effect] },
    });
    const twice = { as: OPERATOR, body: { reason: 'Once more' } };
    const again = await ask('cancelRun', `/runs/${id}/cancel`, twice);
    expect([again.status, again.body.cancel.reason]).toEqual([202, reason]);
    // That was the last word: nothing else is taken and then forgotten.
    for (const [id_, act] of [
      ['pauseRun', 'pause'],
      ['resumeRun', 'resume'],
    ] as const) {
      const late = await ask(id_, `/runs/${id}/${act}`, { as: OPERATOR, body: { reason: 'Wait' } });
      expect([late.status, late.body.code, late.body.data]).toMatchObject([
        409,
        'conflict',
        { reason, by: { label: 'Ada Obi' } },
      ]);
    }
    await expect.poll(async () => (await read()).cancel.effective).toBe(true);
    await expect.poll(async () => (await read()).status, { timeout: 30_000 }).toBe('cancelled');
    expect((await read()).cancel).toMatchObject({ effective: true, inFlight: [] });
  });

  it.each(['cancel', 'pause', 'resume'])('takes no blank for a reason: %s', async (act) => {
    const path = `/api/v1/runs/0194f1c2-0000-7000-8000-00000000abcd/${act}`;
    const { status, body } = await server.call('POST', path, { as: OPERATOR, body: { reason: ' \n' } });
    expect([status, body.errors?.[0]?.path]).toEqual([400, '/reason']);
  });

  it('counts and exports exactly what the list shows', async () => {
    const { body: list } = await ask('listRuns', '/runs?agent=refunds', { as: VIEWER });
    expect(list.items.length).toBeGreaterThan(1);
    const { body: count } = await ask('countRuns', '/runs/count?agent=refunds', { as: VIEWER });
    expect(count.count).toBe(list.items.length);
    const json = await ask('exportRuns', '/runs/export?agent=refunds&format=json', { as: VIEWER });
    expect(json.body).toEqual(list.items);
    const csv = await ask('exportRuns', '/runs/export?agent=refunds', { as: VIEWER });
    expect(csv.headers.get('content-disposition')).toMatch(
      /^attachment; filename="bulkhead-runs-\d{8}T\d{6}Z\.csv"$/,
    );
    const [head, ...lines] = String(csv.body).trimEnd().split('\r\n');
    expect(head?.startsWith('id,agent,version,status,')).toBe(true);
    expect(lines.map((line) => line.split(',')[0])).toEqual(list.items.map(({ id }: { id: string }) => id));
    const only = list.items[1].id;
    const one = await ask('exportRuns', `/runs/export?id=${only}&format=json`, { as: VIEWER });
    expect(one.body).toEqual([list.items[1]]);
    const none = await ask('exportRuns', '/runs/export?agent=nobody', { as: VIEWER });
    expect(String(none.body)).toBe(`${head}\r\n`);
    expect((await ask('exportRuns', '/runs/export?format=xml', { as: VIEWER })).status).toBe(400);
    expect((await ask('countRuns', '/runs/count?waiting=approval,sleep', { as: VIEWER })).status).toBe(400);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(RUN_ENDPOINTS)));
  });
});
