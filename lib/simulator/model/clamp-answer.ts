// Knows where an answer ends when its tokens run out: in the middle of a word or of a call, as in life.
import type { Answer, ScriptedCall } from './script';
import { BYTES_PER_TOKEN, byteLength } from './token-usage';

export interface ClampedAnswer extends Answer {
  cut: boolean;
}

/** At most `bytes` bytes of a text, never half a character. */
function cutText(text: string, bytes: number): string {
  const head = Buffer.from(text, 'utf8').subarray(0, Math.max(0, bytes));
  // In streaming mode the decoder holds an unfinished character back.
  return new TextDecoder().decode(head, { stream: true });
}

export function answerBytes({ text, calls }: Answer): number {
  const callBytes = calls.map((call) => byteLength(call.wireName) + byteLength(call.argumentsJson));
  return byteLength(text ?? '') + callBytes.reduce((sum, bytes) => sum + bytes, 0);
}

export function clampAnswer(answer: Answer, maxTokens: number): ClampedAnswer {
  let left = Math.max(0, maxTokens) * BYTES_PER_TOKEN;
  if (answerBytes(answer) <= left) return { ...answer, cut: false };
  const text = answer.text === null ? null : cutText(answer.text, left);
  left -= byteLength(text ?? '');
  const calls: ScriptedCall[] = [];
  for (const call of answer.calls) {
    left -= byteLength(call.wireName);
    if (left < 0) break;
    const argumentsJson = cutText(call.argumentsJson, left);
    calls.push({ ...call, argumentsJson });
    left -= byteLength(argumentsJson);
    if (argumentsJson !== call.argumentsJson) break;
  }
  return { text, calls, cut: true };
}
