// Knows the plainest agent there is: model, tools, model, until it ends; refuses to guard anything.
import type { ChatMessage } from '../model/chat-request';
import { dottedName } from '../model/conversation';
import { complete } from './chat-calls';
import type { RunningSimulator } from './running-simulator';

const MAX_TURNS = 12;

export interface LoopCall {
  tool: string;
  args: Record<string, unknown>;
  decision: { confidence: number; reasoning: string; alternatives: { tool: string; reason: string }[] };
}

export interface LoopResult {
  /** One list of calls per answer of the model. */
  turns: LoopCall[][];
  /** What the finish tool was given, or the final text. */
  output: unknown;
}

/** Answers a call with the text of a tool message. */
export type CallTool = (call: LoopCall) => Promise<string>;

/** The services over HTTP, without keys, as an unprotected agent would call them. */
export function serviceTools(simulator: RunningSimulator): CallTool {
  return async ({ tool, args }) => {
    const query = new URLSearchParams(args as Record<string, string>).toString();
    const answer = {
      'payments.lookup': () => simulator.get(`/payments/orders/${args.order_id}`),
      'payments.refund': () => simulator.send('POST', '/payments/refunds', args),
      'tickets.list': () => simulator.get(`/tickets?${query}`),
      'tickets.find': () => simulator.get(`/tickets?${query}`),
      'tickets.create': () => simulator.send('POST', '/tickets', args),
      'chat.post': () => simulator.send('POST', '/chat/messages', args),
      'mail.send': () => simulator.send('POST', '/mail/messages', args),
    }[tool];
    if (!answer) throw new Error(`The agent called ${tool}.`);
    return JSON.stringify((await answer()).body);
  };
}

export async function runAgent(
  simulator: RunningSimulator,
  request: { model: string; input: unknown; tools: unknown[]; parallel?: boolean },
  callTool: CallTool,
): Promise<LoopResult> {
  const messages: ChatMessage[] = [{ role: 'user', content: JSON.stringify(request.input) }];
  const turns: LoopCall[][] = [];
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    const { choices } = await complete(simulator, {
      model: request.model,
      messages,
      ...(request.tools.length > 0 ? { tools: request.tools } : {}),
      ...(request.parallel === undefined ? {} : { parallel_tool_calls: request.parallel }),
    });
    const { content, tool_calls: toolCalls } = choices[0].message;
    if (!toolCalls) return { turns, output: content };
    messages.push({ role: 'assistant', content, tool_calls: toolCalls });
    const calls = toolCalls.map((call): LoopCall => {
      const { _decision: decision, ...args } = JSON.parse(call.function.arguments);
      return { tool: dottedName(call.function.name), args, decision };
    });
    turns.push(calls);
    const finish = calls.find((call) => call.tool === 'finish');
    if (finish) return { turns, output: finish.args.output };
    for (const [index, call] of calls.entries()) {
      const id = toolCalls[index]?.id ?? '';
      messages.push({ role: 'tool', tool_call_id: id, content: await callTool(call) });
    }
  }
  throw new Error(`The agent did not end within ${MAX_TURNS} turns.`);
}
