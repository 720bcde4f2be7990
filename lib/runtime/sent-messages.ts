// The conversation as it leaves for the model: names of tools as providers want them, and what outsiders wrote without hidden characters and between marks. Pure.
import type { ContextMessage } from '@/lib/domain/message';
import type { RunMarks } from '@/lib/domain/screening';
import { markedUntrusted } from '@/lib/guard/untrusted-marks';
import { wireMessage } from './offered-tools';

/** Each model call sends the whole conversation: what was said is marked once. Messages never change, and stand in one run. */
const marked = new WeakMap<ContextMessage, { readonly delimiter: string; readonly sent: ContextMessage }>();

export function sentMessages(context: readonly ContextMessage[], marks: RunMarks): ContextMessage[] {
  return context.map((message) => sentMessage(message, marks));
}

function sentMessage(message: ContextMessage, { delimiter }: RunMarks): ContextMessage {
  const known = marked.get(message);
  if (known?.delimiter === delimiter) return known.sent;
  const sent = wireMessage(withMarks(message, delimiter));
  marked.set(message, { delimiter, sent });
  return sent;
}

/** What outsiders wrote in a message without hidden characters and between the marks; as it is where they wrote none of it. */
export function withMarks(message: ContextMessage, delimiter: string): ContextMessage {
  switch (message.role) {
    case 'assistant':
      return message;
    case 'user': {
      const { role, text, tainted } = message;
      return { role, text: tainted ? markedUntrusted(text, delimiter) : text };
    }
    case 'tool': {
      const { tainted, privateData: _label, suspicions: _found, ...plain } = message;
      return tainted ? { ...plain, content: markedUntrusted(plain.content, delimiter) } : plain;
    }
  }
}
