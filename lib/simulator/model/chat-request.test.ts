// What the model server takes and what it refuses.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { errorSchema, modelListSchema } from '../testing/openai-shapes';
import { type RunningSimulator, runSimulator } from '../testing/running-simulator';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await runSimulator();
});
afterEach(() => simulator.send('POST', '/control/reset'));
afterAll(() => simulator.remove());

const chat = (body: unknown) => simulator.send('POST', '/v1/chat/completions', body);
const hello = [{ role: 'user', content: 'Hello there' }];

describe('models', () => {
  it('are listed and read, and an unknown one is 404', async () => {
    const { data } = modelListSchema.parse((await simulator.get('/v1/models')).body);
    expect(data.map((model) => model.id)).toContain('sim-refunds-1');
    expect((await simulator.get('/v1/models/sim-echo-1')).body.id).toBe('sim-echo-1');
    expect((await simulator.get('/v1/models/gpt-4o')).body.error.code).toBe('model_not_found');
    const answer = await chat({ model: 'gpt-4o', messages: hello });
    expect(answer.status).toBe(404);
    expect(errorSchema.parse(answer.body).error.code).toBe('model_not_found');
  });
});

describe('tool messages', () => {
  const call = (id: string) => ({
    id,
    type: 'function',
    function: { name: 'payments__lookup', arguments: '{}' },
  });
  const assistant = { role: 'assistant', content: null, tool_calls: [call('a'), call('b')] };
  const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: '{}' });

  it.each([
    ['all answered', [assistant, result('b'), result('a')], 200],
    ['one unanswered', [assistant, result('a')], 400],
    ['one unanswered before the user speaks', [assistant, result('a'), ...hello], 400],
    ['a result for an unknown call', [assistant, result('a'), result('b'), result('c')], 400],
    ['a result given twice', [assistant, result('a'), result('a')], 400],
    ['a result without a call', [result('a')], 400],
  ])('%s: %#', async (_name, messages, status) => {
    const answer = await chat({ model: 'sim-echo-1', messages: [...hello, ...messages] });
    expect(answer.status).toBe(status);
    if (status === 400) expect(errorSchema.parse(answer.body).error.type).toBe('invalid_request_error');
  });
});

describe('bad requests', () => {
  it.each([
    [{ messages: hello }, 'model'],
    [{ model: 'sim-echo-1', messages: [] }, 'messages'],
    [{ model: 'sim-echo-1', messages: [{ role: 'robot', content: 'x' }] }, 'messages[0].role'],
    [{ model: 'sim-echo-1', messages: hello, max_tokens: 0 }, 'max_tokens'],
    [{ model: 'sim-echo-1', messages: hello, n: 2 }, 'n'],
    [{ model: 'sim-scripted-1', messages: hello }, null],
  ])('%o: 400 at %s', async (body, param) => {
    const answer = await chat(body);
    expect([answer.status, errorSchema.parse(answer.body).error.param]).toEqual([400, param]);
  });
});
