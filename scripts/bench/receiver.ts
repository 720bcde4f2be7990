// The other side of a run, in this process: a model and a tool over HTTP that say when they were called. Answers from a script, by the turn of the conversation.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { wireToolName } from '../../lib/domain/names';

type Wire = { readonly messages?: readonly { readonly role: string }[] };

export class Receiver {
  /** While true, calls of the tool that arrive are never answered. */
  holdsTool = false;
  private readonly server = createServer((request, response) => void this.answer(request, response));
  private heard: Record<'model' | 'tool', ((atMs: number) => void)[]> = { model: [], tool: [] };

  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const { port } = this.server.address() as AddressInfo; // safe because it listens on a port
    return `http://127.0.0.1:${port}`;
  }

  /** When the next call arrives, by performance.now(). */
  next(of: 'model' | 'tool'): Promise<number> {
    return new Promise((resolve) => this.heard[of].push(resolve));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const atMs = performance.now();
    const held = this.holdsTool;
    const isModel = request.url?.startsWith('/v1') === true;
    const waiting = this.heard[isModel ? 'model' : 'tool'].splice(0);
    for (const resolve of waiting) resolve(atMs);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // safe because no encoding is set
    if (!isModel && held) return;
    const asked = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Wire; // safe because the runtime sends it
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(isModel ? completion(asked) : { noted: true }));
  }
}

/** One call of the tool, then the finish. */
function completion({ messages = [] }: Wire) {
  const isFirst = !messages.some(({ role }) => role === 'tool');
  const decision = { confidence: 0.9, reasoning: 'It is asked for.', alternatives: [] };
  const call = isFirst
    ? { name: wireToolName('notes.add'), arguments: { number: 1, _decision: decision } }
    : { name: 'finish', arguments: { output: { answer: 'It is noted.' } } };
  return {
    id: 'completion',
    object: 'chat.completion',
    created: 1_767_225_600,
    model: 'bench-1',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: null,
          tool_calls: [
            {
              id: 'call-1',
              type: 'function',
              function: { name: call.name, arguments: JSON.stringify(call.arguments) },
            },
          ],
        },
        finish_reason: 'tool_calls',
      },
    ],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  };
}
