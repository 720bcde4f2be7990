import { describe, expect, it } from 'vitest';
import { CodedError } from '../../domain/errors';
import { serve, serveTcp } from '../testing/egress-fixture';
import { answerTo, answerWith, client, completion, requestTo } from '../testing/model-fixture';

describe('what fails', () => {
  it.each([
    [400, 'fatal'],
    [401, 'fatal'],
    [403, 'fatal'],
    [404, 'fatal'],
    [408, 'retryable'],
    [409, 'retryable'],
    [429, 'retryable'],
    [500, 'retryable'],
    [503, 'retryable'],
  ])('takes %i as %s, once, with the words of the provider', async (status, errorClass) => {
    const { server, ask } = await answerWith({ error: { message: 'because', type: 'x' } }, status);
    await expect(ask()).rejects.toMatchObject({
      name: 'CodedError',
      code: `http_${status}`,
      class: errorClass,
      message: `the provider of main answered ${status}: because`,
    });
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    [{ 'retry-after': '3' }, 3_000],
    [{ 'retry-after-ms': '250', 'retry-after': '1' }, 250],
    [{}, undefined],
  ])('reads %j', async (headers, retryAfterMs) => {
    const { ask } = await answerWith({ error: { message: 'slow down' } }, 429, headers);
    const error = await ask().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CodedError);
    expect((error as CodedError).retryAfterMs).toBe(retryAfterMs);
  });

  it.each([
    ['no JSON', '<html>'],
    ['cut-off JSON', '{"choices": [{"mess'],
    ['nothing', ''],
    ['JSON of another shape', '{"hello": 1}'],
    ['no choices', JSON.stringify(completion({}, { choices: [] }))],
  ])('takes an answer that is %s as unreadable, to be tried again', async (_what, body) => {
    const { ask } = await answerTo(
      (_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(body),
    );
    await expect(ask()).rejects.toMatchObject({ code: 'model_answer_unreadable', class: 'retryable' });
  });

  it('takes a timeout, a lost connection and a closed port as retryable', async () => {
    const { ask } = await answerTo(() => {});
    await expect(ask({}, AbortSignal.timeout(60))).rejects.toMatchObject({
      code: 'timeout',
      class: 'retryable',
    });
    const signal = new AbortController().signal;
    const dropping = await serveTcp((socket) => socket.destroy());
    await expect(client.complete(requestTo(`http://127.0.0.1:${dropping}`), signal)).rejects.toMatchObject({
      code: 'connection_lost',
      class: 'retryable',
    });
    const closed = await serve(() => {});
    await closed.close();
    await expect(client.complete(requestTo(closed.url), signal)).rejects.toMatchObject({
      code: 'connect_failed',
      class: 'retryable',
    });
  });

  it('takes an abort before the call as one', async () => {
    const { server, ask } = await answerWith(completion({ content: 'x' }));
    await expect(ask({}, AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted', class: 'retryable' });
    expect(server.seen).toHaveLength(0);
  });

  it('sends nothing to a refused address, and nothing without its key', async () => {
    const signal = new AbortController().signal;
    await expect(client.complete(requestTo('http://169.254.169.254'), signal)).rejects.toMatchObject({
      code: 'address_refused',
      class: 'fatal',
    });
    const { server, ask } = await answerWith(completion({ content: 'x' }));
    await expect(ask({ apiKeySecret: 'NONE' })).rejects.toMatchObject({
      code: 'secret_missing',
      class: 'fatal',
    });
    expect(server.seen).toHaveLength(0);
  });

  it('takes a conversation that lacks a result as fatal', async () => {
    const { ask } = await answerWith(completion({ content: 'x' }));
    const calls = [{ callId: 'a', tool: 'x', arguments: {} }];
    await expect(ask({ messages: [{ role: 'assistant', text: null, calls }] })).rejects.toMatchObject({
      code: 'model_call_failed',
      class: 'fatal',
    });
  });
});
