// Questions of agents, in process on a real database: who may answer, that one answer is enough, and that it is told with its text.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUESTION_ENDPOINTS } from '@/lib/contract/question-endpoints';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ADMIN,
  APPROVER,
  ENGINEER,
  OPERATOR,
  refundOf,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

const ASK = 'people.ask';
const QUESTION = { question: 'Which colour?', choices: ['blue', 'green'] };
let server: TestServer;
let api: DescribedApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
  const put = async (path: string, body: object) =>
    expect((await server.call('PUT', `/api/v1/${path}`, { as: ENGINEER, body })).status).toBe(200);
  await put(`tools/${ASK}`, {
    kind: 'builtin',
    builtin: 'ask_person',
    description: 'Ask a person.',
    effect: 'read',
    inputSchema: { type: 'object', properties: { question: { type: 'string' } }, required: ['question'] },
  });
  const { body: echo } = await server.call('GET', '/api/v1/models/sim-refunds', { as: ENGINEER });
  await put('models/scripted', { ...echo.definition, model: 'sim-scripted-1' });
  await put('agents/asking', {
    description: 'Asks.',
    prompt: 'Ask.',
    model: 'scripted',
    tools: [{ name: ASK }],
    inputSchema: { type: 'object' },
    escalation: { quorum: 2, selfApproval: 'forbid' },
  });
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);

async function asking(as = OPERATOR) {
  const script = [{ toolCalls: [{ name: ASK, arguments: QUESTION }] }, { output: { answer: 'Done.' } }];
  const { body: run } = await ask('startRun', '/runs', { as, body: { agent: 'asking', input: { script } } });
  const parked = await ask('readRun', `/runs/${run.id}?wait=30`, { as: OPERATOR });
  expect(parked.body).toMatchObject({ status: 'waiting', waiting: { reason: 'question' } });
  const { body } = await ask('listApprovals', `/approvals?run=${run.id}&kind=question`, { as: APPROVER });
  return body.items[0];
}
const answer = (runId: string, text: string, as = OPERATOR, step = 2) =>
  ask('answerQuestion', `/runs/${runId}/answer`, { as, body: { step, text } });
const mayDecide = async (id: string, as: string) =>
  (await ask('readApprovalCard', `/approvals/${id}/card`, { as })).body.mayDecide.allowed;

describe('a question', () => {
  it('is answered by who started the run; the record tells the text, and the agent reads it', async () => {
    const { id, runId } = await asking();
    expect(await mayDecide(id, OPERATOR)).toBe(true);
    expect(await mayDecide(id, APPROVER)).toBe(true);
    expect(await mayDecide(id, VIEWER)).toBe(false);
    expect(await mayDecide(id, ENGINEER)).toBe(false);
    const { body } = await answer(runId, '  green ');
    expect(body).toMatchObject({
      kind: 'question',
      status: 'answered',
      quorum: 1,
      decisions: [{ decision: 'respond', answer: 'green', counts: true }],
    });
    const done = await ask('readRun', `/runs/${runId}?wait=30`, { as: OPERATOR });
    expect(done.body).toMatchObject({ status: 'succeeded', tainted: false });
    const { items } = (await server.call('GET', `/api/v1/runs/${runId}/steps`, { as: VIEWER })).body;
    const { by } = body.decisions[0];
    expect(items[1]).toMatchObject({
      result: { answer: 'green', answeredBy: by.label },
      resultSource: 'person',
    });
    const again = await answer(runId, 'blue', ADMIN);
    expect(again.body).toMatchObject({ code: 'already_decided', detail: expect.stringContaining(by.label) });
    const { items: events } = (
      await server.call('GET', `/api/v1/audit?action=approval.decide&entity=approval:${id}`, { as: ADMIN })
    ).body;
    expect(events).toMatchObject([{ after: { decision: 'respond', answer: 'green', status: 'answered' } }]);
  });

  it('is answered or refused by its role, not by others, and not approved', async () => {
    const { id, runId, payloadHash } = await asking(ADMIN);
    expect((await answer(runId, 'blue')).status).toBe(403);
    expect((await answer(runId, 'blue', VIEWER)).status).toBe(403);
    expect((await answer(runId, 'blue', APPROVER, 1)).body.code).toBe('not_found');
    const decide = (body: object) =>
      ask('decideApproval', `/approvals/${id}/decision`, { as: APPROVER, body: { payloadHash, ...body } });
    expect((await decide({ decision: 'approve' })).body.errors).toMatchObject([{ path: '/decision' }]);
    expect((await decide({ decision: 'respond', answer: ' ' })).body.errors).toMatchObject([
      { path: '/answer' },
    ]);
    expect((await decide({ decision: 'respond', answer: 'x'.repeat(4_001) })).status).toBe(400);
    expect((await decide({ decision: 'reject' })).body.errors).toMatchObject([{ path: '/reason' }]);
    expect((await decide({ decision: 'reject', reason: 'Ask the shop.' })).body.status).toBe('rejected');
    await ask('readRun', `/runs/${runId}?wait=30`, { as: OPERATOR });
    const { items } = (await server.call('GET', `/api/v1/runs/${runId}/steps`, { as: VIEWER })).body;
    expect(items[1]).toMatchObject({ status: 'rejected' });
  });

  it('takes no answer for a call that waits for approval', async () => {
    const { body: run } = await ask('startRun', '/runs', { as: OPERATOR, body: refundOf('ORD-1002', 900) });
    await ask('readRun', `/runs/${run.id}?wait=30`, { as: OPERATOR });
    const { body } = await ask('listApprovals', `/approvals?run=${run.id}`, { as: APPROVER });
    const [{ id, step, payloadHash }] = body.items;
    expect((await answer(run.id, 'yes', APPROVER, step)).body.code).toBe('not_found');
    const said = { payloadHash, decision: 'respond', answer: 'yes' };
    const decided = await ask('decideApproval', `/approvals/${id}/decision`, { as: APPROVER, body: said });
    expect(decided.body.errors).toMatchObject([{ path: '/decision' }]);
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(QUESTION_ENDPOINTS)));
  });
});
