// What tests of model calls share: a client with one key, requests, and a server that answers in OpenAI's words.
import type { ServerResponse } from 'node:http';
import { CodedError } from '../../domain/errors';
import { modelDefinition } from '../../domain/model';
import type { LogFields } from '../../ports/logger';
import type { ModelRequest } from '../../ports/model-client';
import { OpenAiCompatibleClient } from '../models/openai-compatible-client';
import { egressClient, serve } from './egress-fixture';
import { type SeenRequest, sendJson } from './loopback-server';

export const warned: { message: string; fields: LogFields | undefined }[] = [];
export const client = new OpenAiCompatibleClient({
  egress: egressClient(),
  clock: { now: () => Date.parse('2026-11-20T10:00:00Z') },
  logger: { warn: (message, fields) => void warned.push({ message, fields }) },
  secrets: {
    async read(name) {
      if (name === 'MODEL_KEY') return 'sk-test-1';
      throw new CodedError('secret_missing', 'fatal', `there is no secret ${name}`);
    },
  },
});

export const USAGE = {
  prompt_tokens: 120,
  completion_tokens: 30,
  total_tokens: 150,
  prompt_tokens_details: { cached_tokens: 100 },
  completion_tokens_details: { reasoning_tokens: 12 },
};

export function completion(message: object, more: object = {}) {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_800_000_000,
    model: 'gpt-test-2026-10-01',
    choices: [{ index: 0, message: { role: 'assistant', content: null, ...message }, finish_reason: 'stop' }],
    usage: USAGE,
    ...more,
  };
}

export const toolCall = (id: string, name: string, args: string) => ({
  id,
  type: 'function',
  function: { name, arguments: args },
});

export function requestTo(
  url: string,
  more: Partial<ModelRequest> & { apiKeySecret?: string } = {},
): ModelRequest {
  const { apiKeySecret = 'MODEL_KEY', ...rest } = more;
  const definition = modelDefinition.parse({
    provider: 'openai-compatible',
    baseUrl: `${url}/v1/`,
    model: 'gpt-test',
    apiKeySecret,
    prices: { inputMicroUsdPerMTok: 1, outputMicroUsdPerMTok: 1 },
  });
  return {
    model: { name: 'main', version: 1, definition },
    system: 'You refund orders.',
    messages: [{ role: 'user', text: 'Refund o1' }],
    tools: [
      { name: 'payments.refund', description: 'Refunds', inputSchema: { type: 'object', required: ['id'] } },
    ],
    maxOutputTokens: 500,
    ...rest,
  };
}

export async function answerTo(answer: (request: SeenRequest, response: ServerResponse) => void) {
  const server = await serve(answer);
  const ask = (more: Parameters<typeof requestTo>[1] = {}, signal = new AbortController().signal) =>
    client.complete(requestTo(server.url, more), signal);
  return { server, ask };
}

export const answerWith = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  answerTo((_request, response) => sendJson(response, status, body, headers));
