// Knows the shape of a chat completion, whole and in chunks; refuses to know what it says.
import type { ClampedAnswer } from './clamp-answer';
import type { Usage } from './token-usage';

export interface CompletionHead {
  id: string;
  /** Seconds since 1970. */
  created: number;
  model: string;
  system_fingerprint: string;
}

export interface Completion {
  head: CompletionHead;
  answer: ClampedAnswer;
  /** One per call of the answer. */
  callIds: string[];
  usage: Usage;
}

function finishReason({ cut, calls }: ClampedAnswer): 'length' | 'tool_calls' | 'stop' {
  if (cut) return 'length';
  return calls.length > 0 ? 'tool_calls' : 'stop';
}

function wireCalls({ answer, callIds }: Completion) {
  return answer.calls.map((call, index) => ({
    id: callIds[index] ?? '',
    type: 'function' as const,
    function: { name: call.wireName, arguments: call.argumentsJson },
  }));
}

export function wholeCompletion(completion: Completion) {
  const { head, answer, usage } = completion;
  const toolCalls = wireCalls(completion);
  return {
    object: 'chat.completion' as const,
    ...head,
    service_tier: 'default',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant' as const,
          content: answer.text,
          refusal: null,
          annotations: [],
          ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}),
        },
        logprobs: null,
        finish_reason: finishReason(answer),
      },
    ],
    usage,
  };
}

const PIECE_LENGTH = 24;

function pieces(text: string): string[] {
  const characters = Array.from(text);
  const count = Math.ceil(characters.length / PIECE_LENGTH);
  return Array.from({ length: count }, (_, index) =>
    characters.slice(index * PIECE_LENGTH, (index + 1) * PIECE_LENGTH).join(''),
  );
}

/** The data of each server-sent event, `[DONE]` last. */
export function completionEvents(completion: Completion, includeUsage: boolean): string[] {
  const { head, answer, usage } = completion;
  const chunk = (choices: unknown[], chunkUsage: Usage | null = null): string =>
    JSON.stringify({
      object: 'chat.completion.chunk',
      ...head,
      service_tier: 'default',
      choices,
      ...(includeUsage ? { usage: chunkUsage } : {}),
    });
  const delta = (change: Record<string, unknown>, reason: string | null = null): string =>
    chunk([{ index: 0, delta: change, logprobs: null, finish_reason: reason }]);

  const events = [delta({ role: 'assistant', content: answer.text === null ? null : '', refusal: null })];
  for (const piece of pieces(answer.text ?? '')) events.push(delta({ content: piece }));
  for (const [index, call] of wireCalls(completion).entries()) {
    const { name, arguments: text } = call.function;
    events.push(delta({ tool_calls: [{ index, ...call, function: { name, arguments: '' } }] }));
    for (const piece of pieces(text)) {
      events.push(delta({ tool_calls: [{ index, function: { arguments: piece } }] }));
    }
  }
  events.push(delta({}, finishReason(answer)));
  if (includeUsage) events.push(chunk([], usage));
  events.push('[DONE]');
  return events;
}
