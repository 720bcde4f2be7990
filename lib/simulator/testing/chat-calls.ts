// Knows how a test asks the scripted model server, and the tools that it offers.
import type { JsonSchema } from '../model/chat-request';
import { completionSchema } from './openai-shapes';
import type { RunningSimulator } from './running-simulator';

const DECISION: JsonSchema = {
  type: 'object',
  properties: {
    confidence: { type: 'number', minimum: 0, maximum: 1 },
    reasoning: { type: 'string' },
    alternatives: {
      type: 'array',
      items: {
        type: 'object',
        properties: { tool: { type: 'string' }, reason: { type: 'string' } },
        required: ['tool', 'reason'],
      },
    },
  },
  required: ['confidence', 'reasoning', 'alternatives'],
};

/** A tool as the runtime offers it: closed, dots as `__`, with `_decision` unless told otherwise. */
export function offeredTool(name: string, properties: Record<string, unknown>, withDecision = true) {
  const all = withDecision ? { ...properties, _decision: DECISION } : properties;
  return {
    type: 'function' as const,
    function: {
      name: name.replaceAll('.', '__'),
      description: `Calls ${name}.`,
      parameters: {
        type: 'object',
        properties: all,
        required: Object.keys(all),
        additionalProperties: false,
      } satisfies JsonSchema,
    },
  };
}

const text = { type: 'string' };
const anyOutput = { type: 'object' };

export const REFUND_TOOLS = [
  offeredTool('payments.lookup', { order_id: text }),
  offeredTool('payments.refund', {
    order_id: text,
    amount: { type: 'number' },
    currency: text,
    reason: text,
  }),
  offeredTool('finish', { output: anyOutput }),
];

export const SUMMARY_TOOLS = [
  offeredTool('tickets.list', { date: text }),
  offeredTool('chat.post', { channel: text, text, date: text }),
  offeredTool('finish', { output: anyOutput }),
];

export const TRIAGE_TOOLS = [
  offeredTool('tickets.find', { mail_id: text }),
  offeredTool('tickets.create', { mail_id: text, title: text, body: text, priority: text }),
  offeredTool('finish', { output: anyOutput }),
];

export const CUSTOMER_MAIL_TOOLS = [
  offeredTool('mail.send', { case_id: text, to: text, subject: text, text }),
  offeredTool('mail.await_reply', { case_id: text }),
  offeredTool('tickets.create', { mail_id: text, title: text, body: text, priority: text }),
  offeredTool('finish', { output: anyOutput }),
];

export async function complete(simulator: RunningSimulator, body: Record<string, unknown>) {
  const answer = await simulator.send('POST', '/v1/chat/completions', body);
  if (answer.status !== 200) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  return completionSchema.parse(answer.body);
}

/** A request to the model whose script stands in the user message. */
export function scripted(script: unknown[], extra: Record<string, unknown> = {}) {
  return {
    model: 'sim-scripted-1',
    messages: [{ role: 'user', content: JSON.stringify({ script }) }],
    ...extra,
  };
}

/** The decision and the other arguments of a call's JSON. */
export function argumentsOf(call: { function: { arguments: string } }) {
  const { _decision, ...args } = JSON.parse(call.function.arguments);
  return { args, decision: _decision };
}
