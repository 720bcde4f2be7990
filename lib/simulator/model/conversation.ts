// Knows a conversation as a script sees it: the task, what was called, what came back.
import type { z } from 'zod';
import { type ChatMessage, contentText } from './chat-request';
import { isObject, jsonObjectsIn } from './json-in-text';
import { readToolOutcome, type ToolOutcome } from './tool-outcome';

export interface PastCall {
  id: string;
  /** Dotted, as the agent's configuration writes it. */
  tool: string;
  /** The name as it stood on the wire. */
  wireName: string;
  argumentsJson: string;
  /** Empty where the arguments were not a JSON object. */
  args: Record<string, unknown>;
  outcome: ToolOutcome | null;
}

export interface Conversation {
  /** The number of the answer that is asked for, from 1: the assistant's messages so far, plus one. */
  turn: number;
  /** True where the user spoke again instead of an answer: the last one did not do. */
  reprompted: boolean;
  instructions: string;
  firstUserText: string;
  lastUserText: string;
  calls: PastCall[];
}

/** Function names on the wire hold no dots; the runtime writes `payments.refund` as `payments__refund`. */
export function dottedName(wireName: string): string {
  return wireName.replaceAll('__', '.');
}

function parseArguments(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** What outsiders wrote comes between marks of the run. */
function withoutMarks(text: string): string {
  return /^<<untrusted \w+>>\n([\s\S]*)\n<<end of untrusted \w+>>$/.exec(text)?.[1] ?? text;
}

function wasReprompted(messages: readonly ChatMessage[]): boolean {
  const lastAnswer = messages.findLastIndex((message) => message.role === 'assistant');
  const since = messages.slice(lastAnswer + 1).filter((message) => message.role === 'user').length;
  return lastAnswer < 0 ? since > 1 : since > 0;
}

export function readConversation(messages: readonly ChatMessage[]): Conversation {
  const instructions: string[] = [];
  const userTexts: string[] = [];
  const calls: PastCall[] = [];
  const open = new Map<string, PastCall>();
  for (const message of messages) {
    const text = contentText(message.content);
    if (message.role === 'user') userTexts.push(text);
    else if (message.role === 'system' || message.role === 'developer') instructions.push(text);
    else if (message.role === 'tool') {
      const call = open.get(message.tool_call_id);
      if (call) call.outcome = readToolOutcome(withoutMarks(text));
    } else {
      for (const { id, function: called } of message.tool_calls ?? []) {
        const call: PastCall = {
          id,
          tool: dottedName(called.name),
          wireName: called.name,
          argumentsJson: called.arguments,
          args: parseArguments(called.arguments),
          outcome: null,
        };
        calls.push(call);
        open.set(id, call);
      }
    }
  }
  return {
    turn: messages.filter((message) => message.role === 'assistant').length + 1,
    reprompted: wasReprompted(messages),
    instructions: instructions.join('\n'),
    firstUserText: userTexts[0] ?? '',
    lastUserText: userTexts.at(-1) ?? '',
    calls,
  };
}

/** The task's input: the first JSON object of the first user message that fits, or what stands in its `input`. */
export function readTaskInput<Schema extends z.ZodType>(
  conversation: Conversation,
  schema: Schema,
): z.output<Schema> | null {
  for (const candidate of jsonObjectsIn(conversation.firstUserText)) {
    for (const value of [candidate, candidate.input]) {
      const result = schema.safeParse(value);
      if (result.success) return result.data;
    }
  }
  return null;
}
