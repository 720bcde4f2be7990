// Requests of models as they come, and how a provider makes one text of each for its model, as far as that is known.
import fc from 'fast-check';
import { formatFunctionDefinitions } from 'gpt-tokenizer/functionCalling';
import type { JsonValue } from '../../domain/json';
import type { ContextMessage } from '../../domain/message';
import { wireToolName } from '../../domain/names';
import type { OfferedTool } from '../../ports/model-client';

const words = fc
  .array(fc.constantFrom('the', 'refund', 'of', 'Order', '1234,', 'späte', '–', '…', "didn't"), {
    maxLength: 80,
  })
  .map((all) => all.join(' '));
const base64 = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const runs = fc
  .tuple(
    fc.constantFrom(' ', '\n', '\t', '\r\n', 'a', '=', '0', '你', 'é', '🙂', ' a', '\u0301'),
    fc.nat(300),
  )
  .map(([unit, times]) => unit.repeat(times));
const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value, null, 2));
export const text = fc
  .array(fc.oneof(words, base64, runs, json, fc.string({ unit: 'grapheme', maxLength: 80 })), {
    maxLength: 4,
  })
  .map((all) => all.join(''));
const value = fc.jsonValue({ maxDepth: 3 }).map((one) => JSON.parse(JSON.stringify(one)) as JsonValue);
const name = fc.constantFrom('payments.refund', 'chat.post', 'a', 'mail.search_everything');

const message: fc.Arbitrary<ContextMessage> = fc.oneof(
  fc.record({ role: fc.constant('user' as const), text }),
  fc.record({
    role: fc.constant('assistant' as const),
    text: fc.option(text),
    calls: fc.array(
      fc.record({
        callId: fc.uuid().map((id) => `call_${id}`),
        tool: name,
        arguments: fc.dictionary(fc.string({ maxLength: 12 }), value, {
          maxKeys: 4,
        }) as fc.Arbitrary<JsonValue>,
      }),
      { maxLength: 3 },
    ),
  }),
  fc.record({
    role: fc.constant('tool' as const),
    step: fc.constant(2),
    callId: fc.uuid(),
    tool: name,
    content: fc.oneof(text, value),
    isError: fc.boolean(),
  }),
);

const described = fc.option(text, { nil: undefined });
const property = fc.letrec<{ any: object; object: { properties: object } }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.record({ type: fc.constantFrom('number', 'boolean', 'integer'), description: described }),
    fc.record({
      type: fc.constant('string'),
      description: described,
      enum: fc.option(fc.array(fc.string({ maxLength: 10 }), { minLength: 1, maxLength: 4 }), {
        nil: undefined,
      }),
    }),
    fc.record({ type: fc.constant('array'), description: described, items: tie('any') }),
    tie('object'),
  ),
  object: fc.record({
    type: fc.constant('object'),
    description: described,
    properties: fc.dictionary(fc.constantFrom('id', 'amount', 'order_number', 'zeilen'), tie('any'), {
      maxKeys: 3,
    }),
    required: fc.constantFrom([], ['id']),
  }),
}));
const tool: fc.Arbitrary<OfferedTool> = fc.record({
  name: name.map(wireToolName),
  description: text,
  inputSchema: property.object as fc.Arbitrary<OfferedTool['inputSchema']>,
});

export type Request = { system: string; tools: OfferedTool[]; messages: ContextMessage[] };
export const request: fc.Arbitrary<Request> = fc.record({
  system: text,
  tools: fc.array(tool, { maxLength: 3 }),
  messages: fc.array(message, { maxLength: 6 }),
});

/** Messages between special tokens, tools as a namespace of types in the system's, several calls wrapped into one. */
export function rendered({ system, tools, messages }: Request): string {
  const functions = tools.map(({ name: called, description, inputSchema }) => ({
    name: called,
    description: description.replaceAll('\n', '\n// '),
    parameters: inputSchema as never, // safe because the schemas above are of the renderer's kinds
  }));
  const offered =
    tools.length === 0 ? '' : `\n\n# Tools\n\n## functions\n\n${formatFunctionDefinitions(functions)}`;
  return [
    `<|im_start|>system<|im_sep|>${system}${offered}<|im_end|>`,
    ...messages.map(renderedMessage),
    '<|im_start|>assistant<|im_sep|>',
  ].join('');
}

function renderedMessage(one: ContextMessage): string {
  if (one.role === 'user') return `<|im_start|>user<|im_sep|>${one.text}<|im_end|>`;
  if (one.role === 'tool') {
    const content = typeof one.content === 'string' ? one.content : JSON.stringify(one.content);
    return `<|im_start|>functions.${wireToolName(one.tool)} to=assistant<|channel|>commentary<|im_sep|>${content}<|im_end|>`;
  }
  const said = one.text === null ? '' : `<|im_start|>assistant<|im_sep|>${one.text}<|im_end|>`;
  const calls = one.calls.map((call) => ({
    name: `functions.${wireToolName(call.tool)}`,
    args: call.arguments,
  }));
  const [only] = calls;
  if (only === undefined) return said;
  if (calls.length === 1)
    return `${said}<|im_start|>assistant to=${only.name}<|channel|>commentary <|constrain|>json<|message|>${JSON.stringify(only.args)}<|call|>`;
  const uses = calls.map(({ name: recipient_name, args }) => ({ recipient_name, parameters: args }));
  return `${said}<|im_start|>assistant to=multi_tool_use.parallel<|message|>${JSON.stringify({ tool_uses: uses })}<|call|>`;
}

/** What stands for one token each. */
export const SPECIAL = /<\|(?:im_start|im_sep|im_end|channel|constrain|message|call)\|>/;
