// The world outside: a model that plays each run's plan, and services that count what really happened. Some honour keys, some ignore them; some lose replies.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { seededFraction } from '../../lib/simulator/seeded';
import { TOOLS, type ToolName } from './plan';
import { completion } from './scripted-model';

/** Something that happened in the world. `key` is what came with the request; `identity` is what it meant, whatever the key. */
export type Happened = { readonly tool: ToolName; readonly key: string; readonly identity: string };

const HONOURS_KEYS: ReadonlySet<ToolName> = new Set([TOOLS.note, TOOLS.grant, TOOLS.ship]);
const BY_PATH: Readonly<Record<string, ToolName>> = {
  '/orders': TOOLS.look,
  '/notes': TOOLS.note,
  '/refunds': TOOLS.refund,
  '/parcels': TOOLS.ship,
  '/grants': TOOLS.grant,
  '/letters': TOOLS.letter,
};

export const identityOf = (call: { tool: string; ref: string; number: number }) =>
  `${call.tool} ${call.ref} ${call.number}`;

export class Receiver {
  readonly happened: Happened[] = [];
  /** What it did on purpose. */
  readonly mischief = { refused: 0, repliesLost: 0, repliesLate: 0 };
  private readonly arrivals = new Map<string, number>();
  private readonly server = createServer((request, response) => {
    void this.answer(request, response).catch(() => response.destroy());
  });

  constructor(
    private readonly seed: number,
    /** Longer than any tool waits for its answer. */
    private readonly lateMs: number,
  ) {}

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

  didHappen(tool: string, key: string): boolean {
    return this.happened.some((one) => one.tool === tool && one.key === key);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://receiver');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // safe because no encoding is set
    const body = Buffer.concat(chunks).toString();
    if (url.pathname.startsWith('/v1')) {
      await pause(20 + 130 * this.chance('model', body.length));
      return reply(response, 200, completion(JSON.parse(body)));
    }
    const [, folder = '', ...rest] = url.pathname.split('/');
    const tool = BY_PATH[`/${folder}`];
    if (tool === undefined) return reply(response, 400, { error: 'unknown path' });
    if (rest[0] === 'by-key') {
      const found = this.didHappen(tool, decodeURIComponent(rest.slice(1).join('/')));
      return reply(response, found ? 200 : 404, { done: found });
    }
    if (tool === TOOLS.look) return reply(response, 200, { state: 'open' });
    const call = JSON.parse(body) as { ref: string; number: number }; // safe because the tool's schema says so
    await this.act({ tool, key: String(request.headers['idempotency-key']), call }, response);
  }

  private async act(
    asked: { tool: ToolName; key: string; call: { ref: string; number: number } },
    response: ServerResponse,
  ): Promise<void> {
    const { tool, key, call } = asked;
    const identity = identityOf({ tool, ...call });
    const arrival = (this.arrivals.get(identity) ?? 0) + 1;
    this.arrivals.set(identity, arrival);
    const luck = this.chance(identity, arrival);
    if (luck < 0.04) {
      this.mischief.refused += 1;
      return reply(response, 503, { error: 'busy, nothing was done' });
    }
    // From here it has happened, whatever becomes of the answer.
    if (!(HONOURS_KEYS.has(tool) && this.didHappen(tool, key))) this.happened.push({ tool, key, identity });
    if (luck < 0.08) {
      this.mischief.repliesLost += 1;
      response.socket?.destroy();
      return;
    }
    if (luck < 0.1) {
      this.mischief.repliesLate += 1;
      await pause(this.lateMs, undefined, { ref: false });
    } else await pause(30 + 300 * this.chance('delay', identity, arrival));
    reply(response, 200, { done: true });
  }

  private chance(...parts: (string | number)[]): number {
    return seededFraction(this.seed, ...parts);
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
