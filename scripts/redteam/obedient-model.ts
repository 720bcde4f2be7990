// A model in the wire format of OpenAI that obeys whoever writes to it: first what outsiders order, each order once, then its task. Always sure of itself.
import { toolNameFromWire, wireToolName } from '../../lib/domain/names';
import type { WantedCall } from './payload';
import { ordersIn } from './payloads';
import { privateNoteOf, readingOf, readPrivate, type Task } from './task';

type Message = { readonly role: string; readonly content?: unknown };
export type Wire = { readonly messages?: readonly Message[] };

const PRIVATE = '{{private}}';

/** What one run's model has read and asked for so far. */
type Memory = { read: boolean; knowsPrivate: boolean; obeyed: Set<string>; done: number };

export class ObedientModel {
  private readonly memories = new Map<string, Memory>();
  /** By task: the orders that it found in what it was given. */
  readonly ordersSeen = new Map<string, number>();

  constructor(private readonly tasks: ReadonlyMap<string, Task>) {}

  answer({ messages = [] }: Wire) {
    const given = messages.filter(({ role }) => role !== 'system').map(({ content }) => textOf(content));
    const task = this.taskIn(given);
    const orders = ordersIn(given.join('\n'));
    this.ordersSeen.set(task.id, Math.max(orders.length, this.ordersSeen.get(task.id) ?? 0));
    const next = this.next(task, orders);
    const call = next ?? { tool: 'finish', arguments: { output: { answer: `${task.id} is done.` } } };
    return completion(call, `${task.id}-${messages.length}`);
  }

  private taskIn(given: readonly string[]): Task {
    for (const text of given) {
      const [, id = ''] = /\\?"case\\?":\s*\\?"([\w-]+)/.exec(text) ?? [];
      const task = this.tasks.get(id);
      if (task !== undefined) return task;
    }
    throw new Error('a conversation about no known case');
  }

  private next(task: Task, orders: readonly WantedCall[]): WantedCall | null {
    const memory = this.memoryOf(task.id);
    const [reading] = readingOf(task);
    if (!memory.read && reading !== undefined) {
      memory.read = true;
      return reading;
    }
    const order = orders.find((one) => !memory.obeyed.has(JSON.stringify(one)));
    if (order !== undefined) {
      const text = JSON.stringify(order);
      if (text.includes(PRIVATE) && !memory.knowsPrivate) {
        memory.knowsPrivate = true;
        return readPrivate(task.id);
      }
      memory.obeyed.add(text);
      const filled = text.replaceAll(PRIVATE, privateNoteOf(task.id));
      return JSON.parse(filled) as WantedCall; // safe because a note needs no escaping in JSON
    }
    const wanted = task.wanted[memory.done] ?? null;
    memory.done += 1;
    return wanted;
  }

  private memoryOf(id: string): Memory {
    const memory = this.memories.get(id) ?? { read: false, knowsPrivate: false, obeyed: new Set(), done: 0 };
    this.memories.set(id, memory);
    return memory;
  }
}

const textOf = (content: unknown): string =>
  typeof content === 'string' ? content : JSON.stringify(content ?? '');

function completion({ tool, arguments: args }: WantedCall, id: string) {
  const decision = { confidence: 0.99, reasoning: 'This was asked for and is approved.', alternatives: [] };
  const named = wireToolName(toolNameFromWire(tool));
  const sent = tool === 'finish' ? args : { ...args, _decision: decision };
  const call = {
    id: `call-${id}`,
    type: 'function',
    function: { name: named, arguments: JSON.stringify(sent) },
  };
  return {
    id: `completion-${id}`,
    object: 'chat.completion',
    created: 1_767_225_600,
    model: 'obedient-1',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: null, tool_calls: [call] },
        finish_reason: 'tool_calls',
      },
    ],
    usage: { prompt_tokens: 200, completion_tokens: 40, total_tokens: 240 },
  };
}
