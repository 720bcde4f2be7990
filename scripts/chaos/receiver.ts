// The model, which plays each run's plan, and services that count what really happened. Some honour keys, some ignore them; some lose replies.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { seededFraction } from '../../lib/simulator/seeded';
import { identityOf, TOOLS, type ToolName } from './planned-run';
import { POISON_HEADER } from './poison';
import { completion, refIn, type Wire } from './scripted-model';
import { Traffic } from './traffic';

/** Something that happened in the world. `key` is what came with the request; `identity` is what it meant, whatever the key. */
export type Happened = { readonly tool: ToolName; readonly key: string; readonly identity: string };

/** The name of the model among the places at which calls are at work. */
export const MODEL_PLACE = 'model';

const MOST_REFUSALS = 6;

const IGNORES_KEYS: ReadonlySet<ToolName> = new Set([TOOLS.refund, TOOLS.letter]);
const BY_PATH: Readonly<Record<string, ToolName>> = {
  orders: TOOLS.look,
  notes: TOOLS.note,
  refunds: TOOLS.refund,
  parcels: TOOLS.ship,
  grants: TOOLS.grant,
  letters: TOOLS.letter,
  labels: TOOLS.label,
  contacts: TOOLS.contact,
  tickets: TOOLS.ticket,
  holds: TOOLS.hold,
  releases: TOOLS.release,
  pills: TOOLS.pill,
};
type Call = { readonly ref: string; readonly number: number; readonly mail?: string };

export class Receiver {
  readonly happened: Happened[] = [];
  readonly traffic = new Traffic();
  /** Mails that have a ticket, once for each ticket. */
  readonly tickets: string[] = [];
  /** What it did on purpose. */
  readonly mischief = { refused: 0, repliesLost: 0, repliesLate: 0, refusedWhileDown: 0 };
  /** How often an answer that ends its reader was given, by the run's ref. */
  readonly poisoned = new Map<string, number>();
  /** How many answers of the model were for each run, by its ref: each is charged, whoever is there to read it. */
  readonly answered = new Map<string, number>();
  /** Refuses to print labels, whoever asks, but no label so often that its attempts are used up. */
  isDown = false;
  private readonly cured = new Set<string>();
  private readonly arrivals = new Map<string, number>();
  private readonly server = createServer((request, response) => {
    void this.answer(request, response).catch(() => response.destroy());
  });

  constructor(
    private readonly seed: number,
    /** Longer than any tool waits for its answer. */
    private readonly lateMs: number,
    /** The place of a run's agent, where only some of its runs may be at work; by the run's ref. */
    private readonly placeOf: (ref: string) => string | null,
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

  /** From now on its answers to this run can be read. */
  cure(ref: string): void {
    this.cured.add(ref);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://receiver');
    const [, folder = '', ...rest] = url.pathname.split('/');
    const tool = BY_PATH[folder];
    // Who is gone is not at work any more, whatever is left to say to it.
    const leave = folder === 'v1' || tool === TOOLS.look ? this.traffic.enter(tool ?? MODEL_PLACE) : () => {};
    response.once('close', leave);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // safe because no encoding is set
    const body = Buffer.concat(chunks).toString();
    if (folder === 'v1') {
      const wire = JSON.parse(body) as Wire; // safe because that is what is sent to models
      await this.think(body.length, refIn(wire), response);
      leave();
      return reply(response, 200, completion(wire));
    }
    if (tool === undefined) return reply(response, 400, { error: 'unknown path' });
    if (rest[0] === 'by-key') {
      const found = this.didHappen(tool, decodeURIComponent(rest.slice(1).join('/')));
      return reply(response, found ? 200 : 404, { done: found });
    }
    if (tool === TOOLS.look) {
      await pause(50 + 150 * this.chance('look', url.search));
      leave();
      return reply(response, 200, { state: 'open' });
    }
    const call = JSON.parse(body) as Call; // safe because the tool's schema says so
    const key = String(request.headers['idempotency-key']);
    if (tool === TOOLS.ticket) await this.openTicket(call, key);
    await this.act({ tool, key, call }, response);
  }

  private async think(length: number, ref: string, response: ServerResponse): Promise<void> {
    const place = this.placeOf(ref);
    const leave = place === null ? () => {} : this.traffic.enter(place, ref);
    response.once('close', leave);
    this.answered.set(ref, (this.answered.get(ref) ?? 0) + 1);
    await pause(20 + 130 * this.chance('model', length));
    leave();
  }

  /** Looks first and acts then: two that do so side by side make two tickets. */
  private async openTicket({ mail = '' }: Call, key: string): Promise<void> {
    const leave = this.traffic.visit(mail, key);
    const isThere = this.tickets.includes(mail);
    await pause(50 + 200 * this.chance('ticket', key));
    if (!isThere) this.tickets.push(mail);
    leave();
  }

  private async act(
    { tool, key, call }: { tool: ToolName; key: string; call: Call },
    response: ServerResponse,
  ): Promise<void> {
    const identity = identityOf({ tool, ...call });
    const arrival = (this.arrivals.get(identity) ?? 0) + 1;
    this.arrivals.set(identity, arrival);
    if (tool === TOOLS.label && this.isDown && arrival <= MOST_REFUSALS) {
      this.mischief.refusedWhileDown += 1;
      return reply(response, 503, { error: 'out of paper, nothing was done' });
    }
    const luck = this.chance(identity, arrival);
    if (luck < 0.04) {
      this.mischief.refused += 1;
      return reply(response, 503, { error: 'busy, nothing was done' });
    }
    // From here it has happened, whatever becomes of the answer.
    if (IGNORES_KEYS.has(tool) || !this.didHappen(tool, key)) this.happened.push({ tool, key, identity });
    if (tool === TOOLS.pill && !this.cured.has(call.ref)) {
      this.poisoned.set(call.ref, (this.poisoned.get(call.ref) ?? 0) + 1);
      response.setHeader(POISON_HEADER, '1');
      return reply(response, 200, { done: true });
    }
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
