// Knows the request of OpenAI's chat completions; refuses what the real endpoint refuses as well.
import { z } from 'zod';
import { Refusal } from '../http/refusal';

const textPartSchema = z.looseObject({ type: z.literal('text'), text: z.string() });
const contentSchema = z.union([z.string(), z.array(textPartSchema)]);

const toolCallSchema = z.object({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.object({ name: z.string(), arguments: z.string() }),
});

const messageSchema = z.discriminatedUnion('role', [
  z.looseObject({ role: z.literal('system'), content: contentSchema }),
  z.looseObject({ role: z.literal('developer'), content: contentSchema }),
  z.looseObject({ role: z.literal('user'), content: contentSchema }),
  z.looseObject({
    role: z.literal('assistant'),
    content: contentSchema.nullish(),
    tool_calls: z.array(toolCallSchema).min(1).optional(),
  }),
  z.looseObject({ role: z.literal('tool'), content: contentSchema, tool_call_id: z.string() }),
]);
export type ChatMessage = z.infer<typeof messageSchema>;

export type JsonSchema = Record<string, unknown>;
const jsonSchemaSchema = z.record(z.string(), z.unknown());

const toolNameSchema = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, 'is 1 to 64 of a-z, A-Z, 0-9, _ and -');

const toolSchema = z.object({
  type: z.literal('function'),
  function: z.looseObject({
    name: toolNameSchema,
    description: z.string().nullish(),
    parameters: jsonSchemaSchema.optional(),
  }),
});

const toolChoiceSchema = z.union([
  z.enum(['none', 'auto', 'required']),
  z.object({ type: z.literal('function'), function: z.object({ name: z.string() }) }),
]);

const responseFormatSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({
    type: z.literal('json_schema'),
    json_schema: z.looseObject({ name: z.string(), schema: jsonSchemaSchema.optional() }),
  }),
]);

/** Loose: parameters without meaning for a script (temperature, user, metadata …) are taken and ignored. */
export const chatRequestSchema = z.looseObject({
  model: z.string().min(1),
  messages: z.array(messageSchema).min(1),
  tools: z.array(toolSchema).min(1).max(128).optional(),
  tool_choice: toolChoiceSchema.optional(),
  parallel_tool_calls: z.boolean().optional(),
  response_format: responseFormatSchema.optional(),
  max_tokens: z.int().positive().nullish(),
  max_completion_tokens: z.int().positive().nullish(),
  n: z.literal(1).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
});
export type ChatRequest = z.infer<typeof chatRequestSchema>;

function invalid(param: string, message: string): Refusal {
  return new Refusal(400, 'invalid_value', message, { param });
}

/** Each tool call of an assistant is answered before anything else is said, and nothing else is answered. */
export function requirePairedToolMessages(messages: readonly ChatMessage[]): void {
  let open = new Set<string>();
  for (const [index, message] of messages.entries()) {
    if (message.role === 'tool') {
      if (!open.delete(message.tool_call_id)) {
        throw invalid(
          `messages.${index}.tool_call_id`,
          `messages.${index}: a message with role 'tool' must answer a tool call of the assistant message before it.`,
        );
      }
      continue;
    }
    if (open.size > 0) {
      throw invalid(
        `messages.${index}`,
        `Before messages.${index} every tool call must be answered; open: ${[...open].join(', ')}.`,
      );
    }
    if (message.role === 'assistant') open = new Set(message.tool_calls?.map((call) => call.id));
  }
  if (open.size > 0) {
    throw invalid('messages', `Every tool call must be answered; open: ${[...open].join(', ')}.`);
  }
}

export function requireToolsForChoice(request: ChatRequest): void {
  const { tools, tool_choice: choice, parallel_tool_calls: parallel } = request;
  if (tools === undefined && choice !== undefined) {
    throw invalid('tool_choice', "'tool_choice' is only allowed when 'tools' are specified.");
  }
  if (tools === undefined && parallel !== undefined) {
    throw invalid('parallel_tool_calls', "'parallel_tool_calls' is only allowed when 'tools' are specified.");
  }
  if (typeof choice === 'object' && !tools?.some((tool) => tool.function.name === choice.function.name)) {
    throw invalid('tool_choice', `'tool_choice' names ${choice.function.name}, which is not among 'tools'.`);
  }
}

export function contentText(content: ChatMessage['content']): string {
  if (content === null || content === undefined) return '';
  return typeof content === 'string' ? content : content.map((part) => part.text).join('');
}
