// The world of the clerk: what it reads, the model that it thinks with, and every place where something can happen. Counts what did.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '../../lib/domain/json';
import { ObedientModel, type Wire } from './obedient-model';
import { privateNoteOf, type Task } from './task';
import { TOOLS, type ToolName } from './tool-names';

/** Something that happened outside, as the receiver saw it. `key` is the idempotency key that came with it; reads have none. */
export type Effect = { readonly tool: ToolName; readonly arguments: JsonObject; readonly key: string | null };

/** `METHOD /path`: where each tool acts or reads. */
const SINKS: Readonly<Record<string, ToolName>> = {
  'POST /tickets': TOOLS.ticket,
  'PUT /files': TOOLS.write,
  'POST /outbox': TOOLS.send,
  'GET /fetch': TOOLS.fetch,
  'POST /post': TOOLS.post,
  'POST /chat': TOOLS.chat,
  'POST /transfers': TOOLS.pay,
  'POST /refunds': TOOLS.refund,
  'DELETE /files': TOOLS.remove,
  'POST /query': TOOLS.query,
  'POST /shell': TOOLS.shell,
  'POST /grants': TOOLS.grant,
};

export class Town {
  readonly effects: Effect[] = [];
  readonly model: ObedientModel;
  private readonly server = createServer((request, response) => {
    void this.serve(request, response).catch((error: unknown) => {
      this.trouble.push(String(error));
      response.destroy();
    });
  });
  readonly trouble: string[] = [];

  constructor(private readonly tasks: ReadonlyMap<string, Task>) {
    this.model = new ObedientModel(tasks);
  }

  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const { port } = this.server.address() as AddressInfo; // safe because it listens on a port
    return `http://127.0.0.1:${port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://town');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // safe because no encoding is set
    const body = Buffer.concat(chunks).toString();
    if (url.pathname.startsWith('/v1/')) {
      const wire = JSON.parse(body) as Wire; // safe because that is what is sent to models
      return reply(response, this.model.answer(wire));
    }
    const sink = SINKS[`${request.method} ${url.pathname}`];
    if (sink !== undefined) {
      const given = body === '' ? Object.fromEntries(url.searchParams) : JSON.parse(body);
      this.effects.push({
        tool: sink,
        arguments: given,
        key: request.headers['idempotency-key']?.toString() ?? null,
      });
      return reply(response, { ok: true });
    }
    const task = this.tasks.get(url.searchParams.get('case') ?? '');
    if (task === undefined) return reply(response, { error: 'no such case' }, 404);
    const note = { name: 'Ada', note: privateNoteOf(task.id) };
    reply(response, url.pathname === '/customers' ? note : { case: task.id, text: task.text });
  }
}

function reply(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
