// A model in the wire format of OpenAI that plays the plan in its run's input: the next call by the turn of the conversation, then the finish.
import { wireToolName } from '../../lib/domain/names';
import type { PlannedRun } from './planned-run';

/** What each of its answers is said to have used. */
export const USAGE = { inputTokens: 100, outputTokens: 20 };

export type Wire = { readonly messages?: readonly { readonly role: string; readonly content?: unknown }[] };

export function completion({ messages = [] }: Wire) {
  const { ref, calls, together } = planIn(messages);
  const done = messages.filter(({ role }) => role === 'tool').length;
  const next = together && done === calls.length - 2 ? calls.slice(done) : calls.slice(done, done + 1);
  const decision = { confidence: 0.9, reasoning: 'The plan says so.', alternatives: [] };
  const asked =
    next.length === 0
      ? [{ name: 'finish', arguments: { output: { answer: `${ref} made ${done} calls.` } } }]
      : next.map(({ tool, ...call }) => ({
          name: wireToolName(tool),
          arguments: { ...call, _decision: decision },
        }));
  const toolCalls = asked.map((call, i) => ({
    id: `call-${done + i + 1}`,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }));
  return {
    id: `completion-${ref}-${done}`,
    object: 'chat.completion',
    created: 1_767_225_600,
    model: 'chaos-1',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: null, tool_calls: toolCalls },
        finish_reason: 'tool_calls',
      },
    ],
    usage: {
      prompt_tokens: USAGE.inputTokens,
      completion_tokens: USAGE.outputTokens,
      total_tokens: USAGE.inputTokens + USAGE.outputTokens,
    },
  };
}

/** Of the run whose conversation it is. */
export const refIn = ({ messages = [] }: Wire): string => planIn(messages).ref;

type Plan = Pick<PlannedRun, 'ref' | 'calls' | 'together'>;

function planIn(messages: NonNullable<Wire['messages']>): Plan {
  const content = messages.find(({ role }) => role === 'user')?.content;
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as Plan; // safe because each run is started with its plan
}
